// Signing in with the password of an organisation's own directory: OpenLDAP's server, which we did not write.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onEachEngine, organisation } from '../lib/server.js';
import { entry, EXPIRED, group, RESET, slapd } from '../lib/slapd.js';
import { alert, assertSignedIn, beginSignIn, describe, field, isSigningIn, send } from '../lib/steps.js';

const DOMAIN = 'harbour.example';
const person = (uid, given, family) => ({ uid, given, family, identifier: `${uid}@${DOMAIN}`, email: `${uid}@${DOMAIN}`, password: `${uid} and seven gulls` });
const MAREN = person('maren', 'Maren', 'Dahl');
const OLD = person('old', 'Olaf', 'Dahl');
const NEW = person('new', 'Nele', 'Dahl');
const DUTY = { identifier: `duty@${DOMAIN}`, password: 'Kept here for the day it storms' };

/** Milliseconds that a server is given to go by what a command wrote. */
const PATIENCE = 30_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Directories', (the, once) => {
  let directory;
  const home = () => organisation(the.server, 3);

  before(async () => {
    const { server } = the;
    directory = await slapd([entry(MAREN, 'title: Pilot'), entry(OLD, ...EXPIRED), entry(NEW, ...RESET), group('pilots', MAREN.uid)]);
    const provider = {
      key: 'directory', name: 'Harbour directory', creates_users: true, domains: [DOMAIN],
      groups: { pilots: 'Pilots' }, ldap: directory.connector,
    };
    // The service that the demonstration has is switched off first: one judges an organisation's passwords.
    server.apply({ version: 1, organisations: [{ slug: home().slug, identity_providers: [{ key: 'staff', state: 'disabled' }] }] });
    server.apply({
      version: 1,
      organisations: [{
        slug: home().slug, domains: [DOMAIN], groups: [{ name: 'Pilots' }], identity_providers: [provider],
        users: [{ email: DUTY.identifier, local: true, password: DUTY.password }],
      }],
    });
    const tried = await server.operateBeside('provider', 'test', home().slug, 'directory');
    assert.ok(!tried.includes('FAILED'), tried);
    // A server goes by what a command wrote within two seconds: until then the other service is asked.
    const deadline = Date.now() + PATIENCE;
    await visit(browser, async page => {
      do {
        assert.ok(Date.now() < deadline, await describe(page));
        await types(page, DUTY.identifier, DUTY.password);
      } while (isSigningIn(page, server));
    });
  });
  after(() => directory?.stop());

  /** Types address and password. */
  async function types(page, email, password) {
    await page.context().clearCookies();
    await beginSignIn(page, the.server.applications[0], home());
    await send(page, { email });
    await send(page, { password });
  }

  /** What the page says is wrong, once it was looked at. */
  async function complaint(page, name) {
    assert.ok(isSigningIn(page, the.server), await describe(page));
    if (once) assert.deepEqual(await problemsOf(page, `directories-${name}`), []);
    return (await alert(page).innerText()).replaceAll('\n', ' ');
  }

  const shown = address => JSON.parse(the.server.operate('user', 'show', address, '--json'));

  test('whoever is new there arrives with an account, a name and groups', () => visit(browser, async page => {
    const { server } = the;
    await types(page, MAREN.identifier, MAREN.password);
    await page.waitForURL(`${server.applications[0].url}**`);
    await assertSignedIn(page, server.applications[0], MAREN);
    const made = shown(MAREN.identifier);
    assert.deepEqual([made.name, made.groups, made.has_password], ['Maren Dahl', ['Pilots'], false]);
    await page.goto(`${server.issuer}/account/profile`);
    const main = (await page.locator('main').innerText()) + (await page.locator('main input').evaluateAll(all => all.map(one => one.value).join(' ')));
    assert.ok(main.includes('Maren') && main.includes('Pilot'), await describe(page));
    if (once) assert.deepEqual(await problemsOf(page, 'directories-profile'), []);
  }));

  test('a wrong password is one, and so is that of nobody', () => visit(browser, async page => {
    for (const email of [MAREN.identifier, `nobody@${DOMAIN}`]) {
      await types(page, email, 'a guess');
      assert.match(await complaint(page, 'wrong'), /don’t match/);
    }
    await types(page, MAREN.identifier, MAREN.password);
    await assertSignedIn(page, the.server.applications[0], MAREN);
  }));

  test('an expired password and one that an administrator set are to be changed there first, and the page says whom to ask', () =>
    visit(browser, async page => {
      for (const [somebody, name] of [[OLD, 'expired'], [NEW, 'reset']]) {
        await types(page, somebody.identifier, 'a guess');
        assert.match(await complaint(page, 'wrong'), /don’t match/);
        await types(page, somebody.identifier, somebody.password);
        assert.match(await complaint(page, name), /wants you to change your password first/);
        assert.match(await page.locator('body').innerText(), /IT support/, 'whom to ask');
      }
    }));

  test('while the directory is away the page says so, and whoever is local gets in', async () => {
    await directory.pause();
    await visit(browser, async page => {
      await types(page, MAREN.identifier, MAREN.password);
      const silent = await complaint(page, 'silent');
      assert.match(silent, /doesn’t answer right now/);
      assert.doesNotMatch(silent, /match/);
      await types(page, DUTY.identifier, DUTY.password);
      await assertSignedIn(page, the.server.applications[0], DUTY);
    });
    await directory.start();
    await visit(browser, async page => {
      await types(page, MAREN.identifier, MAREN.password);
      await assertSignedIn(page, the.server.applications[0], MAREN);
    });
  });
}, { commands: true });
