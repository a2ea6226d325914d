// Which language a page speaks, and the menu that changes it: without script, without losing the sign-in or what was typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { look } from '../lib/look.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe, field, leading, send, signIn } from '../lib/steps.js';

/** The heading of the first page. */
const SIGN_IN = { en: 'Sign in', de: 'Anmelden', fr: 'Se connecter', nl: 'Inloggen', sv: 'Logga in' };

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const spoken = page => page.evaluate(() => document.documentElement.lang);
const heading = page => page.locator('h1').innerText();
const menu = (page, language) => page.locator(`button[name=language][value=${language}]`);
const choose = (page, language) => leading(page, () => menu(page, language).click());

async function speaks(page, language) {
  assert.equal(await spoken(page), language, await describe(page));
}

onOneEngine('Languages', the => {
  const begin = (page, parameters) => beginSignIn(page, the.server.applications[0], organisation(the.server, 1), parameters);

  for (const language of Object.keys(SIGN_IN)) {
    test(`${language}: the browser's language, and every page fits`, () => visit(browser, async page => {
      const { server } = the;
      const person = user(server, 1, { totp: true });
      // The gallery looks at every page in every language; here the longest words are examined with real content.
      const examined = language === 'de' ? [390] : [];
      const seen = name => look(page, `${name}-${language}`, { schemes: ['light'], examined });
      await begin(page);
      await speaks(page, language);
      assert.equal(await heading(page), SIGN_IN[language]);
      await signIn(page, server, person, { on: async (at, fields) => {
        await speaks(at, language);
        await seen(`languages-${fields.join('-') || 'page'}`);
      } });
      await assertSignedIn(page, server.applications[0], person);
      for (const path of ['/', '/account/sessions', '/sign-out', '/nowhere', '/oauth/authorize?client_id=nobody', '/sign-in?at=x']) {
        await page.goto(new URL(path, server.issuer).href);
        await speaks(page, language);
        await seen(`languages${path.replace(/[^a-z]+/g, '-')}`);
      }
    }, { locale: language, extraHTTPHeaders: { 'accept-language': `${language}-XX, en;q=0.5` } }));
  }

  test('the application’s wish comes before the browser’s, and one that nobody speaks is passed over', () => visit(browser, async page => {
    await begin(page, { ui_locales: 'tlh nl-BE sv' });
    await speaks(page, 'nl');
    await begin(page, { ui_locales: 'tlh' });
    await speaks(page, 'de');
  }, { locale: 'de-DE' }));

  test('a choice on the page holds from then on, and what was typed stays', () => visit(browser, async page => {
    const { server } = the;
    const person = user(server, 1);
    await begin(page, { ui_locales: 'fr' });
    await speaks(page, 'fr');
    await field(page, 'email').fill('half an address');
    if (await field(page, 'remember').count()) await field(page, 'remember').check();
    await choose(page, 'sv');
    await speaks(page, 'sv');
    assert.equal(await heading(page), SIGN_IN.sv);
    assert.equal(await field(page, 'email').inputValue(), 'half an address');
    if (await field(page, 'remember').count()) assert.ok(await field(page, 'remember').isChecked());
    await field(page, 'email').fill(person.identifier);
    await send(page, { email: person.identifier });

    const asked = page.url();
    await choose(page, 'nl');
    await speaks(page, 'nl');
    assert.equal(page.url(), asked, 'the same step');
    await send(page, { password: 'not this one' });
    await choose(page, 'sv');
    assert.ok(await field(page, 'password').count(), `still the password: ${await describe(page)}`);
    await signIn(page, server, person);
    await assertSignedIn(page, server.applications[0], person);
    await page.goto(server.issuer);
    await speaks(page, 'sv');
  }, { locale: 'de-DE', javaScriptEnabled: false }));

  test('company ID and user name stay, the password does not', () => visit(browser, async page => {
    const { server } = the;
    const { slug } = server.organisations.find(({ users }) => users.some(user => user.organisation));
    await beginSignIn(page, server.applications[0], { slug });
    const typed = { organisation: 'some-house', user: 'somebody', password: 'half a pass' };
    for (const [name, value] of Object.entries(typed)) await field(page, name).fill(value);
    await choose(page, 'de');
    await speaks(page, 'de');
    for (const name of ['organisation', 'user']) assert.equal(await field(page, name).inputValue(), typed[name]);
    assert.equal(await field(page, 'password').inputValue(), '');
    assert.ok(!(await page.content()).includes('half a pass'));
  }));

  test('who is signed in sets their language for every browser', async () => {
    const { server } = the;
    const person = user(server, 2);
    const enter = async page => {
      await beginSignIn(page, server.applications[0], organisation(server, 2));
      await signIn(page, server, person);
      await page.goto(server.issuer);
    };
    await visit(browser, async page => {
      await enter(page);
      await speaks(page, 'nl');
      await page.locator('.menu > summary').click();
      await look(page, 'languages-menu', { schemes: ['light', 'dark'] });
      await choose(page, 'fr');
      assert.equal(new URL(page.url()).pathname, '/');
      await speaks(page, 'fr');
    }, { locale: 'nl-NL' });
    await visit(browser, async page => {
      await enter(page);
      await speaks(page, 'fr');
    }, { locale: 'sv-SE' });
  });

  test('the menu says which language is spoken, and names each in itself', () => visit(browser, async page => {
    await begin(page);
    const items = await page.locator('button[name=language]').evaluateAll(buttons =>
      buttons.map(button => [button.value, button.lang, button.innerText, button.getAttribute('aria-current')]));
    assert.deepEqual(items, [
      ['en', 'en', 'English', null], ['de', 'de', 'Deutsch', 'true'], ['fr', 'fr', 'Français', null],
      ['nl', 'nl', 'Nederlands', null], ['sv', 'sv', 'Svenska', null],
    ]);
  }, { locale: 'de-DE' }));

  test('the menu sends nobody elsewhere, and only our own pages may use it', () => visit(browser, async (page, { context }) => {
    const origin = new URL(the.server.issuer).origin;
    const post = (form, headers) => context.request.post(`${origin}/language`, { form, maxRedirects: 0, headers });
    for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '']) {
      const answer = await post({ language: 'de', back }, { origin });
      assert.equal(answer.status(), 303, back);
      assert.equal(answer.headers().location, '/', back);
    }
    const foreign = await post({ language: 'fr', back: '/' }, { origin: 'https://evil.example' });
    assert.equal(foreign.status(), 403);
    assert.equal(foreign.headers()['set-cookie'], undefined);
    const unknown = await post({ language: 'tlh', back: '/account/sessions' }, { origin });
    assert.equal(unknown.headers()['set-cookie'], undefined);
    assert.equal(unknown.headers().location, '/account/sessions');
  }));
});
