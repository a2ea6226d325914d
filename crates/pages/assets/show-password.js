// Un-hides the "Show" buttons of password fields and lets them do what they say.
for (const button of document.querySelectorAll('button[data-word]')) {
  const field = document.getElementById(button.getAttribute('aria-controls'));
  const { word, label } = button.dataset;
  const words = { password: [button.textContent, button.ariaLabel], text: [word, label] };
  const become = type => {
    field.type = type;
    [button.textContent, button.ariaLabel] = words[type];
  };
  button.hidden = false;
  button.addEventListener('click', () => become(field.type === 'password' ? 'text' : 'password'));
  // Sent as a password, so that no browser offers it again as plain text.
  field.form.addEventListener('submit', () => become('password'));
}
