// Tells what became of a text message while its page waits: looks a few times, and shows the page anew where it says another thing by then.
// Whoever types a code is left alone.
const form = document.querySelector('form[data-look]');
const { look, state } = form.dataset;
const next = waits => waits.length && setTimeout(async () => {
  const page = await fetch(look).then(got => (got.ok ? got.text() : '')).catch(() => '');
  const found = new DOMParser().parseFromString(page, 'text/html').querySelector('form[data-state]')?.dataset.state;
  if (found && found !== state && !form.elements.code.value) return location.replace(look);
  return next(waits.slice(1));
}, waits[0] * 1000);
next([3, 5, 10, 20, 30, 60]);
