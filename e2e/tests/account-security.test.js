// A password that is not to stay, the notice, and what people change of how they sign in: what the journeys don't show of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, visit, visitor } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send, signIn as signInAs } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light'], examined: [390] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Password and two-factor', the => {
  const NORA = { identifier: 'nora@northwind.example', password: 'Brolga7! river' };
  const looksGood = async (page, name) => {
    assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const account = (page, tab) => page.goto(new URL(`/account/${tab}`, the.server.issuer).href);
  const heading = page => page.locator('h1').innerText();
  /** Signs in to the account itself. */
  const signIn = async (page, user) => {
    await account(page, 'sessions');
    await send(page, { email: user.identifier });
    await send(page, { password: user.password });
    assert.equal(new URL(page.url()).pathname, '/account/sessions', await describe(page));
  };
  const click = (page, selector) => leading(page, () => page.locator(selector).first().click());

  test('1.2 a first password is replaced on the way in, 1.4 the notice is accepted', () => visit(browser, async page => {
    const [{ client_id }] = the.server.applications;
    const { slug } = organisation(the.server, 1);
    const user = { email: NORA.identifier, password: 'Tulip-River 4242', must_change_password: true, claims: { given_name: 'Nora' } };
    const subscriptions = [{ organisation: slug, everyone: true }];
    const owner = JSON.parse(the.server.operate('--json', 'app', 'show', client_id)).organisation;
    the.server.apply({
      version: 1, organisations: [{ slug, users: [user] }], applications: [{ organisation: owner, client_id, subscriptions }],
    });

    await beginSignIn(page, the.server.applications[0], { slug });
    await send(page, { email: NORA.identifier });
    await send(page, { password: user.password });
    await looksGood(page, 'security-1.2-choose-another');
    const rules = page.locator('#password-rules li');
    assert.ok(await rules.count() >= 6, await describe(page));
    assert.equal(await page.locator('#password-rules .met').count(), 0);
    await field(page, 'password').fill('brolga');
    assert.deepEqual(await page.locator('#password-rules .met span:first-child').allInnerTexts(), ['A lower-case letter']);
    await field(page, 'password').fill(NORA.password);
    assert.equal(await page.locator('#password-rules .met').count(), 5, 'length and all four classes');
    await looksGood(page, 'security-1.2-ticked');
    await send(page, { password: 'Tulip-River 4242', repeat: 'Tulip-River 4242' });
    assert.match(await alert(page).innerText(), /had this password before/, await describe(page));
    assert.equal(await page.locator('#password-rules .unmet').count(), 1);
    assert.equal(await field(page, 'password').inputValue(), '');
    await looksGood(page, 'security-1.2-had-before');
    await send(page, { password: NORA.password, repeat: `${NORA.password}!` });
    assert.match(await alert(page).innerText(), /aren’t the same/, await describe(page));
    await send(page, { password: NORA.password, repeat: NORA.password });

    assert.equal(await heading(page), 'Read the privacy notice', await describe(page));
    await looksGood(page, 'security-1.4-notice');
    await field(page, 'accept').evaluate(box => { box.required = false; });
    await click(page, 'main form button.primary');
    assert.equal(await alert(page).count(), 1, 'the server asks for the tick as well');
    await field(page, 'accept').check();
    await click(page, 'main form button.primary');
    await assertSignedIn(page, the.server.applications[0], NORA);
  }));

  test('1.18 what is wrong with another password is said', () => visit(browser, async page => {
    await signIn(page, NORA);
    await account(page, 'password');
    await looksGood(page, 'security-1.18-password');
    const next = 'Kestrel9? harbour';
    await send(page, { current: 'wrong', password: next, repeat: next });
    assert.match(await alert(page).innerText(), /isn’t your current password/, await describe(page));
    await looksGood(page, 'security-1.18-wrong');
    await send(page, { current: NORA.password, password: 'short', repeat: 'short' });
    assert.match(await alert(page).innerText(), /rules below/, await describe(page));
    await send(page, { current: NORA.password, password: next, repeat: next });
    assert.equal(await page.locator('[role=status]').count(), 1, await describe(page));
    assert.match(await page.locator('[role=status]').innerText(), /was changed/);
    await looksGood(page, 'security-1.18-changed');
    NORA.password = next;
  }));

  test('1.19 two-factor is switched on, a wrong code is told, and the recovery codes are downloaded', () => visit(browser, async page => {
    await signIn(page, NORA);
    await account(page, 'two-factor');
    await looksGood(page, 'security-1.19-off');
    await click(page, 'button[value=set_up]');
    assert.equal(await heading(page), 'Enter your password', await describe(page));
    await looksGood(page, 'security-1.19-confirm');
    await send(page, { password: NORA.password });
    assert.equal(await page.locator('svg.qr').count(), 1, await describe(page));
    await page.getByText('Still having trouble?').click();
    await looksGood(page, 'security-1.19-app');
    const secret = (await page.locator('dd.mono').innerText()).replace(/\s/g, '');
    assert.match(secret, /^[A-Z2-7]{32}$/);
    await send(page, { code: '000000' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    await send(page, { code: await freshCode(secret) });

    const codes = await page.locator('.codes li').allInnerTexts();
    assert.equal(codes.length, 10, await describe(page));
    await looksGood(page, 'security-1.19-codes');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-do=download]').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    for (const code of codes) assert.ok(text.includes(code), text);
    assert.equal(await page.locator('[name=recorded]').count(), 0, 'this organisation asks for no tick');
    await click(page, 'main form button.primary');
    await looksGood(page, 'security-1.19-on');
    assert.match(await page.locator('main').innerText(), /10 left/, await describe(page));
  }));

  test('trusted browsers are listed, and ask for the second factor again', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const yusuf = user(the.server, 4, { totp: true });
    const enter = async (at, options) => {
      await at.context().clearCookies({ name: /session/ });
      await beginSignIn(at, application, organisation(the.server, 4));
      return signInAs(at, the.server, yusuf, options);
    };
    const elsewhere = await visitor(browser);
    const other = await elsewhere.newPage();
    await enter(other, { trust: true });
    await enter(page, { trust: true });
    assert.deepEqual(await enter(other), ['email', 'password'], 'the other one is trusted');
    await account(page, 'two-factor');
    const rows = page.locator('li:has(button[name=distrust])');
    assert.equal(await rows.count(), 2, await describe(page));
    assert.match(await rows.first().innerText(), /This browser[^]*Trusted since[^]*until[^]*Last signed in/);
    await looksGood(page, 'security-trusted');
    await leading(page, () => rows.nth(1).locator('button').click());
    assert.match(await page.locator('[role=status]').innerText(), /asked for a second factor again/, await describe(page));
    assert.equal(await rows.count(), 1);
    assert.deepEqual(await enter(other, { trust: true }), ['email', 'password', 'code'], 'it is asked');
    assert.deepEqual(await enter(page), ['email', 'password'], 'this one is not');

    await account(page, 'two-factor');
    await click(page, 'button[name=distrust][value=all]');
    // Three codes were good at the time; the next ones are of later.
    the.server.moveClock(120);
    assert.equal(await rows.count(), 0, await describe(page));
    assert.deepEqual(await enter(page), ['email', 'password', 'code']);
    assert.deepEqual(await enter(other), ['email', 'password', 'code']);
    await elsewhere.leave();
  }));
}, { commands: true, clock: true });
