// J1.21: logging out tells the applications, and the page says which closed theirs; Back shows nothing of one's own any more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { onEachEngine, user } from '../lib/server.js';
import { assertSignedIn, confirmSignOut, describe, field, openApplication, signIn } from '../lib/steps.js';

onEachEngine('signing out', the => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());

  test('the applications are told, and Back asks the server', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    const [almanac, ledgerline] = server.applications;
    await openApplication(page, almanac);
    await signIn(page, server, person);
    await assertSignedIn(page, almanac, person);
    await openApplication(page, ledgerline);
    await signIn(page, server, person);
    await assertSignedIn(page, ledgerline, person);

    await page.goto(new URL('/account/sessions', server.issuer).href);
    const other = await page.context().newPage();
    await other.goto(new URL('/sign-out', server.issuer).href);
    await confirmSignOut(other);
    await look(other, 'signed-out-told');
    for (const { name } of [almanac, ledgerline]) {
      const row = other.locator('li', { hasText: name });
      assert.equal(await row.locator('.badge').innerText(), 'Closed', await describe(other));
    }
    await page.goto(ledgerline.url);
    assert.equal(await page.getByText(person.identifier).count(), 0, `signed out there too: ${await describe(page)}`);

    await page.goBack();
    assert.equal(await page.getByText(person.identifier).count(), 0, `Back shows nothing: ${await describe(page)}`);
    await field(page, 'email').waitFor();
  }));
});
