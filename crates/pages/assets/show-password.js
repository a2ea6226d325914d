// Un-hides the "Show" buttons of password fields and lets them do what they say, for each field that they name: what is typed twice is
// compared by looking.
for (const button of document.querySelectorAll('button[data-word]')) {
  const fields = button.getAttribute('aria-controls').split(' ').map(id => document.getElementById(id));
  const { word, label } = button.dataset;
  const words = { password: [button.textContent, button.ariaLabel], text: [word, label] };
  const become = type => {
    for (const field of fields) field.type = type;
    [button.textContent, button.ariaLabel] = words[type];
  };
  button.hidden = false;
  button.addEventListener('click', () => become(fields[0].type === 'password' ? 'text' : 'password'));
  // Sent as a password, so that no browser offers it again as plain text.
  fields[0].form.addEventListener('submit', () => become('password'));
}
