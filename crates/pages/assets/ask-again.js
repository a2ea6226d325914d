// A page of one's own that the browser kept in memory (Back after signing out) shows nothing before the server was asked again.
addEventListener('pagehide', event => { document.documentElement.hidden = event.persisted; });
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
