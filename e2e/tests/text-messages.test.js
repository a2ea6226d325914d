// Codes by text message (J4.4, J4.5): a telephone is set up from the account, asked for at the next sign-in, and removed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';
import { texts } from '../lib/texts.js';
import { freshCode } from '../lib/totp.js';

/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light'], examined: [390] };

/** A number that is kept free for stories (Ofcom), as people write it, and as it is stored. */
const TYPED = '020 7946 0958';
const SHOWN = '+44 207 946 0958';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Text messages', (the, once) => {
  let next;
  /** The next code that was sent by text message. */
  const texted = async () => {
    next ??= texts(the.server);
    const sent = await next();
    assert.equal(sent.to, SHOWN);
    return sent;
  };
  const looksGood = async (page, name) => {
    if (once) assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const press = (page, act) => leading(page, () => page.locator(`button[name=act][value=${act}]`).click());
  const follow = (page, name) => leading(page, () => page.getByRole('link', { name }).click());
  const choose = async (page, way) => {
    await follow(page, 'Choose another way');
    await leading(page, () => page.locator(`.ways button[value=${way}]`).click());
  };
  /** The page says without a reload that a message failed: here what it looks at is made to say so. */
  const findsOutByItself = async page => {
    const look = await page.locator('form[data-look]').getAttribute('data-look');
    const isLook = url => url.pathname + url.search === look;
    await page.route(isLook, async route => {
      const got = await route.fetch();
      await route.fulfill({ response: got, body: (await got.text()).replace('data-state="sent"', 'data-state="failed"') });
    });
    await page.locator('form[data-state=failed]').waitFor();
    await page.unroute(isLook);
    await follow(page, 'Nothing arrived? Look again');
    assert.equal(await page.locator('form[data-state=sent]').count(), 1, await describe(page));
  };
  const main = page => page.locator('main').innerText();
  const other = code => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  test('a telephone is set up, asked for and removed', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const person = user(the.server, 4, { totp: false });
    const upToSecond = async () => {
      await page.context().clearCookies();
      await beginSignIn(page, application, organisation(the.server, 4));
      await send(page, { email: person.identifier });
      await send(page, { password: person.password });
    };
    await upToSecond();
    await assertSignedIn(page, application, person);

    // J4.4: set up, with a fresh proof; the list of countries is shown, and the app recommended.
    await page.goto(`${the.server.issuer}/account/two-factor`);
    await press(page, 'set_up_number');
    assert.match(await main(page), /Before you add or replace a second factor, confirm/);
    await send(page, { password: person.password });
    assert.match(await main(page), /authenticator app is the safer choice/);
    assert.ok(await page.locator('select[name=country] option').count() > 3, await describe(page));
    await looksGood(page, 'enrol-number');
    await page.locator('select[name=country]').selectOption('GB');
    await send(page, { number: '020 79' });
    assert.equal(await alert(page).count(), 1, await describe(page));
    assert.equal(await field(page, 'number').inputValue(), '020 79', 'what was typed is kept');
    assert.equal(await page.locator('select[name=country]').inputValue(), 'GB');
    await looksGood(page, 'enrol-number-wrong');
    // Another language keeps both.
    await leading(page, () => page.getByRole('button', { name: 'Deutsch' }).click());
    assert.equal(await field(page, 'number').inputValue(), '020 79', await describe(page));
    assert.equal(await page.locator('select[name=country]').inputValue(), 'GB');
    await leading(page, () => page.getByRole('button', { name: 'English' }).click());
    await send(page, { number: '+1 212 555 0123' });
    assert.match(await alert(page).innerText(), /No codes are sent to numbers of this country \(United States\)/);
    await send(page, { number: TYPED });
    assert.ok((await main(page)).replaceAll('\u00a0', ' ').includes(SHOWN), await describe(page));
    await leading(page, () => page.getByRole('button', { name: 'Send a new code' }).click());
    assert.match(await page.locator('[role=status]').innerText(), /^The newest code was sent at \d\d:\d\d:\d\d .*from \d\d:\d\d:\d\d/, await describe(page));
    await looksGood(page, 'number-code');
    await findsOutByItself(page);
    const { code, text } = await texted();
    assert.match(text, /^\d{6} is your code for .*\n\n@localhost #\d{6}$/s);
    await send(page, { code: other(code) });
    assert.equal(await field(page, 'code').getAttribute('aria-invalid'), 'true', await describe(page));
    await send(page, { code });
    // J4.5: recovery codes come with the second factor.
    await page.locator('input[name=recorded]').check();
    await leading(page, () => page.locator('form:has(input[name=recorded]) button[type=submit]').click());
    assert.match(await page.locator('[role=status]').innerText(), /^Codes go to your phone from now on\..*recovery codes are good/, await describe(page));
    await page.goto(`${the.server.issuer}/account/two-factor`);
    assert.match(await main(page), /Ends in 58/);
    await looksGood(page, 'two-factor-number');

    // J4.5: asked for at the next sign-in, where nothing is sent unasked.
    await upToSecond();
    assert.match(await main(page), /number ends in 58/, await describe(page));
    await looksGood(page, 'ask-code');
    const ask = () => leading(page, () => page.locator('main form button[type=submit]').first().click());
    await ask();
    const next = await texted();
    await looksGood(page, 'text-code');
    const trust = page.locator('[name=trust]');
    await trust.check();
    await send(page, { code: other(next.code) });
    assert.equal(await field(page, 'code').getAttribute('aria-invalid'), 'true');
    assert.ok(await trust.isChecked(), 'what was ticked stays');
    await trust.uncheck();
    await send(page, { code: next.code });
    await assertSignedIn(page, application, person);

    // With an app beside it, each page leads to the choice.
    await page.goto(`${the.server.issuer}/account/two-factor`);
    await press(page, 'set_up');
    await send(page, { password: person.password });
    await ask();
    await send(page, { code: (await texted()).code });
    const secret = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await send(page, { code: await freshCode(secret) });
    await upToSecond();
    assert.match(await main(page), /number ends in 58/, 'what was used last');
    await follow(page, 'Choose another way');
    assert.match(await main(page), /Text message\s+Used last time/, await describe(page));
    await leading(page, () => page.locator('.ways button[value=recovery_code]').click());
    assert.equal(await page.locator('h1').innerText(), 'Enter a recovery code', await describe(page));
    await choose(page, 'totp');
    await looksGood(page, 'app-and-phone');
    await send(page, { code: await freshCode(secret) });
    await assertSignedIn(page, application, person);

    // Whoever is without the app for once is asked for the code that was sent, though the app was used last.
    await upToSecond();
    await choose(page, 'sms');
    await ask();
    const sent = await texted();
    assert.equal(await page.locator('h1').innerText(), 'Enter the code we sent', await describe(page));
    await send(page, { code: sent.code });
    await assertSignedIn(page, application, person);

    await upToSecond();
    await choose(page, 'totp');
    await send(page, { code: await freshCode(secret) });
    await assertSignedIn(page, application, person);
    await page.goto(`${the.server.issuer}/account/two-factor`);
    await press(page, 'remove');
    await send(page, { password: person.password });
    await send(page, { code: await freshCode(secret) });
    assert.equal(await page.locator('h1').innerText(), 'Remove the authenticator app?', 'the phone stays');
    await looksGood(page, 'remove-app-beside');
    await leading(page, () => page.locator('button.danger').click());
    assert.match(await main(page), /authenticator app is removed/);

    // Removed with both factors.
    await page.goto(`${the.server.issuer}/account/two-factor`);
    await press(page, 'remove_number');
    await send(page, { password: person.password });
    await ask();
    await send(page, { code: (await texted()).code });
    await looksGood(page, 'remove-number');
    await leading(page, () => page.locator('button.danger').click());
    assert.match(await main(page), /Two-factor is off/);
    await upToSecond();
    await assertSignedIn(page, application, person);
  }));
});
