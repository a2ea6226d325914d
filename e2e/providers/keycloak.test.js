// Signing in through Keycloak's server. It is not part of `cargo xtask test`, which is to run on a machine without Java:
//   KEYCLOAK=folder-of-its-distribution node --test providers/keycloak.test.js
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { CLIENT, keycloak, SECRET, signInThere } from '../lib/keycloak.js';
import { onEachEngine, organisation } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe } from '../lib/steps.js';

const folder = process.env.KEYCLOAK;
assert.ok(folder, 'KEYCLOAK names the folder in which Keycloak was unpacked');

const DOMAIN = 'keycloak.example';
const MAREN = { username: 'maren', password: 'a lantern in the rain', email: `maren@${DOMAIN}`, firstName: 'Maren', lastName: 'Dahl', groups: ['Sales'] };
const BUTTON = 'button[name=provider][value=keycloak]';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Keycloak as provider', the => {
  let provider;
  before(async () => {
    const { server } = the;
    const { slug } = organisation(server, 1);
    provider = await keycloak(folder, { redirect: `${server.issuer}/sign-in/provider/${slug}/keycloak`, people: [MAREN] });
    const connector = { preset: 'keycloak', issuer: provider.issuer, client_id: CLIENT, client_secret: SECRET };
    const rules = { domains: [DOMAIN], creates_users: true, groups: { Sales: 'Sales' } };
    server.apply({
      version: 1,
      organisations: [{ slug, domains: [DOMAIN], groups: [{ name: 'Sales' }], identity_providers: [{ key: 'keycloak', name: 'Keycloak', openid_connect: connector, ...rules }] }],
    });
    assert.match(await server.operateBeside('provider', 'test', slug, 'keycloak'), /Redirect URI/);
  });
  after(() => provider?.stop());

  const shown = () => the.server.operate('--json', 'user', 'show', MAREN.email);

  /** At Keycloak's page, by the button. A server goes by what a command wrote within two seconds. */
  async function led(page) {
    await beginSignIn(page, the.server.applications[0], organisation(the.server, 1));
    for (const deadline = Date.now() + 30_000; !await page.locator(BUTTON).count();) {
      assert.ok(Date.now() < deadline, await describe(page));
      await page.reload();
    }
    await page.locator(BUTTON).click();
    await signInThere(page, MAREN.username, MAREN.password);
  }

  /** By the button, through Keycloak's page, back at the application. */
  async function signsIn(page) {
    const [application] = the.server.applications;
    await led(page);
    const accept = page.locator('input[name=accept]');
    await page.waitForURL(url => url.href.startsWith(application.url) || url.href.startsWith(the.server.issuer));
    if (await accept.count()) {
      await accept.check();
      await page.locator('form:has(input[name=accept]) button[type=submit]').click();
    }
    await page.waitForURL(`${application.url}**`);
    await assertSignedIn(page, application, { identifier: MAREN.email });
  }

  test('somebody new gets an account with what Keycloak says of them', () => visit(browser, async page => {
    await signsIn(page);
    const person = shown();
    for (const part of ['Maren', 'Dahl', 'Sales']) assert.ok(person.includes(part), `${part} in ${person}`);
  }));

  test('new keys of the realm are fetched, and what Keycloak changes follows', () => visit(browser, async page => {
    const { id } = JSON.parse(provider.administer('get', 'realms/northwind', '--fields', 'id'));
    provider.administer('create', 'components', '-s', 'name=newer', '-s', 'providerId=rsa-generated', '-s', 'providerType=org.keycloak.keys.KeyProvider',
      '-s', `parentId=${id}`, '-s', 'config.priority=["200"]', '-s', 'config.enabled=["true"]', '-s', 'config.active=["true"]');
    const [{ id: user }] = JSON.parse(provider.administer('get', 'users', '-q', `username=${MAREN.username}`));
    provider.administer('update', `users/${user}`, '-s', 'lastName=Berg');
    the.server.moveClock(61); // they are fetched once a minute at most
    await signsIn(page);
    assert.match(shown(), /Berg/);
  }));

  test('who is signed out there is signed out here', () => visit(browser, async page => {
    await signsIn(page);
    const account = `${the.server.issuer}/account/profile`;
    await page.goto(account);
    assert.equal(page.url(), account, await describe(page));
    const [{ id: user }] = JSON.parse(provider.administer('get', 'users', '-q', `username=${MAREN.username}`));
    provider.administer('create', `users/${user}/logout`);
    await page.goto(account);
    assert.notEqual(page.url(), account, await describe(page));
  }));

  test('who is shut out there does not come in here', () => visit(browser, async page => {
    const [{ id: user }] = JSON.parse(provider.administer('get', 'users', '-q', `username=${MAREN.username}`));
    provider.administer('update', `users/${user}`, '-s', 'enabled=false');
    await led(page);
    await page.locator('#input-error, .kc-feedback-text, #input-error-username').first().waitFor();
    assert.ok(page.url().startsWith(provider.issuer), await describe(page));
  }));
}, { commands: true, clock: true });
