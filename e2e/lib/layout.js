// Whether everything on a page has the room that it wants.

/**
 * What does not fit into a window of this width: one sentence each. `spaced`: also with letters, words and lines as far apart
 * as a reader may set them without losing anything (WCAG 1.4.12).
 */
export async function layoutProblems(page, { width, spaced = false }) {
  const problems = await page.evaluate(measure, { width });
  if (!spaced) return problems;
  await page.evaluate(space);
  const when = await page.evaluate(measure, { width, wordsMayBreak: true });
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
  return [...problems, ...when.map(problem => `spaced out: ${problem}`)];
}

/** Runs in the page. A style sheet that a script makes is not the policy's business. */
function space() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}

/** Runs in the page: everything in one go, because each question costs a round trip. */
function measure({ width, wordsMayBreak = false }) {
  const problems = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > width) problems.push(`it is ${wide} px wide`);

  const visible = element => element.getBoundingClientRect().width > 1 && element.getBoundingClientRect().height > 1;
  const exceeds = element => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  const words = element => element.innerText.trim().slice(0, 40);
  const say = (what, found) => { if (found.length) problems.push(`${what}: ${found.join(', ')}`); };

  // Text that is cut off: what holds it is narrower or lower than it and hides the rest. Hidden words are meant to be.
  const hides = element => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return [overflowX, overflowY].some(overflow => overflow === 'hidden' || overflow === 'clip');
  };
  say('cut off', [...document.querySelectorAll('body *')]
    .filter(element => exceeds(element) && visible(element) && hides(element) && element.innerText?.trim() && !element.matches('.floor'))
    .map(element => `${element.tagName.toLowerCase()} ${words(element)}`));

  const buttons = [...document.querySelectorAll('button, .btn, summary, .badge')].filter(visible);
  say('sticks out of its button', buttons.filter(exceeds).map(words));
  if (wordsMayBreak) return problems;

  // Words of buttons that are broken in the middle, because the button is too narrow for them.
  const broken = [];
  for (const button of buttons.filter(button => !button.matches('.badge'))) {
    const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!visible(node.parentElement)) continue; // for screen readers only
      for (const { index, 0: word } of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
        if (word.length > 20) continue; // longer than any button
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
      }
    }
  }
  say('a button breaks a word in the middle', broken);
  return problems;
}
