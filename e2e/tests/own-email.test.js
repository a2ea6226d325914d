// The E-mail tab (J1.17): another address is wished with a fresh proof, confirmed by the new mailbox, and undone from the one from before.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit, visitor } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { linkIn, mailedBy } from '../lib/mail.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send, signIn } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

const LOOKS = { schemes: ['light', 'dark'], examined: [390, 1280] };
const RESTORED = 'Violet otters in basin 12!';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Moving an e-mail address', the => {
  const open = (page, path) => page.goto(new URL(path, the.server.issuer).href);
  const looksGood = async (page, name) => {
    assert.deepEqual(await problemsOf(page, `own-email-${name}`, LOOKS), []);
  };
  const status = page => page.locator('[role=status]');
  const press = (page, name) => leading(page, () => page.getByRole('button', { name, exact: true }).click());
  const heading = page => page.locator('h1').innerText();
  /** Does something, and answers the links in the mails that come of it: to the new address, and the one that undoes it. */
  const linksOf = (act, ...parts) => mailedBy(the.server.post, act, mails => {
    const links = mails.map(linkIn);
    const found = parts.map(part => links.find(link => link?.includes(part)));
    return found.every(Boolean) && found;
  });
  /** Up to the field for the new address. */
  const begins = async (page, person, button = 'Change e‑mail address…') => {
    await press(page, button);
    await send(page, { password: person.password });
    if (person.totp_secret) await send(page, { code: await freshCode(person.totp_secret) });
    assert.equal(await heading(page), 'New e‑mail address', await describe(page));
  };

  test('J1.17: wished, corrected, confirmed elsewhere, undone from the old mailbox', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    await page.context().clearCookies();
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await signIn(page, server, person);
    await assertSignedIn(page, server.applications[0], person);
    await open(page, '/account/email');
    assert.match(await page.locator('main').innerText(), new RegExp(person.identifier.split('@')[0]));
    await looksGood(page, 'tab');

    await begins(page, person);
    await looksGood(page, 'new');
    await send(page, { email: 'not an address' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    assert.equal(await field(page, 'email').inputValue(), 'not an address');
    const [typo] = await linksOf(() => send(page, { email: 'mistyped@mailbox.test' }), '/email/', '/email-undo/');
    assert.match(await status(page).innerText(), /on its way/);
    await looksGood(page, 'wish');

    await begins(page, person, 'Correct address…');
    const [link, undo] = await linksOf(() => send(page, { email: 'moved@mailbox.test' }), '/email/', '/email-undo/');
    assert.match(await page.locator('main').innerText(), /moved@mailbox\.test/);

    const elsewhere = await visitor(browser);
    const other = await elsewhere.newPage();
    await other.goto(typo);
    assert.equal(await heading(other), 'This link leads nowhere any more');
    for (let looked = 0; looked < 3; looked++) await fetch(link);
    await other.goto(link);
    assert.ok(!other.url().includes('/email/'), 'the token leaves the address');
    const asked = await other.locator('body').innerText();
    assert.ok(asked.includes('moved@mailbox.test') && !asked.includes(person.identifier), asked);
    await looksGood(other, 'confirm');
    await press(other, 'Confirm this address');
    assert.equal(await heading(other), 'Your new address is confirmed', await describe(other));
    await looksGood(other, 'confirmed');
    await open(page, '/account/email');
    assert.match(await page.locator('main .lead').first().innerText(), /moved@mailbox\.test/);

    await other.goto(undo);
    assert.equal(await heading(other), 'It wasn’t you?');
    await looksGood(other, 'undo');
    await press(other, 'Take my account back');
    await send(other, { password: RESTORED, repeat: RESTORED });
    await send(other, { password: RESTORED });
    await open(other, '/account/email');
    assert.match(await other.locator('main .lead').first().innerText(), new RegExp(person.identifier.split('@')[0]), await describe(other));
    await open(page, '/account/email');
    assert.ok(await field(page, 'email').count(), `signed out: ${await describe(page)}`);
    await elsewhere.leave();
  }));
}, { mail: true });
