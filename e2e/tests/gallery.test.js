// Every page in every state, as crates/pages writes it, without a server: what the tests beside this one meet only now
// and then (an error, a refusal, a long name) is looked at here each time.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, look, visitor, weigh } from '../lib/browser.js';
import { gallery, MOST_BYTES } from '../lib/places.js';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.js': 'text/javascript' };
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const folder = mkdtempSync(join(tmpdir(), 'doorward-gallery-'));
execFileSync(gallery, [folder]);
/** How a title begins that says something is to be corrected. */
const LANGUAGES = { en: 'Error: ', de: 'Fehler: ', fr: 'Erreur\u00a0: ', nl: 'Fout: ', sv: 'Fel: ' };
const pages = Object.fromEntries(Object.keys(LANGUAGES).map(language =>
  [language, readdirSync(join(folder, language)).filter(name => name.endsWith('.html')).sort()]));

let browser, person, page, server, origin;
before(async () => {
  server = createServer(answer);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
  person = await visitor(browser);
  // This script leaves the page at once.
  await person.context.route('**/submit.js', route => route.fulfill({ contentType: 'text/javascript', body: '' }));
  page = await person.newPage();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function answer(request, response) {
  const name = normalize(new URL(request.url, 'http://x').pathname);
  const file = join(folder, name);
  const type = TYPES[extname(name)];
  if (name.includes('..') || !type || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
  response.end(readFileSync(file));
}

test('there are pages, the same in every language', () => {
  assert.ok(pages.en.length > 40, `${pages.en.length}`);
  for (const language of Object.keys(LANGUAGES)) assert.deepEqual(pages[language], pages.en);
});

/** What holds for a page in whatever language. */
async function holds(language, name) {
  await page.goto(`${origin}/${language}/${name}`);
  const { wrong, title, spoken } = await page.evaluate(() => ({
    wrong: document.querySelectorAll('[aria-invalid=true]').length,
    title: document.title,
    spoken: document.documentElement.lang,
  }));
  assert.equal(spoken, language);
  assert.equal(title.startsWith(LANGUAGES[language]), wrong > 0, `${wrong} wrong fields, and the title “${title}”`);
  // Focus is set with the first picture, which may come after the page has loaded.
  if (wrong) await page.waitForFunction(() => document.activeElement?.matches('[aria-invalid=true], [tabindex="-1"]'));
}

for (const name of pages.en) {
  test(name, async () => {
    const heavy = weigh(page);
    await holds('en', name);
    const { bytes, parts } = await heavy();
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes: ${JSON.stringify(parts)}`);
    await look(page, `gallery-${name.replace('.html', '')}`);
    assert.deepEqual(person.troubles.splice(0), [], 'the policy stopped nothing and no script failed');
  });
  // Colours and structure are the same in every language, so that axe looks at the longest words alone; what differs is how
  // much room they want.
  test(`${name} in the other languages`, async () => {
    for (const language of Object.keys(LANGUAGES).slice(1)) {
      await holds(language, name);
      await look(page, `gallery-${name.replace('.html', '')}-${language}`, { schemes: ['light'], widths: [320, 390, 1280], examined: language === 'de' ? [390] : [] });
    }
    assert.deepEqual(person.troubles.splice(0), [], 'the policy stopped nothing and no script failed');
  });
}
