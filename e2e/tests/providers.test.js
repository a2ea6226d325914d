// Signing in through a provider of OpenID Connect that we did not write.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { CLIENT, openidProvider, SECRET, signInThere } from '../lib/openid-provider.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe, field, leading, send } from '../lib/steps.js';

const NAME = 'Northwind Directory';
const BUTTON = 'button[name=provider][value=directory]';

/** Milliseconds that a server is given to go by what a command wrote. */
const PATIENCE = 30_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Identity providers', (the, once) => {
  let provider;
  let domain;
  const newcomer = () => ({ identifier: `maren@${domain}` });

  before(async () => {
    const { server } = the;
    const { slug } = organisation(server, 1);
    const known = user(server, 1);
    domain = known.identifier.split('@')[1];
    provider = await openidProvider(`${server.issuer}/sign-in/provider/${slug}/directory`, {
      maren: { email: newcomer().identifier, email_verified: true, given_name: 'Maren', family_name: 'Dahl' },
      private: { email: 'somebody@elsewhere.example', email_verified: false },
      known: { email: known.identifier, email_verified: true, given_name: 'Somebody', family_name: 'Known' },
    });
    const connector = { issuer: provider.issuer, client_id: CLIENT, client_secret: SECRET };
    const directory = { key: 'directory', name: NAME, openid_connect: connector, domains: [domain], creates_users: true };
    const policy = { users_detach_links: true };
    server.apply({ version: 1, organisations: [{ slug, policy, domains: [domain], identity_providers: [directory] }] });
    const tried = server.operateBeside('provider', 'test', slug, 'directory');
    assert.match(await tried, /Redirect URI[^\n]*\/sign-in\/provider\//);
    // A server goes by what a command wrote within two seconds.
    await visit(browser, async page => {
      await beginSignIn(page, server.applications[0], organisation(server, 1));
      const deadline = Date.now() + PATIENCE;
      while (!await page.locator(BUTTON).count()) {
        assert.ok(Date.now() < deadline, await describe(page));
        await page.reload();
      }
    });
  });
  after(() => provider?.stop());

  /** At the provider's own page, led there by an address of the domain. */
  async function led(page, identifier) {
    const { server } = the;
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await field(page, 'email').fill(identifier);
    await page.locator('form:has(input[name=email]) button[type=submit]').first().click();
    await page.waitForURL(`${provider.issuer}/**`);
  }

  test('an address of the domain leads there, and somebody new arrives with an account', () => visit(browser, async page => {
    const { server } = the;
    await led(page, newcomer().identifier);
    await signInThere(page, 'maren');
    // Whoever is new agrees to the notice of the organisation, as everybody does.
    await page.locator('input[name=accept]').check();
    await page.locator('form:has(input[name=accept]) button[type=submit]').click();
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], newcomer());
  }));

  test('the button leads there as well, and whoever has the address is known', () => visit(browser, async page => {
    const { server } = the;
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator(BUTTON).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await signInThere(page, 'known');
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], user(server, 1));
  }));

  test('whoever goes back is asked for the password', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    await led(page, person.identifier);
    await page.locator('a[href$="/abort"]').click();
    await page.waitForURL(`${server.issuer}/**`);
    assert.ok(await field(page, 'password').count(), await describe(page));
    await send(page, { password: person.password });
    await assertSignedIn(page, server.applications[0], person);
  }));

  test('J1.15: an account there is unlinked and another one linked; either signs in from then on', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    const looksGood = async name => {
      if (once) assert.deepEqual(await problemsOf(page, `providers-${name}`), []);
    };
    const press = name => leading(page, () => page.getByRole('button', { name, exact: true }).click());
    const told = () => page.locator('[role=status]').innerText();
    await led(page, person.identifier);
    await page.locator('a[href$="/abort"]').click();
    await page.waitForURL(`${server.issuer}/**`);
    await send(page, { password: person.password });
    await page.goto(`${server.issuer}/account/profile`);
    await looksGood('profile-linked');
    await press(`Unlink the account at ${NAME}`);
    await send(page, { password: person.password });
    await looksGood('unlink');
    await press('Unlink account');
    assert.equal(await told(), `Your account at ${NAME} is unlinked.`);
    await press(`Link an account at ${NAME}`);
    await looksGood('link-confirmed-first');
    await send(page, { password: person.password });
    await looksGood('link');
    await page.getByRole('button', { name: `Continue to ${NAME}` }).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await signInThere(page, 'private');
    await page.waitForURL(`${server.issuer}/account/profile**`);
    assert.equal(await told(), `Your account at ${NAME} is linked: it signs you in from now on.`);
    await looksGood('linked');
    await page.context().clearCookies();
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator(BUTTON).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await signInThere(page, 'private');
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], person);
  }));
}, { commands: true });
