// The watchers of these tests, each seen red: a policy that stops the way back, a page that axe or a narrow window refuses.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { weight } from '../lib/weight.js';
import { FormBrowser } from '../lib/forms.js';
import { codeAt } from '../lib/totp.js';

let browser, server, origin, other;

/** What a page asks for, and the kind of font that it gets. */
const FAMILIES = [
  ['serif', 'Serif'], ['sans-serif', 'Sans'], ['monospace', 'Sans Mono'], ['Georgia, serif', 'Serif'], ["'Segoe UI', Arial, sans-serif", 'Sans'],
  ['no-such-font', 'Sans'],
];

const PAGES = {
  '/narrow-policy': { csp: "default-src 'none'; form-action 'self'", body: '<form method="post" action="/away"><button>Go</button></form>' },
  '/wide-policy': { csp: policy => `default-src 'none'; form-action 'self' ${policy}`, body: '<form method="post" action="/away"><button>Go</button></form>' },
  '/good': { csp: "default-src 'none'", body: '<main><h1>Good</h1><p>Nothing wrong here.</p></main>' },
  '/wide': { csp: "style-src 'unsafe-inline'", body: '<main><h1>Wide</h1><p style="width: 900px">Too wide.</p></main>' },
  '/narrow-button': { csp: "style-src 'unsafe-inline'", body: '<main><h1>Narrow</h1><button style="width: 24px; padding: 0; height: 48px; overflow-wrap: anywhere">Show</button></main>' },
  '/spaced': { csp: "style-src 'unsafe-inline'", body: '<main><h1>Spaced</h1><p style="font: 16px monospace; white-space: nowrap">Just as wide as there is room</p></main>' },
  '/fonts': { csp: "style-src 'unsafe-inline'", body: `<main><h1>Fonts</h1>${FAMILIES.map(([family]) => `<p style="font: 20px ${family}">Word</p>`).join('')}</main>` },
  '/link': { csp: "default-src 'none'", body: '<main><h1>Link</h1><p><a href="/late">Late</a></p></main>' },
  '/late': { csp: "style-src 'self'", body: `<main><h1>Late</h1><pre>${'Too wide without its style sheet. '.repeat(9)}</pre></main>`, head: '<link rel="stylesheet" href="/late.css">' },
  '/unlabelled': { csp: "default-src 'none'", body: '<main><h1>Who knows</h1><form><input name="email"></form></main>' },
};

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    if (request.url === '/away') return response.writeHead(303, { location: `${other}/good` }).end();
    if (request.url === '/late.css') return void setTimeout(() => response.writeHead(200, { 'content-type': 'text/css' }).end('pre { white-space: pre-wrap }'), 400);
    const page = PAGES[request.url];
    if (!page) return response.writeHead(404).end();
    const csp = typeof page.csp === 'function' ? page.csp(other) : page.csp;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp });
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>${page.head ?? ''}<body>${page.body}`);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  other = `http://localhost:${server.address().port}`;
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test('a redirect after a form that the policy stops is seen', async () => {
  const play = path => visit(browser, async page => {
    await page.goto(origin + path);
    const end = path === '/wide-policy' ? page.waitForURL(`${other}/good`) : page.waitForEvent('console');
    await page.locator('button').click();
    await end;
  });
  await play('/wide-policy');
  await assert.rejects(play('/narrow-policy'), /content security policy/i);
});

test('a good page passes; a wide one and an unlabelled field do not', async () => {
  const seen = path => visit(browser, async page => {
    await page.goto(origin + path);
    await look(page, `harness${path.replace('/', '-')}`);
  });
  await seen('/good');
  await assert.rejects(seen('/wide'), /320 px: it is \d+ px wide/);
  await assert.rejects(seen('/narrow-button'), /320 px: a button breaks a word in the middle: Show/);
  await assert.rejects(seen('/spaced'), error => {
    assert.deepEqual(error.actual.map(line => line.replace(/\d+ px wide/, 'too wide')), ['harness-spaced: 320 px: spaced out: it is too wide']);
    return true;
  });
  await assert.rejects(seen('/unlabelled'), /label/);
});

test('a page that a click opened is looked at when its style sheet is there', () => visit(browser, async page => {
  await page.goto(`${origin}/link`);
  await page.getByRole('link').click();
  await look(page, 'harness-late');
}));

test('the fonts are those of the set, and no others', async () => {
  /** What Chromium draws each paragraph with. */
  const drawn = async fonts => {
    const own = await launch(fonts);
    try {
      const page = await own.newPage();
      await page.goto(`${origin}/fonts`);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('DOM.enable');
      await devtools.send('CSS.enable');
      const { root } = await devtools.send('DOM.getDocument');
      const { nodeIds } = await devtools.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'p' });
      const found = await Promise.all(nodeIds.map(nodeId => devtools.send('CSS.getPlatformFontsForNode', { nodeId })));
      return found.map(({ fonts }) => fonts.map(({ familyName }) => familyName).join());
    } finally {
      await own.close();
    }
  };
  for (const [fonts, name] of [['wide', 'DejaVu'], ['narrow', 'Liberation']]) {
    assert.deepEqual(await drawn(fonts), FAMILIES.map(([, kind]) => `${name} ${name === 'Liberation' ? kind.replace('Sans Mono', 'Mono') : kind}`));
  }
});

test('a page is weighed', async () => {
  const { bytes } = await weight(browser, `${origin}/good`);
  assert.ok(bytes > 100 && bytes < 400, `${bytes}`);
});

test('codes are those of RFC 6238, appendix B', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  assert.equal(codeAt(secret, Math.floor(59 / 30)), '287082');
  assert.equal(codeAt(secret, Math.floor(1111111109 / 30)), '081804');
  assert.equal(codeAt(secret, Math.floor(20000000000 / 30)), '353130');
});

test('the browser of forms keeps cookies, follows redirects and stops where it is told', async () => {
  const seen = [];
  const site = createServer((request, response) => {
    let body = '';
    request.on('data', more => { body += more; });
    request.on('end', () => {
      seen.push([request.method, request.url, request.headers.cookie, body]);
      if (request.url === '/') return response.writeHead(302, { location: '/ask', 'set-cookie': 'a=1; HttpOnly' }).end();
      if (request.url === '/post') return response.writeHead(303, { location: 'http://127.0.0.1:1/callback?code=x' }).end();
      response.end('<form method=post action="/post"><input type=hidden name=t value="a&amp;b"><input name="email"><input type=checkbox name=remember><button>Go</button></form>');
    });
  });
  await new Promise(resolve => site.listen(0, '127.0.0.1', resolve));
  try {
    const forms = new FormBrowser();
    await forms.open(`http://127.0.0.1:${site.address().port}/`);
    const end = await forms.signIn({ identifier: 'a@b.example' }, 'http://127.0.0.1:1/callback');
    assert.equal(end, 'http://127.0.0.1:1/callback?code=x');
    assert.deepEqual(seen.at(-1), ['POST', '/post', 'a=1', 't=a%26b&email=a%40b.example']);
  } finally {
    site.close();
    site.closeAllConnections();
  }
});
