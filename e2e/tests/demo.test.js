// The demonstration: its pages fit and are accessible in every width, a choice of language goes along, and each journey's button begins it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { start, user } from '../lib/server.js';
import { assertSignedIn, confirmSignOut, describe, field, isSigningIn, leading, send, signIn } from '../lib/steps.js';

/** Milliseconds that going back may be taken for the same click. */
const PATIENCE = 30_000;

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await start('SQLite');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const section = (page, slug) => page.locator(`section[aria-labelledby=${slug}]`);
const begin = (page, slug) => leading(page, () => section(page, slug).locator('.way .btn').first().click());

for (const [locale, schemes] of [['de-DE', ['light', 'dark']], ['fr-FR', ['light']], ['en-GB', ['light']]]) {
  const language = locale.slice(0, 2);
  test(`${language}: start page, outbox and applications fit and are accessible`, () => visit(browser, async page => {
    const seen = name => look(page, `demo-${name}-${language}`, { widths: [320, 390, 1280], schemes });
    const spoken = async () => assert.equal(await page.evaluate(() => document.documentElement.lang), language, page.url());
    for (const [name, path] of [['start', '/'], ['outbox', '/outbox'], ['mail', '/outbox/1'], ['notice', '/privacy']]) {
      await page.goto(new URL(path, server.start).href);
      await spoken();
      await seen(name);
    }
    const [application] = server.applications;
    await page.goto(application.url);
    await seen('welcome');
    await page.goto(new URL('/callback?state=x', application.url).href);
    await seen('refused');
    // From the start page's button to the application and back, everything stays in the language.
    await page.goto(server.start);
    await begin(page, 'northwind');
    await spoken();
    const ines = user(server, 1);
    await signIn(page, server, ines, { on: spoken });
    await assertSignedIn(page, application, ines);
    await spoken();
    await leading(page, () => page.locator('form[action="/refresh"] button').click());
    await seen('signed-in');
  }, { locale }));
}

test('the menu holds for start page and applications, and Doorward follows', () => visit(browser, async page => {
  const heading = () => page.locator('h1').innerText();
  await page.goto(server.outbox);
  await leading(page, () => page.locator('button[name=language][value=nl]').click());
  assert.equal(page.url(), server.outbox);
  assert.equal(await heading(), 'Postvak');
  await page.goto(server.applications[1].url);
  assert.equal(await heading(), 'Houd elke rekening op orde');
  await page.goto(new URL('/sign-in', server.applications[1].url).href);
  assert.equal(await heading(), 'Inloggen');
}));

test('each journey’s button begins it', () => visit(browser, async page => {
  const lead = { harbour: 'sofia.marini@harbour.example', petal: 'lea.marchetti@petal.example', cinder: 'noor.haddad@cinder.example' };
  for (const [slug, address] of Object.entries(lead)) {
    await page.goto(server.start);
    await begin(page, slug);
    assert.ok(page.url().startsWith(server.issuer), page.url());
    assert.ok((await page.content()).includes(address), `${slug}: the address is there already`);
  }
  await page.goto(server.start);
  await begin(page, 'lumen');
  assert.ok(/\/outbox\/\d+$/.test(page.url()), page.url());
  assert.ok((await page.locator('dl').innerText()).includes('kofi.mensah@lumen.example'));
}));

test('J3.8: somebody new comes from the provider with an account, and signing out ends the session there as well', () =>
  visit(browser, async page => {
    const [application] = server.applications;
    const elif = { identifier: 'elif.kaya@tern.example', password: 'Eleven containers in fog' };
    const isThere = () => new URL(page.url()).origin !== server.issuer && /\/sign-in$/.test(new URL(page.url()).pathname);
    const comeBy = async () => {
      await page.goto(server.start);
      await begin(page, 'tern');
      await field(page, 'email').press('Enter');
      await page.waitForURL(isThere);
      await look(page, 'demo-provider', { widths: [390, 1280], schemes: ['light', 'dark'] });
      assert.equal(await page.locator('main h1').count(), 1);
      const there = { issuer: new URL(page.url()).origin };
      await signIn(page, there, elif);
      await page.waitForURL(`${application.url}**`);
      await assertSignedIn(page, application, elif);
      return there;
    };
    const there = await comeBy();
    await leading(page, () => page.getByRole('button', { name: /sign out/i }).first().click());
    if (page.url().startsWith(server.issuer)) await confirmSignOut(page);
    await page.goto(`${there.issuer}/account/profile`);
    assert.ok(isSigningIn(page, there), `signed out there as well: ${await describe(page)}`);
    await comeBy();
  }));

test('whoever comes back from the provider signs in with a password that is kept here', () => visit(browser, async page => {
  const freya = { identifier: 'freya.lund@tern.example', password: 'Nine lamps on the quay' };
  const section = page.locator('section[aria-labelledby=tern] .people > li', { has: page.getByRole('heading', { name: 'Freya Lund' }) });
  await page.goto(server.start);
  await leading(page, () => section.locator('.btn').first().click());
  const back = async () => {
    await field(page, 'email').press('Enter');
    await page.waitForURL(url => url.origin !== server.issuer);
    await page.goBack();
    await page.waitForURL(url => url.origin === server.issuer);
  };
  await back();
  // The same within moments is the same click, which leads there again.
  const deadline = Date.now() + PATIENCE;
  await leading(page, () => field(page, 'email').press('Enter'));
  while (!await field(page, 'password').count()) {
    assert.ok(Date.now() < deadline, await describe(page));
    await page.goBack();
    await leading(page, () => field(page, 'email').press('Enter'));
  }
  await send(page, { password: freya.password });
  await assertSignedIn(page, server.applications[0], freya);
}));

/** Signs in with the first application as the one whom these words describe, up to the password. */
async function enter(page, name) {
  await page.goto(server.start);
  const person = page.locator('.people > li', { has: page.getByRole('heading', { name }) });
  const [email, password] = await person.locator('dd code').allInnerTexts();
  await leading(page, () => person.locator('.btn').first().click());
  if (await field(page, 'email').count()) await send(page, { email });
  await send(page, { password });
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
}

test('J1.9, J5.8: who is locked or was not seen for a year is told so after the right password, and whom to ask', () =>
  visit(browser, async page => {
    assert.match(await enter(page, 'Paula Reyes'), /locked/);
    await page.context().clearCookies();
    assert.match(await enter(page, 'Pieter Smit'), /inactiv/);
  }));

test('J1.2: a password of before today’s rules is right, and another one is chosen', () => visit(browser, async page => {
  assert.match(await enter(page, 'Viktor Lund'), /doesn’t keep today’s rules of Northwind Instruments/);
}));
