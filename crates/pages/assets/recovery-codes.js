// Lets recovery codes be downloaded as a text file, and printed. Without script they are copied from the page.
const codes = document.getElementById('codes');
const keep = document.getElementById('keep');
keep.hidden = false;
const acts = {
  print: () => window.print(),
  download: () => {
    const { name, lines } = codes.dataset;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${name}\n\n${lines}\n`], { type: 'text/plain' }));
    link.download = 'recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  },
};
for (const button of keep.querySelectorAll('[data-do]')) button.addEventListener('click', acts[button.dataset.do]);
