// Ticks each rule of a new password while it is typed. Those that only the server can judge stay as they are.
const has = class_ => text => new RegExp(class_, 'u').test(text);
const classes = {
  lower: has('\\p{Lowercase}'), upper: has('\\p{Uppercase}'), digit: has('\\p{N}'), symbol: has('[^\\p{Alphabetic}\\p{N}]'),
};
const judges = {
  ...classes,
  min: (text, count) => [...text].length >= count,
  max: (text, count) => [...text].length <= count,
  classes: (text, count) => Object.values(classes).filter(is => is(text)).length >= count,
  ascii: has('^[!-~]*$'),
  'dot-at': text => !text.includes('.@'),
};
for (const list of document.querySelectorAll('ul[data-field]')) {
  const field = document.getElementById(list.dataset.field);
  const lines = [...list.querySelectorAll('[data-rule]')];
  field.addEventListener('input', () => {
    const text = field.value.normalize('NFC');
    for (const line of lines) {
      const [name, count] = line.dataset.rule.split(' ');
      const met = text !== '' && judges[name](text, Number(count));
      if (line.classList.contains('met') === met && !line.classList.contains('unmet')) continue;
      line.className = met ? 'met' : '';
      line.lastElementChild.textContent = `, ${met ? list.dataset.met : list.dataset.open}`;
    }
  });
}
