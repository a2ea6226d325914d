// Being told no: beside the field, with what was typed kept, and with a way on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, isSigningIn, send, signIn } from '../lib/steps.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** A page's words without what differs from request to request. */
const words = async page => (await page.locator('main').innerText()).replaceAll(/req_\w+|\d\d:\d\d:\d\d/g, '…');

onOneEngine('Refusals', the => {
  test('a wrong password: error beside the field, what was typed kept, focus on it', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await send(page, { email: person.identifier });
    await send(page, { password: 'not the password' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    const password = field(page, 'password');
    assert.equal(await password.getAttribute('aria-invalid'), 'true');
    const described = await password.getAttribute('aria-describedby');
    assert.ok(await page.locator(`#${described.split(/\s+/)[0]}`).innerText(), 'the field names its error');
    assert.equal(await password.inputValue(), '', 'a password is never sent back');
    assert.ok(await password.evaluate(element => element === document.activeElement), 'focus is on the field');
    assert.ok((await words(page)).includes(person.identifier), 'who signs in is still there');
    assert.match(await page.title(), /^Error: /);
    await signIn(page, server, person);
    await assertSignedIn(page, server.applications[0], person);
  }));

  test('an unknown user is answered like a known one', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    const unknown = person.identifier.replace(/^[^@]*/, name => 'x'.repeat(name.length));
    const seen = [];
    for (const identifier of [person.identifier, unknown]) {
      await page.context().clearCookies();
      await beginSignIn(page, server.applications[0], organisation(server, 1));
      const pages = [];
      await send(page, { email: identifier });
      pages.push(await words(page));
      await send(page, { password: 'not the password either' });
      pages.push(await words(page));
      seen.push(pages.join('\n').replaceAll(identifier, 'WHO'));
    }
    assert.equal(seen[1], seen[0]);
  }));

  test('ten wrong passwords lock; the page says so, names whom to ask, and the right one does not open', () => visit(browser, async page => {
    const { server } = the;
    const home = organisation(server, 1);
    // Somebody whom the other tests of this file don't sign in.
    const person = home.users.findLast(user => user.totp_secret);
    await beginSignIn(page, server.applications[0], home);
    await send(page, { email: person.identifier });
    let tries = 0;
    while (await field(page, 'password').count() && tries < 12) {
      await send(page, { password: `wrong ${tries++}` });
    }
    const locked = await words(page);
    assert.match(locked, /lock|too many|wait|later/i, locked);
    assert.ok(await page.locator('a[href^="mailto:"]').count(), 'whom to ask');
    await page.context().clearCookies();
    await beginSignIn(page, server.applications[0], home);
    await send(page, { email: person.identifier });
    if (await field(page, 'password').count()) await send(page, { password: person.password });
    assert.ok(page.url().startsWith(server.issuer), `still out: ${await describe(page)}`);
  }));

  test('an application that is not assigned is refused on a page, with a way home', () => visit(browser, async page => {
    const { server } = the;
    const cases = server.organisations.flatMap(home => home.users.filter(person => person.password).flatMap(person =>
      server.applications.filter(({ client_id }) => !person.applications.includes(client_id)).map(application => ({ home, person, application }))));
    assert.ok(cases.length, 'somebody may not open everything');
    const [{ home, person, application }] = cases;
    await beginSignIn(page, application, home);
    await signIn(page, server, person);
    assert.ok(page.url().startsWith(server.issuer), `not at the application: ${await describe(page)}`);
    assert.ok((await words(page)).includes(application.name), 'it names the application');
    await page.locator(`a[href="/"], a[href="${server.issuer}/"]`).first().waitFor();
  }));

  test('an expired or foreign sign-in page says what happened and how to go on', () => visit(browser, async (page, { context }) => {
    const { server } = the;
    const person = user(server, 1);
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await send(page, { email: person.identifier });
    await context.clearCookies();
    await send(page, { password: person.password });
    assert.ok(page.url().startsWith(server.issuer), await describe(page));
    assert.ok(await page.locator('main a, main button').count(), `a way on: ${await describe(page)}`);
    assert.ok(!(await words(page)).includes('500'), await describe(page));
  }));


  const requests = {
    'an unknown client': query => query.set('client_id', 'nobody'),
    'an unregistered redirect URI': query => query.set('redirect_uri', 'http://127.0.0.1:9/steal'),
    'a redirect URI that only begins like the registered one': query => query.set('redirect_uri', `${query.get('redirect_uri')}/more`),
    'a missing redirect URI': query => query.delete('redirect_uri'),
    'two redirect URIs': query => query.append('redirect_uri', query.get('redirect_uri')),
  };
  for (const [name, change] of Object.entries(requests)) {
    test(`${name} gets a page, never a redirect`, () => visit(browser, async page => {
      const url = await authorizationRequest(page, the.server);
      change(url.searchParams);
      const response = await page.goto(url.href);
      assert.equal(response.status(), 400);
      assert.equal(new URL(page.url()).origin, new URL(the.server.issuer).origin);
      assert.ok(!isSigningIn(page, the.server), await describe(page));
      assert.match(await page.locator('main').innerText(), /req_\w+/, 'the request id, for the one who is asked');
    }));
  }

  const answers = {
    'another response type': [query => query.set('response_type', 'token'), 'unsupported_response_type'],
    'no response type': [query => query.delete('response_type'), 'invalid_request'],
    'no PKCE method but plain': [query => query.set('code_challenge_method', 'plain'), 'invalid_request'],
    'prompt=none with nobody signed in': [query => query.set('prompt', 'none'), 'login_required'],
    'prompt=none with another prompt': [query => query.set('prompt', 'none login'), 'invalid_request'],
    'no scope that is known': [query => query.set('scope', 'nonsense'), 'invalid_scope'],
  };
  for (const [name, [change, error]] of Object.entries(answers)) {
    test(`${name} goes back to the application as ${error}`, () => visit(browser, async page => {
      const url = await authorizationRequest(page, the.server);
      change(url.searchParams);
      const response = await fetch(url, { redirect: 'manual' });
      const location = new URL(response.headers.get('location') ?? 'about:blank', url);
      assert.ok(location.href.startsWith(url.searchParams.get('redirect_uri')), `${response.status} ${location}`);
      // A request for a token is answered in the fragment (OAuth 2.0 Multiple Response Types §5).
      const answer = location.hash ? new URLSearchParams(location.hash.slice(1)) : location.searchParams;
      assert.equal(answer.get('error'), error);
      assert.equal(answer.get('state'), url.searchParams.get('state'));
      assert.equal(answer.get('iss'), the.server.issuer);
      assert.equal(answer.get('code'), null);
    }));
  }
});

/** The authorization request that the first application makes. */
async function authorizationRequest(page, server) {
  const { url } = server.applications[0];
  const requested = page.waitForRequest(request => request.url().startsWith(`${server.issuer.replace(/\/$/, '')}/oauth/authorize`));
  await page.goto(`${url.replace(/\/$/, '')}/sign-in`);
  return new URL((await requested).url());
}
