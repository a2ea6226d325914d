// A page as a careful person looks at it: wide and narrow, light and dark, with axe. What is wrong with it, in sentences.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { layoutProblems } from './layout.js';
import { e2e } from './places.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The widths at which a page must fit: a phone, and a 1280 px window at 400 % and 200 %. */
const WIDTHS = [320, 390, 640, 1280];
const HEIGHT = 844;
/** Where pictures are kept; none are made when it is not set. */
const PICTURES = process.env.DOORWARD_PICTURES && join(e2e, 'out');

/** What axe finds on the page as it stands, one line each. */
async function axe(page, runOnly) {
  // It stays in the page until the next one is opened.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const { violations } = await page.evaluate(options => window.axe.run(document, options), {
    runOnly, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? help}`));
}

/** What is wrong with the document itself: one first heading, a language, a title. */
async function documentProblems(page) {
  const { headings, language, title } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    language: document.documentElement.lang,
    title: document.title,
  }));
  return [
    ...headings === 1 ? [] : [`it has ${headings} first headings`],
    ...language ? [] : ['it names no language'],
    ...title ? [] : ['it has no title'],
  ];
}

/**
 * Looks at a page at each of the `widths`, with axe in each of the `schemes` at the widths `examined`, and at the narrowest also as a
 * reader sees it who spaces letters, words and lines out (WCAG 1.4.12). A `mail` is no page: it has no landmarks, and its
 * first heading stands below the reader's own. What is looked at is left as it was. Gives what is wrong, a sentence each.
 */
export async function problemsOf(page, name, { schemes = ['light', 'dark'], widths = WIDTHS, examined = [390, 1280], mail = false } = {}) {
  const problems = [];
  // A click comes back when the next page begins to arrive; without its style sheet it would be judged as nobody sees it.
  await page.waitForLoadState('load');
  const size = page.viewportSize();
  await page.emulateMedia({ colorScheme: schemes[0] });
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    problems.push(...(await layoutProblems(page, { width, spaced: width === Math.min(...widths) })).map(line => `${width} px: ${line}`));
    for (const colorScheme of examined.includes(width) ? schemes : []) {
      await page.emulateMedia({ colorScheme });
      // Only colours differ between the schemes.
      const rules = colorScheme === schemes[0] ? (mail ? AXE_TAGS.slice(0, -1) : AXE_TAGS) : ['color-contrast'];
      problems.push(...(await axe(page, rules)).map(line => `${width} px ${colorScheme}: ${line}`));
      await picture(page, `${name}-${width}-${colorScheme}.png`);
    }
    await page.emulateMedia({ colorScheme: schemes[0] });
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
  problems.push(...await documentProblems(page));
  return problems.map(problem => `${name}: ${problem}`);
}

/** The same, as an assertion. */
export async function look(page, name, options) {
  assert.deepEqual(await problemsOf(page, name, options), [], page.url());
}

async function picture(page, file) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, file), fullPage: true });
}
