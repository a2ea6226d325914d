// Other people's pages and links, in a real browser: what they carry is shown as text or not at all, what they post
// changes nothing, and nobody can put our pages into a frame.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, openApplication, send, signIn } from '../lib/steps.js';

const PAYLOADS = [
  '<script>document.title="owned"</script>', '"><img src=x onerror="document.title=\'owned\'">', "'-document.title-'",
  'javascript:document.title="owned"', '</title><svg onload="document.title=\'owned\'">', '{{7*7}}', '\u202egnp.exe',
];

let browser, stranger, strange;
before(async () => {
  browser = await launch();
  // A site of somebody else: its address says what it shows.
  stranger = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Elsewhere</title>${new URL(request.url, 'http://x').searchParams.get('html') ?? ''}`);
  });
  await new Promise(resolve => stranger.listen(0, '127.0.0.1', resolve));
  strange = html => `http://127.0.0.1:${stranger.address().port}/?${new URLSearchParams({ html })}`;
});
after(async () => {
  await browser?.close();
  stranger?.closeAllConnections();
  stranger?.close();
});

/** Fails when the page holds markup that came with the request, or ran some. */
async function assertUnharmed(page, payload) {
  assert.notEqual(await page.title(), 'owned', payload);
  const injected = await page.evaluate(() => document.querySelectorAll('img[src="x"], script:not([src]), [onload], [onerror], a[href^="javascript:" i]').length);
  assert.equal(injected, 0, `${payload}\n${page.url()}`);
}

onOneEngine('Hostile', the => {
  const authorize = parameters => {
    const url = new URL('/oauth/authorize', the.server.issuer);
    const [application] = the.server.applications;
    const usual = {
      client_id: application.client_id, redirect_uri: `${application.url.replace(/\/$/, '')}/callback`, response_type: 'code',
      scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256',
    };
    url.search = new URLSearchParams({ ...usual, ...parameters });
    return url.href;
  };

  test('markup in a parameter is text, on every page that shows it', () => visit(browser, async page => {
    for (const payload of PAYLOADS) {
      for (const name of ['client_id', 'redirect_uri', 'login_hint', 'ui_locales', 'organization', 'state', 'nonce']) {
        await page.goto(authorize({ [name]: payload }));
        await assertUnharmed(page, `${name}=${payload}`);
      }
      for (const path of ['/sign-in?at=', '/sign-in/again?at=', '/oauth/logout?post_logout_redirect_uri=', '/oauth/logout?state=', '/?q=', '/']) {
        await page.goto(new URL(path + encodeURIComponent(payload), the.server.issuer).href);
        await assertUnharmed(page, `${path}${payload}`);
      }
    }
  }));

  test('markup typed into a field is text on the page that shows it again', () => visit(browser, async page => {
    for (const payload of PAYLOADS.slice(0, 3)) {
      await beginSignIn(page, the.server.applications[0], organisation(the.server, 1));
      await page.locator('form').first().evaluate(form => { form.noValidate = true; });
      await send(page, { email: `${payload}@northwind.example` });
      await assertUnharmed(page, payload);
      await beginSignIn(page, the.server.applications[0], organisation(the.server, 2));
      await send(page, { organisation: payload, user: payload, password: payload });
      await assertUnharmed(page, payload);
    }
  }));

  test('a form on another site changes nothing', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const person = user(the.server, 1);
    await beginSignIn(page, application, organisation(the.server, 1));
    const step = page.url();
    const post = async (path, fields) => {
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
      const action = new URL(path, the.server.issuer).href.replaceAll('&', '&amp;');
      await page.goto(strange(`<form method="post" action="${action}">${inputs}<button>Win</button></form>`));
      const answered = page.waitForResponse(response => response.request().method() === 'POST');
      await page.locator('button').click();
      return (await answered).status();
    };
    assert.equal(await post(step, { email: person.identifier }), 403);
    await page.goto(step);
    await signIn(page, the.server, person);
    await assertSignedIn(page, application, person);

    assert.equal(await post('/sign-out', { logout: 'yes' }), 403);
    assert.equal(await post('/account/sessions', { end: 'others' }), 403);
    await openApplication(page, the.server.applications[1]);
    await assertSignedIn(page, the.server.applications[1], person);
  }));

  test('a log-out begun by another site asks first', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const person = user(the.server, 1);
    await beginSignIn(page, application, organisation(the.server, 1));
    await signIn(page, the.server, person);
    await page.goto(strange(`<a href="${the.server.issuer}/oauth/logout">Win</a>`));
    await page.locator('a').click();
    await page.locator('button[name=logout]').waitFor();
    await openApplication(page, the.server.applications[1]);
    await assertSignedIn(page, the.server.applications[1], person);
  }));

  test('no page of ours can be framed', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(strange(`<iframe src="${authorize({})}"></iframe>`));
    await page.waitForLoadState();
    assert.equal(await page.frameLocator('iframe').locator('input[name=email]').count(), 0);
    assert.ok(!page.frames()[1].url().startsWith(the.server.issuer), page.frames()[1].url());
    await context.close();
  });

  test('every answer has the headers that keep it apart', async () => {
    const addresses = ['/', '/sign-in?at=x', '/oauth/authorize', '/no-such-page', '/oauth/userinfo', '/oauth/jwks', '/.well-known/openid-configuration', '/healthz'];
    for (const address of addresses) {
      const { headers } = await fetch(new URL(address, the.server.issuer), { redirect: 'manual' });
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) {
        assert.ok(policy.includes(part), `${address}: ${part} in ${policy}`);
      }
      assert.doesNotMatch(policy, /unsafe|\*/, address);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', address);
      assert.equal(headers.get('referrer-policy'), 'same-origin', address);
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', address);
      if (!/jwks|well-known/.test(address)) assert.match(headers.get('cache-control') ?? '', /no-store/, address);
      assert.equal(headers.get('server'), null, address);
    }
  });
});
