// The pages on which people look after their own account (J1.11–1.14, 1.16, 1.20).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { png } from '../lib/png.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send, signIn, submitOf } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light', 'dark'], examined: [390, 1280] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('One’s own account', (the, once) => {
  const open = (page, path) => page.goto(new URL(path, the.server.issuer).href);
  const looksGood = async (page, name) => {
    if (once) assert.deepEqual(await problemsOf(page, `account-${name}`, LOOKS), []);
  };
  const status = page => page.locator('[role=status]');
  const press = (page, name) => leading(page, () => page.getByRole('button', { name, exact: true }).click());

  /** Somebody of the first journey who is signed in, at home. */
  const atHome = async (page, options) => {
    const { server } = the;
    const person = user(server, 1, options);
    await page.context().clearCookies();
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await signIn(page, server, person);
    await assertSignedIn(page, server.applications[0], person);
    await open(page, '/');
    return person;
  };

  test('J1.11, J1.13: home, the tabs, and the profile’s data', () => visit(browser, async page => {
    await atHome(page, { totp: true });
    assert.ok(await page.locator('.tiles li').count() > 0, await describe(page));
    await looksGood(page, 'home');
    const tabs = page.locator('nav.nav a[href^="/"]');
    const names = await tabs.allInnerTexts();
    for (const name of ['Home', 'Profile', 'Settings', 'Sessions', 'Application access']) {
      assert.ok(names.some(known => known.trim() === name), `${name} among ${names}`);
    }
    await open(page, '/account/profile');
    assert.equal(await page.locator('nav.nav [aria-current=page]').innerText(), 'Profile');
    await looksGood(page, 'profile');

    // An empty last name: the server says so, and keeps what was typed.
    await field(page, 'given_name').fill('Inès');
    await field(page, 'occupation').fill('Head of <calibration>');
    await field(page, 'family_name').evaluate(input => { input.required = false; input.value = ''; });
    await leading(page, () => submitOf(page, 'given_name').click());
    assert.equal(await alert(page).count(), 1, await describe(page));
    assert.equal(await field(page, 'given_name').inputValue(), 'Inès');
    assert.equal(await field(page, 'occupation').inputValue(), 'Head of <calibration>');
    assert.ok(await field(page, 'family_name').evaluate(input => input === document.activeElement), 'the cursor is where it is to be mended');
    await looksGood(page, 'profile-wrong');
    await send(page, { family_name: 'Ødegård' });
    assert.equal(await status(page).innerText(), 'Your profile is saved.');
    assert.match(await page.locator('.menu summary').innerText(), /Inès Ødegård/);
    await field(page, 'department').fill('Nowhere');
    await leading(page, () => page.getByRole('link', { name: 'Reset' }).click());
    assert.notEqual(await field(page, 'department').inputValue(), 'Nowhere');
    assert.equal(await field(page, 'family_name').inputValue(), 'Ødegård');

    // Two windows: what the other one saved is not overwritten without a word.
    const other = await page.context().newPage();
    await open(other, '/account/profile');
    await send(page, { department: 'Pressure' });
    await send(other, { department: 'Flow' });
    assert.match(await status(other).innerText(), /changed meanwhile/);
    assert.equal(await field(other, 'department').inputValue(), 'Flow');
    await looksGood(other, 'profile-changed-meanwhile');
    await leading(other, () => submitOf(other, 'department').click());
    assert.equal(await status(other).innerText(), 'Your profile is saved.');
    await other.close();
  }));

  test('J1.12: a picture is generated, uploaded, refused with the reason, removed', () => visit(browser, async page => {
    await atHome(page);
    await open(page, '/account/profile');
    const generated = page.getByRole('img', { name: /^Your picture: the initials / });
    assert.equal(await generated.count(), 1, await describe(page));
    const drawn = await generated.innerHTML();
    const choose = async (name, mimeType, buffer) => {
      await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
      await press(page, 'Update picture');
    };
    await choose('me.png', 'image/png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
    assert.match(await alert(page).innerText(), /format is SVG/);
    await looksGood(page, 'picture-refused');
    await choose('me.jpg', 'image/jpeg', Buffer.concat([png(2, 2, [1, 2, 3]), Buffer.alloc(5 * 1024 * 1024)]));
    assert.match(await alert(page).innerText(), /larger than 5 MB/);
    await choose('me.png', 'image/png', png(640, 400, [20, 90, 160]));
    assert.equal(await status(page).innerText(), 'Your picture is saved.', await describe(page));
    const path = await page.locator('.room svg.avatar image').getAttribute('href');
    assert.match(path, /^\/avatar\/[\w-]{43}$/);
    const picture = await page.request.get(new URL(path, the.server.issuer).href);
    assert.equal(picture.headers()['content-type'], 'image/jpeg');
    assert.equal(picture.headers()['content-security-policy'], "default-src 'none'; sandbox");
    await looksGood(page, 'picture');
    await press(page, 'Remove the picture');
    assert.equal(await status(page).innerText(), 'Your picture is removed.');
    assert.equal(await generated.innerHTML(), drawn, 'the same one as before');
    assert.equal((await page.request.get(new URL(path, the.server.issuer).href)).status(), 404);
  }));

  test('J1.20: settings are followed by every page, and reach applications', () => visit(browser, async page => {
    const { server } = the;
    const person = await atHome(page, { totp: true });
    await open(page, '/account/settings');
    await looksGood(page, 'settings');
    await page.locator('#language').selectOption('sv');
    await page.locator('#zoneinfo').selectOption('Asia/Kolkata');
    await page.locator('input[name=date_format][value="y-MM-dd"]').check();
    await page.locator('input[name=time_format][value="h:mm a"]').check();
    await leading(page, () => page.locator('form:has(#zoneinfo) button').click());
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'sv');
    assert.equal(await page.locator('#zoneinfo').inputValue(), 'Asia/Kolkata');
    await open(page, '/account/sessions');
    const sessions = await page.locator('main').innerText();
    assert.match(sessions, /IST/, sessions);
    assert.match(sessions, /\d:\d\d\u00a0(fm|em)/, sessions);
    await looksGood(page, 'sessions');
    const [application] = server.applications;
    await beginSignIn(page, application, organisation(server, 1));
    await signIn(page, server, person);
    const claims = await page.locator('body').innerText();
    assert.match(claims, /Asia\/Kolkata/, claims);
    await open(page, '/account/settings');
    await page.locator('#language').selectOption('en');
    await leading(page, () => page.locator('form:has(#zoneinfo) button').click());
  }));

  /** Proves anew who it is, with everything that is asked for, and comes back. */
  const prove = async (page, person) => {
    await send(page, { password: person.password });
    if (person.totp_secret) await send(page, { code: await freshCode(person.totp_secret) });
  };

  test('J1.14: everything held is exported; the last owner stays', () => visit(browser, async page => {
    const person = await atHome(page);
    await open(page, '/account/profile');
    await press(page, 'Export my personal data');
    await prove(page, person);
    await looksGood(page, 'export');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const data = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(data.claims.email, person.identifier);
    assert.ok(data.history.some(({ event }) => event === 'sign_in.succeeded'));
    assert.ok(data.sessions.length > 0);

    await open(page, '/account/profile');
    await press(page, 'Delete account');
    await prove(page, person);
    await press(page, 'Delete my account');
    assert.match(await page.locator('main').innerText(), /last owner/, await describe(page));
    await looksGood(page, 'last-owner');
  }));

  test('J1.16: an account is deleted with password and second factor', () => visit(browser, async page => {
    const person = await atHome(page, { totp: true });
    await open(page, '/account/profile');
    await press(page, 'Delete account');
    await send(page, { password: 'not this one' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    await prove(page, person);
    await looksGood(page, 'delete');
    await press(page, 'Delete my account');
    assert.equal(await page.locator('h1').innerText(), 'Your account is deleted', await describe(page));
    await looksGood(page, 'deleted');
    await open(page, '/');
    assert.ok(await field(page, 'email').count(), `signed out: ${await describe(page)}`);
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    assert.equal(await alert(page).count(), 1, 'nobody is called so');
  }));
});
