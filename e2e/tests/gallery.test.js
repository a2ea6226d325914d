// Every page in every state, as crates/pages writes it, without a server: what the tests beside this one meet only now
// and then (an error, a refusal, a long name) is looked at here each time.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join, normalize } from 'node:path';
import { after, before, describe as suite, test } from 'node:test';
import { launch, visitor } from '../lib/browser.js';
import { layoutProblems } from '../lib/layout.js';
import { problemsOf } from '../lib/look.js';
import { weigh } from '../lib/weight.js';
import { gallery, MOST_BYTES } from '../lib/places.js';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.js': 'text/javascript' };
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const folder = mkdtempSync(join(tmpdir(), 'doorward-gallery-'));
execFileSync(gallery, [folder]);
/** How a title begins that says something is to be corrected. */
const LANGUAGES = { en: 'Error: ', de: 'Fehler: ', fr: 'Erreur\u00a0: ', nl: 'Fout: ', sv: 'Fel: ' };
const pages = Object.fromEntries(Object.keys(LANGUAGES).map(language =>
  [language, readdirSync(join(folder, language)).filter(name => name.endsWith('.html')).sort()]));

/** How many pages are open at once in each browser. */
const SIDE_BY_SIDE = 2;
const FONTS = ['wide', 'narrow'];
/** By fonts: people who are looking at nothing just now, each with a page. */
const idle = {};
let browsers, server, origin;
before(async () => {
  server = createServer(answer);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browsers = await Promise.all(FONTS.map(async fonts => {
    const browser = await launch(fonts);
    idle[fonts] = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => reader(browser)));
    return browser;
  }));
});
after(async () => {
  await Promise.all((browsers ?? []).map(browser => browser.close()));
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody with a page that they go on using: a new one costs more than all that is looked at in it. */
async function reader(browser) {
  const person = await visitor(browser);
  return { ...person, page: await person.newPage() };
}

/** Lends a page with these fonts; fails when the policy stopped something on it, or a script failed. */
async function withPage(fonts, play) {
  const person = idle[fonts].pop();
  try {
    await play(person.page);
    assert.deepEqual(person.troubles, [], 'the policy stopped nothing and no script failed');
  } finally {
    person.troubles.length = 0;
    idle[fonts].push(person);
  }
}

function answer(request, response) {
  const name = normalize(new URL(request.url, 'http://x').pathname);
  const file = join(folder, name);
  const type = TYPES[extname(name)];
  if (name.includes('..') || !type || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
  // This script leaves the page at once.
  response.end(basename(name) === 'submit.js' ? '' : readFileSync(file));
}

test('there are pages, the same in every language', () => {
  assert.ok(pages.en.length > 40, `${pages.en.length}`);
  for (const language of Object.keys(LANGUAGES)) assert.deepEqual(pages[language], pages.en);
});

/** Asserts what holds for a page in whatever language; says how many fields are wrong. */
async function inLanguage(page, language) {
  const { wrong, title, spoken } = await page.evaluate(() => ({
    wrong: document.querySelectorAll('[aria-invalid=true]').length,
    title: document.title,
    spoken: document.documentElement.lang,
  }));
  assert.equal(spoken, language);
  assert.equal(title.startsWith(LANGUAGES[language]), wrong > 0, `${wrong} wrong fields, and the title “${title}”`);
  return wrong;
}

async function open(page, language, name) {
  await page.goto(`${origin}/${language}/${name}`);
  const wrong = await inLanguage(page, language);
  // Focus is set with the first picture, which may come after the page has loaded.
  if (wrong) await page.waitForFunction(() => document.activeElement?.matches('[aria-invalid=true], [tabindex="-1"]'));
}

/**
 * Puts the page in another language in the place of the one that is open, under the same style sheets: a tenth of what opening it
 * costs, and enough to see whether its words have room.
 */
async function translate(page, language, name) {
  const sheets = await page.evaluate(async address => {
    const answer = await fetch(address);
    const other = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const sheetsOf = ({ head }) => [...head.querySelectorAll('link[rel=stylesheet]')].map(link => link.getAttribute('href'));
    const sheets = [sheetsOf(document), sheetsOf(other)];
    document.documentElement.lang = other.documentElement.lang;
    document.title = other.title;
    document.body.replaceWith(document.adoptNode(other.body));
    return sheets;
  }, `/${language}/${name}`);
  assert.deepEqual(sheets[1], sheets[0], `${name} has the same style sheets in every language`);
  await inLanguage(page, language);
}

/** Where a page is likeliest not to fit: the narrowest, and where the most stands side by side. */
const EXTREMES = [320, 1280];

/** What does not fit in the languages that axe leaves out, on the page that is open. */
async function translationProblems(page, name) {
  const problems = [];
  const size = page.viewportSize();
  for (const width of EXTREMES) {
    await page.setViewportSize({ ...size, width });
    for (const language of ['fr', 'nl', 'sv']) {
      await translate(page, language, name);
      const found = await layoutProblems(page, { width, spaced: width === EXTREMES[0] });
      problems.push(...found.map(problem => `${pictureName(name, language)}: ${width} px: ${problem}`));
    }
  }
  await page.setViewportSize(size);
  return problems;
}

const pictureName = (name, ...rest) => ['gallery', name.replace('.html', ''), ...rest].join('-');

suite('Every page', { concurrency: SIDE_BY_SIDE }, () => {
  for (const name of pages.en) {
    test(`${name} with wide fonts`, () => withPage('wide', async page => {
      const heavy = weigh(page);
      await open(page, 'en', name);
      const { bytes, parts } = await heavy();
      // The settings and the form of registering list every time zone; neither is opened day by day.
      assert.ok(bytes < (/^(settings|register[-.])/.test(name) ? 2 : 1) * MOST_BYTES, `${bytes} bytes: ${JSON.stringify(parts)}`);
      const problems = await problemsOf(page, pictureName(name), { examined: [1280] });
      problems.push(...await translationProblems(page, name));
      // Colours and structure are the same in every language, so that axe looks at two alone, and on a phone at the longest words; what
      // differs is how much room they want.
      await open(page, 'de', name);
      problems.push(...await problemsOf(page, pictureName(name, 'de'), { examined: [390] }));
      assert.deepEqual(problems, []);
    }));
  }
});

suite('Every page', { concurrency: SIDE_BY_SIDE }, () => {
  for (const name of pages.en) {
    test(`${name} with narrow fonts`, () => withPage('narrow', async page => {
      await open(page, 'de', name);
      const problems = await problemsOf(page, pictureName(name, 'narrow'), { examined: [], widths: EXTREMES });
      assert.deepEqual(problems, []);
    }));
  }
});
