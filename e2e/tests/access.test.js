// Everybody gets in: by keyboard alone, without script, on a narrow screen, in the dark, with a screen reader.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { weight } from '../lib/weight.js';
import { MOST_BYTES } from '../lib/places.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, confirmSignOut, describe, isSigningIn, leading, openApplication, send, signIn } from '../lib/steps.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Access', the => {
  test('by keyboard alone', () => visit(browser, async page => {
    const person = user(the.server, 1);
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 1));
    assert.equal(await focused(page), 'email', 'the first field has the focus');
    await page.keyboard.type(person.identifier);
    await leading(page, () => page.keyboard.press('Enter'));
    assert.equal(await focused(page), 'password');
    await page.keyboard.type(person.password);
    await leading(page, () => page.keyboard.press('Enter'));
    await assertSignedIn(page, the.server.applications[0], person);
  }));

  test('every control of the sign-in is reached by Tab, and shows it', () => visit(browser, async page => {
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 1));
    const controls = await page.locator('a[href]:visible, button:visible, input:visible, summary:visible').count();
    const reached = new Set();
    // Once around, from wherever the focus is; the browser's own controls are passed on the way.
    for (let i = 0; i < controls + 5; i++) {
      await page.keyboard.press('Tab');
      const control = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return undefined;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        const shows = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
        return { name: element.outerHTML.slice(0, 120), shows };
      });
      if (!control) continue;
      assert.ok(control.shows, `the focus shows on ${control.name}`);
      reached.add(control.name);
    }
    assert.equal(reached.size, controls, [...reached].join('\n'));
  }));

  test('without JavaScript', () => visit(browser, async page => {
    const [first, second] = the.server.applications;
    const person = user(the.server, 1);
    await beginSignIn(page, first, organisation(the.server, 1));
    await signIn(page, the.server, person);
    await assertSignedIn(page, first, person);
    await openApplication(page, second);
    await assertSignedIn(page, second, person);
    await leading(page, () => page.getByRole('button', { name: /sign out/i }).first().click());
    if (await page.locator('button[name=logout]').count()) await confirmSignOut(page);
    await openApplication(page, first);
    assert.ok(isSigningIn(page, the.server), await describe(page));
  }, { javaScriptEnabled: false }));

  test('each page: axe finds nothing, 320 px are enough, light and dark', async () => {
    const { server } = the;
    const [application] = server.applications;
    const person = user(server, 1);
    await visit(browser, async page => {
      await page.goto(server.start);
      await look(page, 'start');
      await page.goto(server.outbox);
      await look(page, 'outbox');
      await page.goto(application.url);
      await look(page, 'application');

      await beginSignIn(page, application, organisation(server, 1));
      await look(page, 'sign-in');
      await send(page, { email: person.identifier });
      await look(page, 'password');
      await send(page, { password: 'wrong' });
      assert.equal(await alert(page).count(), 1, await describe(page));
      await look(page, 'password-error');
      await signIn(page, server, person);
      await look(page, 'application-signed-in');

      await page.goto(server.issuer);
      await look(page, 'home');
      await page.goto(new URL('/account/sessions', server.issuer).href);
      await look(page, 'sessions');
      await page.goto(new URL('/sign-out', server.issuer).href);
      await look(page, 'sign-out');
      await confirmSignOut(page);
      await look(page, 'signed-out');

      await page.goto(new URL('/oauth/authorize?client_id=nobody', server.issuer).href);
      await look(page, 'error');
      await page.goto(new URL('/no-such-page', server.issuer).href);
      await look(page, 'not-found');
    });
  });

  test('each organisation has its own look, and every one is accessible', async () => {
    const { server } = the;
    const [application] = server.applications;
    for (const { slug, users } of server.organisations) {
      await visit(browser, async page => {
        await beginSignIn(page, application, { slug });
        await look(page, `sign-in-${slug}`);
        const person = users.find(user => user.totp_secret);
        if (!person) return;
        await signIn(page, server, person, {
          on: async (at, fields) => { if (fields.includes('code')) await look(at, `code-${slug}`); },
        });
      });
    }
  });

  test(`the whole sign-in page is under ${MOST_BYTES / 1000} KB`, () => visit(browser, async page => {
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 1));
    for (const address of [page.url(), the.server.issuer]) {
      const { bytes, parts } = await weight(browser, address);
      assert.ok(bytes > 1000 && bytes < MOST_BYTES, `${bytes} bytes: ${JSON.stringify(parts, null, 1)}`);
    }
  }));
});

/** The name of the field that has the focus. */
const focused = page => page.evaluate(() => document.activeElement?.getAttribute('name'));
