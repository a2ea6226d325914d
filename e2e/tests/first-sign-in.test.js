// Journey 5: whoever was made comes to a password by an e-mailed code, and sets up the authenticator app (J5.1 to J5.6); a forgotten
// password is restored by code and app (J5.7); who to ask stands on every page (J5.9).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { codeIn } from '../lib/mail.js';
import { onEachEngine, organisation } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

const LOOKS = { schemes: ['light'], examined: [390] };
const [FIRST, SECOND] = ['Amber-Glaze-7301', 'Salt-Kiln-40962'];
const NEWCOMER = { identifier: 'femke.bos@cinder.example' };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('First sign-in', (the, once) => {
  const looksGood = async (page, name) => {
    assert.match(await page.locator('footer').innerText(), /Front office/, 'J5.9: whom to ask');
    if (once) assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const press = (page, name) => leading(page, () => page.getByRole('button', { name }).click());
  const heading = page => page.locator('h1').innerText();
  const upToPassword = async page => {
    await page.context().clearCookies();
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 5));
    await send(page, { email: NEWCOMER.identifier });
  };
  const choose = async (page, password) => send(page, { password, repeat: password });
  /** The code in a mail to the newcomer, of those after the first so many. */
  const codeSent = async (page, before) => {
    for (let tries = 0; tries < 200; tries++) {
      const sent = the.server.post.mails.slice(before).filter(mail => mail.to[0] === NEWCOMER.identifier);
      const code = sent.map(codeIn).find(Boolean);
      if (code) return code;
      await page.waitForTimeout(50);
    }
    throw new Error('no code was mailed');
  };
  let secret;

  test('J5.1 to J5.5: a code, a password, an app, and in', () => visit(browser, async page => {
    const { server } = the;
    server.operate('user', 'create', '--org', organisation(server, 5).slug, '--email', NEWCOMER.identifier, '--name', 'Femke Bos', '--no-password');
    await upToPassword(page);
    await leading(page, () => page.getByRole('link', { name: 'First time login / Forgot password?' }).click());
    assert.equal(await field(page, 'email').inputValue(), NEWCOMER.identifier, 'what was typed is carried along');
    await looksGood(page, 'restore');
    await send(page, { email: NEWCOMER.identifier });
    await looksGood(page, 'send-code');
    await press(page, 'Send verification code');
    assert.equal(await heading(page), 'Enter the code we sent');
    await looksGood(page, 'mailed-code');
    const code = await codeSent(page, 0);
    assert.match(code, /^\d{6}$/);

    // A wrong code is refused with the way back; the right one, pasted with its sentence, is taken.
    await send(page, { code: code === '000000' ? '000001' : '000000' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    await looksGood(page, 'mailed-code-wrong');
    await send(page, { code: `Your code is ${code}` });
    assert.equal(await heading(page), 'The code has been verified', await describe(page));
    await looksGood(page, 'code-verified');
    await leading(page, () => page.getByRole('link', { name: 'Continue' }).click());

    await choose(page, 'short');
    assert.ok(await alert(page).count() >= 1, 'J5.4: the rule is told');
    await choose(page, FIRST);
    secret = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    assert.match(secret, /^[A-Z2-7]{32}$/, await describe(page));
    await send(page, { code: await freshCode(secret) });
    await assertSignedIn(page, server.applications[0], NEWCOMER);
  }));

  test('J5.6: from then on address, password, code', () => visit(browser, async page => {
    await upToPassword(page);
    await send(page, { password: FIRST });
    await send(page, { code: await freshCode(secret) });
    await assertSignedIn(page, the.server.applications[0], NEWCOMER);
  }));

  test('J5.7: forgotten, it is restored by e-mailed code and app', () => visit(browser, async page => {
    const { server } = the;
    await upToPassword(page);
    await leading(page, () => page.getByRole('link', { name: 'First time login / Forgot password?' }).click());
    await send(page, { email: NEWCOMER.identifier });
    const before = server.post.mails.length;
    await press(page, 'Send verification code');
    await send(page, { code: await codeSent(page, before) });
    await leading(page, () => page.getByRole('link', { name: 'Continue' }).click());
    await send(page, { code: await freshCode(secret) });
    await choose(page, SECOND);
    // Nobody is signed in by it: the new password signs in, and leads on to the application.
    await send(page, { password: SECOND });
    await send(page, { code: await freshCode(secret) });
    await assertSignedIn(page, server.applications[0], NEWCOMER);
  }));
}, { commands: true, mail: true });
