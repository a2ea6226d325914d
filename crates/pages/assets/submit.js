// Sends the page's one form at once; without script its button does.
document.forms[0].submit();
