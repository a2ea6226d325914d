// The main job: a person signs in, once, to real applications, and leaves them all at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit, visitor } from '../lib/browser.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, confirmSignOut, describe, field, isSigningIn, leading, openApplication, send, signIn } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

/** The session cookie's name on a loopback issuer (`__Host-session` elsewhere). */
const SESSION = 'session';
const DAY = 24 * 60 * 60;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Sign-in', the => {
  test('one sign-in opens both applications; one log-out ends both', () => visit(browser, async page => {
    const { server } = the;
    const [first, second] = server.applications;
    const person = user(server, 1);

    await beginSignIn(page, first, organisation(server, 1));
    const asked = await signIn(page, server, person);
    assert.deepEqual(asked, ['email', 'password']);
    await assertSignedIn(page, first, person);
    const claims = await page.locator('body').innerText();
    for (const claim of ['iss', 'sub', 'aud', 'exp', 'nonce']) assert.match(claims, new RegExp(`\\b${claim}\\b`), claim);
    assert.ok(claims.includes(server.issuer));

    await openApplication(page, second);
    await assertSignedIn(page, second, person);

    await leading(page, () => page.getByRole('button', { name: /sign out/i }).first().click());
    if (await page.locator('button[name=logout]').count()) await confirmSignOut(page);
    for (const application of [first, second]) {
      await openApplication(page, application);
      assert.ok(isSigningIn(page, server), `${application.name} asks again: ${await describe(page)}`);
    }
  }));

  test('tokens are refreshed on demand', () => visit(browser, async page => {
    const { server } = the;
    const [application] = server.applications;
    const person = user(server, 1);
    await beginSignIn(page, application, organisation(server, 1));
    await signIn(page, server, person);
    await leading(page, () => page.getByRole('button', { name: /refresh|renew|new tokens/i }).first().click());
    await assertSignedIn(page, application, person);
  }));

  test('an authenticator app is asked after the password', () => visit(browser, async page => {
    const { server } = the;
    const [application] = server.applications;
    for (const { journey } of server.organisations.filter(({ users }) => users.some(user => user.totp_secret))) {
      await page.context().clearCookies();
      const person = user(server, journey, { totp: true });
      await beginSignIn(page, application, organisation(server, journey));
      const asked = await signIn(page, server, person);
      assert.equal(asked.at(-1), 'code', journey);
      assert.equal(asked.at(-2), 'password', journey);
      await assertSignedIn(page, application, person);
    }
  }));

  test('a code is not good twice', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 4, { totp: true });
    const code = await freshCode(person.totp_secret);
    const upTo = async () => {
      await page.context().clearCookies();
      await beginSignIn(page, server.applications[0], organisation(server, 4));
      await send(page, { email: person.identifier });
      await send(page, { password: person.password });
      await send(page, { code });
    };
    await upTo();
    await assertSignedIn(page, server.applications[0], person);
    await upTo();
    assert.ok(isSigningIn(page, server), await describe(page));
    assert.equal(await alert(page).count(), 1, await describe(page));
    assert.equal(await field(page, 'code').getAttribute('aria-invalid'), 'true');
    await send(page, { code: await freshCode(person.totp_secret) });
    await assertSignedIn(page, server.applications[0], person);
  }));

  test('company ID, user name and password', () => visit(browser, async page => {
    const { server } = the;
    const [application] = server.applications;
    const person = user(server, 2);
    assert.ok(person.organisation, 'the company ID');
    await beginSignIn(page, application, organisation(server, 2));
    const asked = await signIn(page, server, person);
    assert.ok(asked.includes('organisation') && asked.includes('user') && asked.includes('password'), `${asked}`);
    await assertSignedIn(page, application, person);
  }));

  test('the home page shows the applications that the user may open', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    await page.goto(server.issuer);
    await signIn(page, server, person);
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));
    const [application] = server.applications;
    await page.getByRole('link', { name: new RegExp(application.name) }).first().waitFor();
  }));

  test('“Remember my login” outlives the browser, and without it nothing does', async () => {
    const { server } = the;
    const [application] = server.applications;
    const person = user(server, 1);
    for (const remember of [true, false]) {
      const first = await visitor(browser);
      const page = await first.newPage();
      await beginSignIn(page, application, organisation(server, 1));
      await signIn(page, server, person, { remember });
      await assertSignedIn(page, application, person);
      const cookies = await first.context.cookies(server.issuer);
      const session = cookies.find(cookie => cookie.name === SESSION);
      assert.ok(session, `a cookie ${SESSION} among ${cookies.map(cookie => cookie.name)}`);
      assert.equal(session.expires > Date.now() / 1000 + DAY, remember, `it ends at ${session.expires}`);
      // Closing the browser forgets the cookies without an end.
      const kept = (await first.context.cookies()).filter(cookie => cookie.expires !== -1);
      await first.leave();

      const next = await visitor(browser, { storageState: { cookies: kept, origins: [] } });
      const again = await next.newPage();
      await openApplication(again, application);
      if (remember) await assertSignedIn(again, application, person);
      else assert.ok(isSigningIn(again, server), await describe(again));
      await next.leave();
    }
  });

  test('cookies can not be read by script, sent from other sites or seen on plain http elsewhere', () => visit(browser, async (page, { context }) => {
    const { server } = the;
    const [application] = server.applications;
    await beginSignIn(page, application, organisation(server, 1));
    await signIn(page, server, user(server, 1), { remember: true });
    const cookies = await context.cookies(server.issuer);
    assert.ok(cookies.length > 0);
    for (const { name, httpOnly, sameSite, secure, path, domain } of cookies) {
      assert.equal(httpOnly, true, name);
      assert.equal(sameSite, 'Lax', name);
      assert.equal(path, '/', name);
      assert.equal(domain, new URL(server.issuer).hostname, name);
      assert.equal(secure, server.issuer.startsWith('https:'), name);
      assert.equal(name.startsWith('__Host-'), secure, name);
    }
  }));
}, { nodes: true });
