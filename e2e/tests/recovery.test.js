// The day the second factor is lost: a recovery code in its place, and a new app on the way in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light'], examined: [390] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Recovery codes', the => {
  /** Signs in with the password, up to the second factor. */
  const upToCode = async page => {
    const person = user(the.server, 4, { totp: true });
    await page.context().clearCookies();
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 4));
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    return person;
  };
  /** Chooses the recovery code instead of the app's. */
  const otherWay = page => leading(page, () => page.locator('a[href*="recovery_code"]').first().click());
  const wrong = async page => {
    assert.equal(await alert(page).count(), 1, await describe(page));
    assert.equal(await field(page, 'code').getAttribute('aria-invalid'), 'true');
  };
  const looksGood = async (page, name) => {
    assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };

  test('a recovery code leads to a new app, and is good once', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const lost = user(the.server, 4, { totp: true });
    const { recovery_codes: codes } = JSON.parse(the.server.operate('--json', 'user', 'recovery-codes', lost.identifier));
    assert.equal(codes.length, 10);
    const person = await upToCode(page);
    await otherWay(page);
    await looksGood(page, 'recovery-code');
    await send(page, { code: '00000-00000-00000' });
    await wrong(page);
    await looksGood(page, 'recovery-code-wrong');
    await send(page, { code: codes[0].toUpperCase().replaceAll('-', ' ') });

    // Not signed in: first there is a new app.
    const key = (await page.locator('dd.mono').textContent()).replace(/\s/g, '');
    assert.match(key, /^[A-Z2-7]{32}$/, await describe(page));
    assert.equal(await page.locator('svg.qr').count(), 1, 'a picture of the key');
    await looksGood(page, 'enrol-app');
    await send(page, { code: '000000' });
    await wrong(page);
    assert.equal((await page.locator('dd.mono').textContent()).replace(/\s/g, ''), key, 'the same key');
    await looksGood(page, 'enrol-app-wrong');
    await send(page, { code: await freshCode(key) });
    await assertSignedIn(page, application, person);

    // The lost app's codes and the used code are worth nothing; the new app's are.
    await upToCode(page);
    await send(page, { code: await freshCode(lost.totp_secret) });
    await wrong(page);
    await otherWay(page);
    await send(page, { code: codes[0] });
    await wrong(page);
    await leading(page, () => page.locator('p.after a').first().click());
    await send(page, { code: await freshCode(key) });
    await assertSignedIn(page, application, person);
  }));
}, { commands: true });
