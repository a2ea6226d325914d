// Preselects the browser's own time zone where nothing else is known.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const names = { UTC: 'Etc/UTC', GMT: 'Etc/UTC' };
for (const select of document.querySelectorAll('select[name=zoneinfo]')) {
  const wanted = names[zone] ?? zone;
  if (!select.value && [...select.options].some(({ value }) => value === wanted)) select.value = wanted;
}
