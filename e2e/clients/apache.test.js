// Apache with mod_auth_openidc (Debian) guards a folder; a person in Chromium wants in, and out again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApache } from '../lib/apache.js';
import { launch, visit } from '../lib/browser.js';
import { applications, client } from '../lib/clients.js';
import { onEachEngine, user } from '../lib/server.js';
import { confirmSignOut, describe, leading, signIn } from '../lib/steps.js';

onEachEngine('mod_auth_openidc', the => {
  let apache, browser;
  before(async () => {
    browser = await launch();
    apache = await startApache(the.server.issuer, client('apache'));
  });
  after(async () => {
    await apache?.stop();
    await browser?.close();
  });

  test('a guarded page opens after the sign-in, and closes with the log-out', () => visit(browser, async page => {
    const person = user(the.server, 1);
    await page.goto(`${apache.url}/private/`);
    await signIn(page, the.server, person);
    assert.equal(page.url(), `${apache.url}/private/`, `${await describe(page)}\n${apache.log()}`);
    assert.equal(await page.locator('#user').innerText(), person.identifier);
    assert.equal(await page.locator('#issuer').innerText(), the.server.issuer);

    const goodbye = client('apache').post_logout_redirect_uris[0];
    await page.goto(`${client('apache').redirect_uris[0]}?logout=${encodeURIComponent(goodbye)}`);
    if (await page.locator('button[name=logout]').count()) await confirmSignOut(page);
    if (page.url() !== goodbye) await leading(page, () => page.locator(`a[href^="${goodbye}"]`).first().click());
    assert.ok(page.url().startsWith(goodbye), await describe(page));

    await page.goto(`${apache.url}/private/`);
    assert.ok(page.url().startsWith(the.server.issuer), `it asks again: ${await describe(page)}`);
  }));

  test('signing out at Doorward closes it too (Back-Channel Logout)', () => visit(browser, async page => {
    const person = user(the.server, 1);
    await page.goto(`${apache.url}/private/`);
    await signIn(page, the.server, person);
    assert.equal(page.url(), `${apache.url}/private/`, await describe(page));
    await page.goto(new URL('/sign-out', the.server.issuer).href);
    await confirmSignOut(page);
    const row = page.locator('li', { hasText: 'mod_auth_openidc' });
    assert.equal(await row.locator('.badge').innerText(), 'Closed', `${await describe(page)}\n${apache.log()}`);
    await page.goto(`${apache.url}/private/`);
    assert.ok(page.url().startsWith(the.server.issuer), `it asks again: ${await describe(page)}`);
  }));
}, { applications });
