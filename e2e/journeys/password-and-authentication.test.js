import assert from 'node:assert/strict';
import { device } from '../lib/authenticator.js';
import { journey } from '../lib/journey.js';
import { scanned } from '../lib/qr.js';
import { user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send, signIn } from '../lib/steps.js';
import { texts } from '../lib/texts.js';
import { freshCode } from '../lib/totp.js';

const [CHANGED, RESTORED] = ['Violet otters in basin 12!', 'Nine plain herons, ashore 7?'];

journey({
  number: 4,
  name: 'Password and authentication',
  about: 'At Petal Pharmacy a password is changed by an e-mailed link, and two-factor is each person’s choice, by an app or by text message. Recovery codes have to be recorded before they count.',
}, (the, step) => {
  const first = () => the.server.applications[0];
  const account = (page, tab) => page.goto(new URL(`/account/${tab}`, the.server.issuer).href);
  let lea, codes;
  const signedIn = async (page, tab) => {
    lea ??= { ...user(the.server, 4) };
    await account(page, tab);
    await signIn(page, the.server, lea);
    assert.equal(new URL(page.url()).pathname, `/account/${tab}`, await describe(page));
  };
  const upToCode = async page => {
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await send(page, { email: lea.identifier });
    await send(page, { password: lea.password });
  };

  step('4.1', 'Change the password by e-mail', 'Whoever is signed in asks for a link, which comes by mail and is good for a short while; its page sets the new password.', async ({ page, shows, mailed }) => {
    await signedIn(page, 'password');
    await shows('The password tab.');
    await leading(page, () => page.locator('main form button').first().click());
    const { link } = await mailed(lea.identifier, () => leading(page, () => page.getByRole('button', { name: 'Send the link' }).click()));
    await page.goto(link);
    await shows('The link’s page.');
    await send(page, { password: CHANGED, repeat: CHANGED });
    lea.password = CHANGED;
    assert.equal(new URL(page.url()).pathname, '/account/password', await describe(page));
  });

  step('4.2', 'Forgotten password', 'From the sign-in page, the same way.', async ({ page, shows, mailed }) => {
    await beginSignIn(page, first(), the.home);
    await send(page, { email: lea.identifier });
    await leading(page, () => page.getByRole('link', { name: 'Restore your password' }).click());
    const { link } = await mailed(lea.identifier, () => send(page, { email: lea.identifier }));
    await shows('Look into your mailbox.');
    await page.context().clearCookies();
    await page.goto(link);
    await send(page, { password: RESTORED, repeat: RESTORED });
    lea.password = RESTORED;
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await signIn(page, the.server, lea);
    await assertSignedIn(page, first(), lea);
  });

  step('4.3', 'Two-factor by app', 'A picture, six digits, and where to get an app. It is confirmed with the password first.', async ({ page, shows }) => {
    await signedIn(page, 'two-factor');
    await shows('Two-factor is off.');
    await leading(page, () => page.locator('button[value=set_up]').click());
    await send(page, { password: lea.password });
    await page.locator('summary').nth(1).click();
    await shows('Where to get an app, the picture, and the key as text.');
    const key = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    // The picture says the same as the text, in light and in dark.
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const entry = new URL(await scanned(page.locator('svg.qr')));
      assert.deepEqual([entry.protocol, entry.host], ['otpauth:', 'totp']);
      assert.equal(decodeURIComponent(entry.pathname), `/Petal Sign-in:${lea.identifier}`);
      assert.deepEqual(['secret', 'issuer'].map(name => entry.searchParams.get(name)), [key, 'Petal Sign-in']);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.locator('summary').first().click();
    assert.deepEqual(await page.locator('main ul.rows li div').allInnerTexts(), ['Google Authenticator'], 'the app that the organisation recommends');
    await send(page, { code: await freshCode(key) });
    lea.totp_secret = key;

    codes = await page.locator('.codes li').allInnerTexts();
    assert.equal(codes.length, 10, await describe(page));
    await field(page, 'recorded').evaluate(box => { box.required = false; });
    await leading(page, () => page.locator('main form button.primary').click());
    assert.deepEqual(await page.locator('.codes li').allInnerTexts(), codes, 'the same codes, with what is missing');
    assert.equal(await alert(page).count(), 1);
    await shows('4.5 The codes count once it is ticked that they are recorded.');
    await field(page, 'recorded').check();
    await leading(page, () => page.locator('main form button.primary').click());
    assert.match(await page.locator('main').innerText(), /10 left/, await describe(page));
    await shows('Two-factor is on.');
  });

  step('4.5', 'Recovery code', 'When the phone is lost, one of the codes signs in, once, and leads to another app.', async ({ page, shows }) => {
    await upToCode(page);
    await leading(page, () => page.locator('a[href*="recovery_code"]').first().click());
    await shows('A recovery code in place of the app’s.');
    await send(page, { code: codes[0] });
    const key = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await shows('Another app is set up.');
    await send(page, { code: await freshCode(key) });
    lea.totp_secret = key;
    await assertSignedIn(page, first(), lea);

    await upToCode(page);
    await leading(page, () => page.locator('a[href*="recovery_code"]').first().click());
    await send(page, { code: codes[0] });
    assert.equal(await alert(page).count(), 1, 'a code is good once');
  });

  step('4.6', 'Disable', 'Only when signed in, with password and code. Whoever lost everything asks the administrator.', async ({ page, shows }) => {
    await signedIn(page, 'two-factor');
    await leading(page, () => page.locator('button[value=remove]').first().click());
    await send(page, { password: lea.password });
    await send(page, { code: await freshCode(lea.totp_secret) });
    await shows('Once more.');
    await leading(page, () => page.locator('.btn.danger').click());
    assert.match(await page.locator('[role=status]').innerText(), /is off/, await describe(page));
    delete lea.totp_secret;
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await signIn(page, the.server, lea);
    await assertSignedIn(page, first(), lea);
  });

  step('4.8', 'A passkey alone', 'A passkey is added after the password was typed once more. From then on it signs in by itself: the field offers it, and no address, password or code is typed. It is removed with a fresh proof, too.', async ({ page, shows }) => {
    const button = name => page.getByRole('button', { name, exact: true });
    const press = name => leading(page, () => button(name).click());
    await signedIn(page, 'two-factor');
    const key = await device(page);
    await press('Add a passkey');
    await send(page, { password: lea.password });
    await field(page, 'label').fill('Blue key');
    await shows('The browser makes it; it gets a name here.');
    await press('Add a passkey');
    await field(page, 'recorded').check();
    await leading(page, () => page.locator('main form button.primary').click());
    assert.match(await page.locator('main').innerText(), /Passkey “Blue key”/, await describe(page));
    assert.equal((await key.passkeys()).length, 1);
    await shows('It is listed, with when it was used last.');

    await key.present(false);
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await shows('The field offers it, and so does a button.');
    await key.present(true);
    await beginSignIn(page, first(), the.home);
    await page.waitForURL(`${first().url}**`);
    await assertSignedIn(page, first(), lea);

    await account(page, 'two-factor');
    await leading(page, () => page.getByRole('link', { name: /^Manage/ }).click());
    await press('Remove passkey…');
    if (await field(page, 'password').count()) await send(page, { password: lea.password });
    if (await button('Continue with passkey').count()) await press('Continue with passkey');
    await shows('Once more.');
    await press('Remove passkey');
    assert.doesNotMatch(await page.locator('main').innerText(), /Blue key/, await describe(page));
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    assert.deepEqual(await signIn(page, the.server, lea), ['email', 'password'], 'the password alone again');
    await assertSignedIn(page, first(), lea);
  });

  step('4.4, 4.5', 'Two-factor by text message', 'A number is typed and a code sent to it; the page lists the countries that codes go to and recommends the app. From then on a code is sent after the password. When the phone is lost, a recovery code signs in and leads to another number, or to the app.', async ({ page, shows }) => {
    const texted = texts(the.server);
    await signedIn(page, 'two-factor');
    await leading(page, () => page.locator('button[value=set_up_number]').click());
    await send(page, { password: lea.password });
    await page.locator('select[name=country]').selectOption('GB');
    await field(page, 'number').fill('020 7946 0958');
    await shows('The number, in whichever form; the app is the safer choice.');
    await send(page, { number: '020 7946 0958' });
    await shows('A code is on its way.');
    await send(page, { code: (await texted()).code });
    const recorded = await page.locator('.codes li').allInnerTexts();
    await field(page, 'recorded').check();
    await leading(page, () => page.locator('main form button.primary').click());
    await account(page, 'two-factor');
    assert.match(await page.locator('main').innerText(), /Ends in 58/, await describe(page));
    await upToCode(page);
    await shows('After the password, nothing is sent unasked.');
    await leading(page, () => page.locator('main form button[type=submit]').first().click());
    await shows('The code, and how it came.');
    await send(page, { code: (await texted()).code });
    await assertSignedIn(page, first(), lea);

    await upToCode(page);
    await leading(page, () => page.locator('a[href*="recovery_code"]').first().click());
    await send(page, { code: recorded[0] });
    await leading(page, () => page.getByRole('link', { name: 'Get codes by text message instead' }).click());
    await shows('The phone is lost: a recovery code leads to another one.');
    await page.locator('select[name=country]').selectOption('GB');
    await send(page, { number: '020 7946 0959' });
    await send(page, { code: (await texted()).code });
    await assertSignedIn(page, first(), lea);
    await account(page, 'two-factor');
    assert.match(await page.locator('main').innerText(), /Ends in 59[^]*9 left/, await describe(page));
    await upToCode(page);
    await leading(page, () => page.locator('main form button[type=submit]').first().click());
    const { to, code } = await texted();
    assert.match(to, /0959$/, 'the lost phone gets none');
    await send(page, { code });
    await assertSignedIn(page, first(), lea);
  });
});
