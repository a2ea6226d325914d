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
const pages = readdirSync(folder).filter(name => name.endsWith('.html') && name !== 'index.html').sort();

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

test('there are pages', () => assert.ok(pages.length > 40, `${pages.length}`));

for (const name of pages) {
  test(name, async () => {
    const heavy = weigh(page);
    await page.goto(`${origin}/${name}`);
    const { bytes, parts } = await heavy();
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes: ${JSON.stringify(parts)}`);
    const { wrong, title, focused } = await page.evaluate(() => ({
      wrong: document.querySelectorAll('[aria-invalid=true]').length,
      title: document.title,
      focused: document.activeElement?.matches('[aria-invalid=true], [tabindex="-1"]') ?? false,
    }));
    assert.equal(/^Error: /.test(title), wrong > 0, `${wrong} wrong fields, and the title “${title}”`);
    if (wrong) assert.ok(focused, 'focus starts on the error');
    await look(page, `gallery-${name.replace('.html', '')}`);
    assert.deepEqual(person.troubles.splice(0), [], 'the policy stopped nothing and no script failed');
  });
}
