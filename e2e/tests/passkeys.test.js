// Passkeys, played by Chromium's virtual authenticator: added, used alone and beside a password, removed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { device } from '../lib/authenticator.js';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, describe, field, leading, send, signIn, submitOf } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

const LOOKS = { schemes: ['light', 'dark'], examined: [390, 1280] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/**
 * Has requests that wait in the field wait for good, as with somebody who looks at the list that the browser shows: only giving way ends
 * them. Else the device, once somebody is there, answers them before the button is pressed.
 */
async function undecided(page) {
  await page.addInitScript(() => {
    if (!navigator.credentials) return;
    const get = navigator.credentials.get.bind(navigator.credentials);
    let waits = false;
    navigator.credentials.get = options => {
      if (waits) return Promise.reject(new DOMException('A request is already pending.', 'OperationError'));
      if (options.mediation !== 'conditional' || !sessionStorage.getItem('undecided')) return get(options);
      waits = true;
      return new Promise((_, end) => options.signal.addEventListener('abort', () => {
        waits = false;
        end(options.signal.reason);
      }));
    };
  });
  await page.evaluate(() => sessionStorage.setItem('undecided', 'yes'));
}

onEachEngine('Passkeys', (the, once) => {
  const PETAL = 4;
  const open = (page, path) => page.goto(new URL(path, the.server.issuer).href);
  const looksGood = async (page, name) => {
    if (once) assert.deepEqual(await problemsOf(page, `passkeys-${name}`, LOOKS), []);
  };
  const button = (page, name) => page.getByRole('button', { name, exact: true });
  const press = (page, name) => leading(page, () => button(page, name).click());
  const application = () => the.server.applications[0];
  const enter = async page => {
    await page.context().clearCookies();
    await beginSignIn(page, application(), organisation(the.server, PETAL));
  };

  const OFFER = 'Sign in faster next time';
  const heading = page => page.locator('h1').innerText();
  /** Signs in, and makes no passkey where one is offered on the way. */
  const enterAs = async (page, person) => {
    await enter(page);
    await signIn(page, the.server, person);
    if (await heading(page) === OFFER) await press(page, 'Not now');
  };

  /** Somebody whom nobody has offered anything yet. */
  const newcomer = name => {
    const person = { identifier: `${name}@petal.example`, password: 'a kettle of willow bark' };
    const user = { email: person.identifier, password: person.password, claims: { given_name: name } };
    the.server.apply({ version: 1, organisations: [{ slug: 'petal', users: [user] }] });
    return person;
  };

  /** Lea, who has a password only, at her two-factor tab. */
  const lea = async page => {
    const person = user(the.server, PETAL);
    await enterAs(page, person);
    await assertSignedIn(page, application(), person);
    await open(page, '/account/two-factor');
    return person;
  };

  /** Adds a passkey, and gives it a name. */
  const add = async (page, person, name) => {
    await press(page, 'Add a passkey');
    await signIn(page, the.server, person);
    assert.equal(await page.locator('h1').innerText(), 'Add a passkey', await describe(page));
    await field(page, 'label').fill(name);
    await press(page, 'Add a passkey');
  };

  test('J2.4: a passkey is added, signs in by itself, by the button and beside a password, and is removed', () => visit(browser, async page => {
    const key = await device(page);
    const person = await lea(page);
    await press(page, 'Add a passkey');
    await signIn(page, the.server, person);
    await looksGood(page, 'add');
    await field(page, 'label').fill('Blue key');
    await press(page, 'Add a passkey');
    // Ten recovery codes, for whoever loses it.
    assert.match(await page.locator('h1').innerText(), /recovery codes/i, await describe(page));
    await page.locator('#recorded').check();
    await leading(page, () => page.locator('main form button[type=submit]').click());
    assert.equal((await key.passkeys()).length, 1);
    assert.match(await page.locator('main').innerText(), /Passkey “Blue key”/);
    await looksGood(page, 'tab');

    // The field for who it is offers it: with somebody there, nothing has to be pressed.
    await key.present(false);
    await enter(page);
    await looksGood(page, 'first-page');
    await key.present(true);
    await enter(page);
    await page.waitForURL(`${application().url}**`);
    await assertSignedIn(page, application(), person);

    // The button, while the field waits: that request gives way.
    await open(page, '/account/two-factor');
    await undecided(page);
    await enter(page);
    await button(page, 'Sign in with a passkey').click();
    await page.waitForURL(`${application().url}**`);
    await assertSignedIn(page, application(), person);

    // Beside the password, without a finger or a PIN.
    await key.present(false);
    await enter(page);
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    assert.equal(await page.locator('h1').innerText(), 'Use your passkey or security key');
    await looksGood(page, 'second');
    await key.present(true);
    await leading(page, () => button(page, 'Continue with passkey').click());
    await page.waitForURL(`${application().url}**`);
    await assertSignedIn(page, application(), person);

    await open(page, '/account/two-factor');
    await leading(page, () => page.getByRole('link', { name: /^Manage/ }).click());
    await field(page, 'label').fill(' ');
    await press(page, 'Save changes');
    assert.match(await alert(page).innerText(), /Enter a name\./, await describe(page));
    await field(page, 'label').fill('Green key');
    await press(page, 'Save changes');
    assert.match(await page.locator('main').innerText(), /The name is saved\.[^]*Passkey “Green key”/);
    await leading(page, () => page.getByRole('link', { name: /^Manage/ }).click());
    await looksGood(page, 'one');
    await press(page, 'Remove passkey…');
    await proves(page, person);
    assert.equal(await page.locator('h1').innerText(), 'Remove the passkey “Green key”?', await describe(page));
    await looksGood(page, 'remove');
    await press(page, 'Remove passkey');
    assert.match(await page.locator('main').innerText(), /The passkey is removed\./);
    assert.doesNotMatch(await page.locator('main').innerText(), /Green key/);
  }));

  /** The password, then the passkey, on the way to a confirmation. */
  const proves = async (page, person) => {
    if (await field(page, 'password').count()) await send(page, { password: person.password });
    if (await button(page, 'Continue with passkey').count()) await press(page, 'Continue with passkey');
  };

  test('K1, K4, K6: a second one on the same device, cancelling, and one that was removed', () => visit(browser, async page => {
    const key = await device(page);
    const person = await lea(page);
    await press(page, 'Add a passkey');
    await signIn(page, the.server, person);
    await press(page, 'Add a passkey');
    const kept = (await key.passkeys())[0];
    await open(page, '/account/two-factor');
    await press(page, 'Add a passkey');
    await proves(page, person);
    await button(page, 'Add a passkey').click();
    await page.getByText('This device or key has a passkey for your account already.').waitFor();

    // Nobody verified: the browser's dialog ends, the page stays and works.
    await key.verified(false);
    await undecided(page);
    await enter(page);
    await button(page, 'Sign in with a passkey').click();
    await page.getByText('Nothing was chosen.').waitFor();
    assert.equal(await alert(page).count(), 0, 'no error');
    await key.verified(true);
    await leading(page, () => button(page, 'Sign in with a passkey').click());
    await page.waitForURL(`${application().url}**`);

    await open(page, '/account/two-factor');
    await leading(page, () => page.getByRole('link', { name: /^Manage/ }).click());
    await press(page, 'Remove passkey…');
    await proves(page, person);
    await press(page, 'Remove passkey');
    // Where the browser forgot it with the removal, it is put back: a device of another browser did not hear of it.
    if (!(await key.passkeys()).length) await key.add(kept);
    await enter(page);
    await button(page, 'Sign in with a passkey').click();
    await page.getByText('This passkey isn’t known here any more.').waitFor();
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    await page.waitForURL(`${application().url}**`);
  }));

  test('a passkey is offered once after the password, made there, and signs in; no device, no offer', () => visit(browser, async page => {
    const person = newcomer('ida');
    await enter(page);
    await signIn(page, the.server, person);
    await assertSignedIn(page, application(), person);

    const key = await device(page, { automaticPresenceSimulation: false });
    await enter(page);
    await signIn(page, the.server, person);
    assert.equal(await heading(page), OFFER, await describe(page));
    await looksGood(page, 'offer');
    // The browser's dialog is cancelled: the page stays, and says what else there is.
    await key.verified(false);
    await key.present(true);
    await button(page, 'Create a passkey').click();
    await page.getByText('Nothing was chosen.').waitFor();
    await key.verified(true);
    await press(page, 'Create a passkey');
    if (await page.locator('#recorded').count()) await page.locator('#recorded').check();
    await leading(page, () => page.locator('main form button[type=submit]').click());
    await assertSignedIn(page, application(), person);
    assert.equal((await key.passkeys()).length, 1);

    await enter(page);
    await page.waitForURL(`${application().url}**`);
    await assertSignedIn(page, application(), person);
  }));

  test('whoever wants no passkey is not asked again, nor whoever closes the page', () => visit(browser, async page => {
    await device(page);
    for (const [name, leaves] of [['jan', () => press(page, 'Not now')], ['kit', () => open(page, '/nowhere')]]) {
      const person = newcomer(name);
      await enter(page);
      await signIn(page, the.server, person);
      assert.equal(await heading(page), OFFER, await describe(page));
      await leaves();
      await enter(page);
      await signIn(page, the.server, person);
      await assertSignedIn(page, application(), person);
    }
  }));

  test('another way stands on every page of a second factor, with what was used last before the others', () => visit(browser, async page => {
    const key = await device(page);
    const person = user(the.server, PETAL, { totp: true });
    await enterAs(page, person);
    await assertSignedIn(page, application(), person);
    await open(page, '/account/two-factor');
    await add(page, person, 'Phone');
    if (await page.locator('#recorded').count()) {
      await page.locator('#recorded').check();
      await leading(page, () => page.locator('main form button[type=submit]').click());
    }
    await key.present(false);
    await enter(page);
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    // The app was used last, a minute ago.
    assert.equal(await field(page, 'code').count(), 1, await describe(page));
    await leading(page, () => page.getByRole('link', { name: 'Choose another way' }).click());
    assert.equal(await page.locator('h1').innerText(), 'Choose how to confirm it’s you');
    assert.match(await page.locator('.ways li').first().innerText(), /Authenticator app\s+Used last time/);
    await looksGood(page, 'ways');
    await leading(page, () => page.locator('.ways button[value=passkey]').click());
    await key.present(true);
    await leading(page, () => button(page, 'Continue with passkey').click());
    await page.waitForURL(`${application().url}**`);
    await key.present(false);
    await enter(page);
    await send(page, { email: person.identifier });
    await send(page, { password: person.password });
    assert.equal(await button(page, 'Continue with passkey').count(), 1, 'what was used last');
    await leading(page, () => page.getByRole('link', { name: 'Choose another way' }).click());
    await leading(page, () => page.locator('.ways button[value=totp]').click());
    await field(page, 'code').fill(await freshCode(person.totp_secret));
    await leading(page, () => submitOf(page, 'code').click());
    await page.waitForURL(`${application().url}**`);
  }));

  test('where nobody gets in without a passkey the page says so, and whom to ask; one that proves no model is refused in words', () => visit(browser, async page => {
    const [{ client_id }] = the.server.applications;
    const owner = JSON.parse(the.server.operate('--json', 'app', 'show', client_id)).organisation;
    const models = { listed: { aaguids: ['2fc0579f-8113-47ea-b116-bb5a8db9202a'] } };
    const bank = (slug, more) => ({
      slug, name: 'Quarry Bank', policy: { level: 'phishing_resistant', ...more }, branding: { support: { label: 'the help desk', email: 'help@quarry.example' } },
      users: [{ email: `olu@${slug}.example`, password: 'a kettle of willow bark', claims: { given_name: 'Olu' } }],
    });
    const everyone = ['quarry', 'pit'].map(slug => ({ organisation: slug, everyone: true }));
    the.server.apply({
      version: 1, organisations: [bank('quarry', {}), bank('pit', { passkey_models: models })],
      applications: [{ organisation: owner, client_id, subscriptions: everyone }],
    });
    const comes = async slug => {
      await page.context().clearCookies();
      await beginSignIn(page, application(), { slug });
      await signIn(page, the.server, { identifier: `olu@${slug}.example`, password: 'a kettle of willow bark' });
      assert.equal(await heading(page), 'Add a passkey', await describe(page));
      return page.locator('main').innerText();
    };
    await device(page);
    const demanded = await comes('quarry');
    assert.match(demanded, /nobody gets in without a passkey/);
    assert.match(demanded, /Nothing that could keep one\? Ask the help desk\./);
    await looksGood(page, 'demanded');
    assert.match(await comes('pit'), /certain models only/);
    await press(page, 'Add a passkey');
    assert.match(await page.locator('main').innerText(), /doesn’t show to be of one of them/);
    await looksGood(page, 'model-refused');
  }));

  if (once) {
    test('without script the pages say so, and the other ways work', () => visit(browser, async page => {
      const person = user(the.server, PETAL);
      await enter(page);
      assert.equal(await button(page, 'Sign in with a passkey').isVisible(), false);
      assert.match(await page.locator('main').innerText(), /Passkeys need JavaScript/);
      await send(page, { email: person.identifier });
      await send(page, { password: person.password });
      await page.waitForURL(`${application().url}**`);
      await open(page, '/account/two-factor');
      assert.equal(await button(page, 'Add a passkey').count(), 0, await describe(page));
      assert.match(await page.locator('main').innerText(), /Passkeys need JavaScript/);
    }, { javaScriptEnabled: false }));
  }
}, { commands: true });
