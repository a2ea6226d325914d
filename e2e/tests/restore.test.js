// A forgotten password is restored by an e-mailed link (J1.10, J4.2); where the policy says so, whoever has a second factor is sent to
// an administrator (J2.5), and whoever is signed in changes the password by a link (J4.1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { linkIn, mailedBy } from '../lib/mail.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';

const LOOKS = { schemes: ['light'], examined: [390] };
const [RESTORED, CHANGED] = ['Violet otters in basin 12!', 'Nine plain herons, ashore 7?'];

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Restoring a password', the => {
  const looksGood = async (page, name) => {
    assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const restoring = page => leading(page, () => page.getByRole('link', { name: 'Restore your password' }).click());
  /** Does something, and gives the link in the mail that comes of it. */
  const linkOf = act => mailedBy(the.server.post, act, mails => mails.map(linkIn).find(link => link?.includes('/restore/')));

  test('J1.10, J4.2: the same page for everybody; the link works once, in any browser', () => visit(browser, async page => {
    const person = user(the.server, 4);
    const [application] = the.server.applications;
    const asks = async address => {
      await page.context().clearCookies();
      await beginSignIn(page, application, organisation(the.server, 4));
      await send(page, { email: address });
      await restoring(page);
      assert.equal(await field(page, 'email').inputValue(), address);
      await send(page, { email: address });
      return (await page.locator('main').innerText()).replaceAll(address, '…').replace(/\s+/g, ' ');
    };
    let told;
    const link = await linkOf(async () => { told = await asks(person.identifier); });
    await looksGood(page, 'link-sent');
    assert.equal(await asks('nobody-at-all@petal.example'), told);

    await page.context().clearCookies();
    for (let looked = 0; looked < 3; looked++) await fetch(link);
    await page.goto(link);
    assert.ok(!page.url().includes('/restore/'), 'the token leaves the address');
    await looksGood(page, 'restore-set-password');
    await send(page, { password: RESTORED, repeat: RESTORED });
    assert.equal(await field(page, 'repeat').count(), 0, 'nobody is signed in by it');
    await send(page, { password: RESTORED });
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));
    await page.goto(link);
    assert.equal(await page.locator('h1').innerText(), 'This link has done its work');
    await looksGood(page, 'link-used');
    await page.context().clearCookies();
    await beginSignIn(page, application, organisation(the.server, 4));
    await send(page, { email: person.identifier });
    await send(page, { password: RESTORED });
    await assertSignedIn(page, application, person);

    // J4.1: signed in, the password is changed by a link.
    await page.goto(`${the.server.issuer}/account/password`);
    await leading(page, () => page.locator('main form button').first().click());
    const change = await linkOf(() => leading(page, () => page.getByRole('button', { name: 'Send the link' }).click()));
    await page.goto(change);
    await send(page, { password: CHANGED, repeat: CHANGED });
    assert.equal(new URL(page.url()).pathname, '/account/password', await describe(page));
  }));

  test('J2.5: with a second factor an administrator restores it; the page names whom to ask', () => visit(browser, async page => {
    const person = user(the.server, 2, { totp: true });
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 2));
    await restoring(page);
    await field(page, 'organisation').fill(person.organisation);
    const link = await linkOf(() => send(page, { user: person.identifier }));
    await page.goto(link);
    assert.equal(await page.locator('h1').innerText(), 'Your password can’t be restored here', await describe(page));
    assert.ok(await page.locator('dl a[href^="mailto:"]').count() === 1, 'whom to ask');
    await looksGood(page, 'ask-administrator');
  }));
}, { commands: true, mail: true });
