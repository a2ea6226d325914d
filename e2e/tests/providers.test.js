// Signing in through a provider of OpenID Connect that we did not write.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { CLIENT, openidProvider, SECRET, signInThere, signOutThere } from '../lib/openid-provider.js';
import { engines, onEachEngine, organisation, start, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, confirmSignOut, describe, field, isSigningIn, leading, send, signIn } from '../lib/steps.js';

const NAME = 'Northwind Directory';
const BUTTON = 'button[name=provider][value=directory]';

const SECOND = 'Second Doorward';

/** The client that one Doorward is at another. */
const asClient = (organisation, redirect) => ({
  version: 1,
  applications: [{
    organisation, client_id: CLIENT, client_name: 'First Doorward', client_secret: SECRET, redirect_uris: [redirect],
    subscriptions: [{ organisation, everyone: true }],
  }],
});

/** Milliseconds that a server is given to go by what a command wrote. */
const PATIENCE = 30_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Identity providers', (the, once) => {
  let provider;
  let second;
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
    const rules = { domains: [domain], creates_users: true, signs_out_there: true };
    const directory = { key: 'directory', name: NAME, openid_connect: connector, ...rules };
    second = await start(once ? engines[0] : engines.at(-1), { commands: true });
    second.apply(asClient(organisation(second, 1).slug, `${server.issuer}/sign-in/provider/${slug}/second`));
    const doorward = { key: 'second', name: SECOND, openid_connect: { issuer: second.issuer, client_id: CLIENT, client_secret: SECRET } };
    const policy = { users_detach_links: true };
    server.apply({ version: 1, organisations: [{ slug, policy, domains: [domain], identity_providers: [directory, doorward] }] });
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
  after(async () => {
    await provider?.stop();
    await second?.stop();
  });

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

  test('the button leads there as well, and whoever may do more than it gives proves the account first', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    const there = async () => {
      await beginSignIn(page, server.applications[0], organisation(server, 1));
      await page.locator(BUTTON).click();
      await page.waitForURL(`${provider.issuer}/**`);
      await signInThere(page, 'known');
    };
    await there();
    await page.waitForURL(`${server.issuer}/**`);
    assert.ok(await field(page, 'password').count(), await describe(page));
    await send(page, { password: person.password });
    await assertSignedIn(page, server.applications[0], person);
    await page.context().clearCookies();
    await there();
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], person);
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

  /** Signed in to the application as whoever came first, through the provider. */
  async function signedInAsNewcomer(page) {
    const { server } = the;
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator(BUTTON).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await signInThere(page, 'maren');
    await page.waitForURL(`${server.applications[0].url}**`);
  }

  test('whoever signs out here signs out there as well, and comes back', () => visit(browser, async page => {
    const { server } = the;
    await signedInAsNewcomer(page);
    await page.goto(`${server.issuer}/sign-out`);
    await confirmSignOut(page);
    await page.waitForURL(`${provider.issuer}/**`);
    await signOutThere(page);
    await page.waitForURL(`${server.issuer}/signed-out**`);
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator(BUTTON).click();
    await page.waitForURL(`${provider.issuer}/**`);
    assert.ok(await page.locator('input[name=login]').count(), 'asked there who it is');
  }));

  test('what ends there ends here', () => visit(browser, async page => {
    const { server } = the;
    await signedInAsNewcomer(page);
    await page.goto(`${server.issuer}/account/profile`);
    assert.ok(!isSigningIn(page, server), await describe(page));
    await page.goto(`${provider.issuer}/session/end`);
    await signOutThere(page);
    await page.waitForURL(`${provider.issuer}/session/end/success**`);
    await page.goto(`${server.issuer}/account/profile`);
    assert.ok(isSigningIn(page, server), await describe(page));
  }));

  test('idp_hint leads straight there, and whoever comes back chooses', () => visit(browser, async page => {
    const { server } = the;
    const query = new URLSearchParams({ organization: organisation(server, 1).slug });
    const begun = await page.request.get(`${server.applications[0].url.replace(/\/$/, '')}/sign-in?${query}`, { maxRedirects: 0 });
    await page.goto(`${begun.headers().location}&idp_hint=directory`);
    await page.waitForURL(`${provider.issuer}/**`);
    await page.locator('a[href$="/abort"]').click();
    await page.waitForURL(`${server.issuer}/**`);
    assert.ok(await field(page, 'email').count(), await describe(page));
  }));

  test('a second Doorward is a provider; an address that it vouches for is proven here first', () => visit(browser, async page => {
    const { server } = the;
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator('button[name=provider][value=second]').click();
    await page.waitForURL(`${second.issuer}/**`);
    await signIn(page, second, user(second, 1));
    await page.waitForURL(`${server.issuer}/**`);
    assert.ok((await page.locator('main').innerText()).includes(SECOND), await describe(page));
    await signIn(page, server, user(server, 1));
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], user(server, 1));
    // From then on it signs in by itself.
    await page.context().clearCookies();
    await beginSignIn(page, server.applications[0], organisation(server, 1));
    await page.locator('button[name=provider][value=second]').click();
    await page.waitForURL(`${second.issuer}/**`);
    await signIn(page, second, user(second, 1));
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], user(server, 1));
  }));
}, { commands: true });
