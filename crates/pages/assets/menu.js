// Esc closes the menu of the account, from wherever in it.
const menu = document.querySelector('details.menu');
menu.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
