// The demonstration: its pages fit and are accessible in every width, a choice of language goes along, and each journey's button begins it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { start, user } from '../lib/server.js';
import { assertSignedIn, field, leading, send, signIn } from '../lib/steps.js';

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
