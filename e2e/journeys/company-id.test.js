import assert from 'node:assert/strict';
import { journey } from '../lib/journey.js';
import { scanned } from '../lib/qr.js';
import { beginSignIn, assertSignedIn, describe, field, isSigningIn, leading, send, signIn } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

const PAT = { identifier: 'pat.doe', password: 'Plum orchards at 12, midnight!' };
const RESET = 'Quince terraces, 7 before noon';

journey({
  number: 2,
  name: 'Company ID and user name',
  about: 'Lumen Freight’s drivers sign in with company ID, user name and password. A second factor is offered while registering. Whoever has one is helped by an administrator when the password is forgotten.',
}, (the, step) => {
  const first = () => the.server.applications[0];
  const address = () => `pat.doe@${the.home.slug}.example`;

  step('2.1, 2.2, 2.4', 'New account', 'An administrator makes the user; a mail’s link lets them choose a password. The page after it offers two-factor: instructions, a picture, the key, a field for the code. Any authenticator app will do; it shows the organisation’s name and the account. It can be passed over.', async ({ page, shows, mailed }) => {
    PAT.organisation = the.home.slug;
    const { link } = await mailed(address(), () => the.server.operate('user', 'create', '--org', the.home.slug, '--email', address(), '--user-name', PAT.identifier, '--name', 'Pat Doe', '--invite'));
    await page.goto(new URL(new URL(link).pathname, the.server.issuer).href);
    await shows('The link’s page.');
    await send(page, { password: PAT.password, repeat: PAT.password });
    const key = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await shows('Two-factor is offered.');
    // What every app reads (RFC 6238, as their makers agreed on): the six digits of half a minute, by SHA-1, which is said or left out.
    const entry = new URL(await scanned(page.locator('svg.qr')));
    assert.deepEqual([entry.protocol, entry.host, decodeURIComponent(entry.pathname)], ['otpauth:', 'totp', `/Lumen Sign-in:${address()}`]);
    const said = Object.fromEntries(entry.searchParams);
    assert.deepEqual({ algorithm: 'SHA1', digits: '6', period: '30', ...said }, { algorithm: 'SHA1', digits: '6', period: '30', secret: key, issuer: 'Lumen Sign-in' });

    // Another code than the app’s is refused, and the picture stays the same.
    await send(page, { code: '000000' });
    assert.equal((await page.locator('dd.mono').first().textContent()).replace(/\s/g, ''), key);
    await send(page, { code: await freshCode(key) });
    assert.equal(new URL(page.url()).pathname, '/registered', await describe(page));
    PAT.totp_secret = key;
    await shows('Registered.');
  });

  step('2.3', 'Sign in', 'Company ID, user name and password on one page; the code of the app on the next.', async ({ page, shows }) => {
    await page.goto(the.server.issuer);
    await leading(page, () => page.locator('a[href*="by=company"]').first().click());
    await shows('Company ID and user name.');
    await send(page, { organisation: the.home.slug, user: PAT.identifier, password: PAT.password });
    await shows('The code.');
    const code = await freshCode(PAT.totp_secret);
    await send(page, { code });
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));

    // A code is good once.
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await send(page, { organisation: the.home.slug, user: PAT.identifier, password: PAT.password });
    await send(page, { code });
    assert.ok(isSigningIn(page, the.server), await describe(page));
  });

  step('2.5', 'Reset is off with two-factor', 'Whoever has two-factor can not restore the password: the page names whom to ask. An administrator resets password, factors, or both.', async ({ page, shows, mailed }) => {
    await beginSignIn(page, first(), the.home);
    await leading(page, () => page.getByRole('link', { name: 'Restore your password' }).click());
    await field(page, 'organisation').fill(the.home.slug);
    const { link } = await mailed(address(), () => send(page, { user: PAT.identifier }));
    await page.goto(link);
    assert.equal(await page.locator('h1').innerText(), 'Your password can’t be restored here', await describe(page));
    assert.equal(await page.locator('dl a[href^="mailto:"]').count(), 1, 'whom to ask');
    await shows('Whom to ask.');

    the.server.operate('user', 'set-password', PAT.identifier, '--org', the.home.slug, '--password-stdin', { input: `${RESET}\n` });
    the.server.operate('user', 'reset-second-factors', PAT.identifier, '--org', the.home.slug);
    PAT.password = RESET;
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    assert.deepEqual(await signIn(page, the.server, PAT), ['organisation', 'user', 'password'], 'no code is asked for');
    await assertSignedIn(page, first(), PAT);
  });

  step('2.6', 'Enforced for all', 'An organisation can require two-factor of everybody: who has none sets it up at the next sign-in, which then goes on.', async ({ page, shows }) => {
    the.server.apply({ version: 1, organisations: [{ slug: the.home.slug, policy: { second_factor: { rule: 'required', trust: null } } }] });
    // The server goes by what a command wrote within two seconds.
    for (let tries = 0; tries < 20 && !await page.locator('svg.qr').count(); tries++) {
      await page.context().clearCookies();
      await beginSignIn(page, first(), the.home);
      await send(page, { organisation: the.home.slug, user: PAT.identifier, password: PAT.password });
    }
    assert.equal(await page.locator('svg.qr').count(), 1, await describe(page));
    await shows('The organisation requires it.');
    const key = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await send(page, { code: await freshCode(key) });
    await assertSignedIn(page, first(), PAT);
  });
});
