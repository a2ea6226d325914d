import assert from 'node:assert/strict';
import { journey } from '../lib/journey.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

const FEMKE = { identifier: 'femke.bos@cinder.example' };
const [CHOSEN, RESET] = ['Amber-Glaze-7301', 'Salt-Kiln-40962'];
const DAY = 24 * 60 * 60;

journey({
  number: 5,
  name: 'First-time login',
  about: 'At Cinder & Clay everybody comes to a password by an e-mailed code, and needs an authenticator app. Accounts that nobody used for a year are put to rest.',
}, (the, step) => {
  const { identifier } = FEMKE;
  const first = () => the.server.applications[0];
  const press = (page, name) => leading(page, () => page.getByRole('button', { name }).click());
  const heading = page => page.locator('h1').innerText();
  const begin = async page => {
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    assert.match(await page.locator('footer').innerText(), /Front office/, '5.9: whom to ask stands on every page');
  };
  const forgotten = async (page, mailed) => {
    await leading(page, () => page.getByRole('link', { name: 'First time login / Forgot password?' }).click());
    await send(page, { email: identifier });
    const { code } = await mailed(identifier, () => press(page, 'Send verification code'));
    return code;
  };
  /** A sign-in with everything that Femke has. */
  const signIn = async page => {
    await begin(page);
    await send(page, { email: identifier });
    await send(page, { password: FEMKE.password });
    if (await field(page, 'code').count()) await send(page, { code: await freshCode(FEMKE.totp_secret) });
  };
  const state = () => JSON.parse(the.server.operate('--json', 'user', 'show', identifier)).state;

  step('5.1, 5.9', 'From the application', 'The application’s name and logo are on the page; the address is asked for first. Whom to ask stands on every page.', async ({ page, shows }) => {
    the.server.operate('user', 'create', '--org', the.home.slug, '--email', identifier, '--name', 'Femke Bos', '--no-password');
    await begin(page);
    assert.match(await page.locator('body').innerText(), new RegExp(first().name));
    await shows('The address first.');
    await send(page, { email: identifier });
    await shows('First time login, or a forgotten password: the same entrance.');
  });

  step('5.2, 5.3, 5.4, 5.5', 'First time login', 'A code comes by e-mail and is good for five minutes. Then a password is chosen, and an authenticator app set up; a right code signs in.', async ({ page, shows, mailed }) => {
    await begin(page);
    await send(page, { email: identifier });
    await leading(page, () => page.getByRole('link', { name: 'First time login / Forgot password?' }).click());
    assert.equal(await field(page, 'email').inputValue(), identifier, 'what was typed is carried along');
    await send(page, { email: identifier });
    await shows('A code is sent when the button is pressed.');
    // Whoever asks again within a minute is sent nothing new.
    the.server.moveClock(-70);
    const { code: replaced } = await mailed(identifier, () => press(page, 'Send verification code'));
    the.server.moveClock(0);
    const { code } = await mailed(identifier, () => press(page, 'Send a new code'));
    if (code !== replaced) {
      await send(page, { code: replaced });
      assert.equal(await alert(page).count(), 1, 'a new code replaces it');
      await shows('A wrong code is refused, with the way back.');
    }
    await send(page, { code: `Your code is ${code}` });
    assert.equal(await heading(page), 'The code has been verified', await describe(page));
    await shows('5.3 Verified.');
    await leading(page, () => page.getByRole('link', { name: 'Continue' }).click());

    for (const bad of ['short1A', 'Much-too-long-a-password-1', 'no spaces Here1', 'Ünicode-Kiln-42', 'kiln.@Amber-42']) {
      await send(page, { password: bad, repeat: bad });
      assert.ok(await alert(page).count() >= 1, bad);
    }
    await shows('5.4 What the password lacks, all at once.');
    await send(page, { password: CHOSEN, repeat: CHOSEN });
    FEMKE.password = CHOSEN;
    await page.locator('summary').nth(1).click();
    await shows('5.5 The authenticator app, which is required.');
    FEMKE.totp_secret = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await send(page, { code: await freshCode(FEMKE.totp_secret) });
    await assertSignedIn(page, first(), FEMKE);
  });

  step('5.6', 'Sign in', 'E-mail address, password, code.', async ({ page }) => {
    await signIn(page);
    await assertSignedIn(page, first(), FEMKE);
  });

  step('5.7', 'Reset', 'The e-mailed code, then the app’s, then the new password.', async ({ page, shows, mailed }) => {
    await begin(page);
    await send(page, { email: identifier });
    await send(page, { code: await forgotten(page, mailed) });
    await leading(page, () => page.getByRole('link', { name: 'Continue' }).click());
    await shows('The app’s code is asked for as well.');
    await send(page, { code: await freshCode(FEMKE.totp_secret) });
    await send(page, { password: RESET, repeat: RESET });
    FEMKE.password = RESET;
    await send(page, { password: RESET });
    await send(page, { code: await freshCode(FEMKE.totp_secret) });
    await assertSignedIn(page, first(), FEMKE);
  });

  step('5.8', 'Deactivated', 'Nobody signs in for a year. Three mails warn of it, 30 days, 7 days and 1 day before, each with the day and a link to the sign-in. Then the right password, and it alone, is told; an administrator makes the account active again.', async ({ page, shows, mailed }) => {
    // Use is noted by the day, so a year is over a day later; the first warning comes a day late here, and moves the end by it.
    for (const days of [337, 361, 366.5]) {
      const { link, text } = await mailed(identifier, async () => the.server.moveClock(days * DAY));
      assert.match(text.replace(/\s+/g, ' '), /Sign in before \d+ \w+ \d{4}, or it becomes inactive/);
      await page.goto(link);
      assert.equal(await field(page, 'email').count(), 1, await describe(page));
      assert.match(await page.locator('footer').innerText(), /Front office/, 'it leads to the organisation’s own sign-in');
      if (days === 337) await shows('What the mails lead to.');
      assert.equal(state(), 'active', `after ${days} days`);
    }
    the.server.moveClock(368 * DAY);
    for (let waited = 0; state() !== 'inactive'; waited++) assert.ok(waited < 100, 'it becomes inactive');
    await begin(page);
    await send(page, { email: identifier });
    await send(page, { password: 'Not-The-One-77' });
    assert.equal(await alert(page).count(), 1, 'a wrong one gets the usual message');
    await send(page, { password: FEMKE.password });
    assert.match(await page.locator('main').innerText(), /Your account has been deactivated due to inactivity\. Contact your organisation’s Administrator to reactivate it\./, await describe(page));
    await shows('Deactivated.');
    the.server.operate('user', 'enable', identifier);
    await signIn(page);
    await assertSignedIn(page, first(), FEMKE);
  });
});
