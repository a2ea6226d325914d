// An application's API wants a strong and recent sign-in, and says so (RFC 9470); Doorward asks for what is missing, and for no more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe, isSigningIn, leading, signIn } from '../lib/steps.js';

const LOOKS = { schemes: ['light', 'dark'], examined: [390, 1280] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('An API that wants more', (the, once) => {
  const looksGood = async (page, name) => {
    if (once) assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const opens = page => leading(page, () => page.getByRole('link', { name: 'Open what is confidential' }).click());
  const heading = page => page.locator('h1').innerText();
  const at = async (page, person) => {
    const [application] = the.server.applications;
    await beginSignIn(page, application, organisation(the.server, 1));
    await signIn(page, the.server, person);
    await assertSignedIn(page, application, person);
  };

  test('a recent sign-in with two factors opens it; an older one is made anew', () => visit(browser, async page => {
    const person = user(the.server, 1, { totp: true });
    await at(page, person);
    await opens(page);
    assert.equal(await heading(page), 'Confidential', await describe(page));
    await looksGood(page, 'step-up-confidential');

    the.server.moveClock(400);
    await page.goto(the.server.applications[0].url);
    await opens(page);
    assert.ok(isSigningIn(page, the.server), await describe(page));
    assert.deepEqual(await signIn(page, the.server, person), ['email', 'password', 'code']);
    assert.equal(await heading(page), 'Confidential', await describe(page));
  }));

  test('without a second factor, the page says what is missing, and does not go round in circles', () => visit(browser, async page => {
    await at(page, user(the.server, 1));
    await opens(page);
    assert.equal(await heading(page), 'A second factor is missing', await describe(page));
    await looksGood(page, 'step-up-not-enough');
    await page.reload();
    assert.equal(await heading(page), 'A second factor is missing');
  }));
}, { clock: true });
