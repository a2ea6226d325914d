// What people do with browsers: tabs, Back, reload, clicking twice. Each ends at the application, or at a page that says how.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { onEachEngine, organisation, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, describe, field, isSigningIn, leading, openApplication, send, signIn, submitOf } from '../lib/steps.js';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onEachEngine('Habits', the => {
  const begin = async (page, application = the.server.applications[0]) => {
    await beginSignIn(page, application, organisation(the.server, 1));
    return user(the.server, 1);
  };

  test('Back from the password, then once more', () => visit(browser, async page => {
    const [application] = the.server.applications;
    const person = user(the.server, 1);
    await openApplication(page, application);
    await send(page, { email: `nobody.${person.identifier}` });
    await page.goBack();
    // All steps have one address, so Back leaves the sign-in; either way the person can go on.
    if (!(await field(page, 'email').count())) await openApplication(page, application);
    await signIn(page, the.server, person);
    await assertSignedIn(page, application, person);
  }));

  test('“Change” asks for the e-mail address again', () => visit(browser, async page => {
    const person = await begin(page);
    await send(page, { email: `nobody.${person.identifier}` });
    await leading(page, () => page.locator('.who a').click());
    assert.equal(await field(page, 'password').count(), 0);
    await send(page, { email: person.identifier });
    assert.ok((await page.locator('main').innerText()).includes(person.identifier), await describe(page));
    await send(page, { password: person.password });
    await assertSignedIn(page, the.server.applications[0], person);
  }));

  test('back into the sign-in after it is over: the page says so and leads to the application', () => visit(browser, async page => {
    const person = await begin(page);
    await send(page, { email: person.identifier });
    const passwordPage = page.url();
    await send(page, { password: person.password });
    await assertSignedIn(page, the.server.applications[0], person);
    await page.goto(passwordPage);
    assert.ok(isSigningIn(page, the.server) && !(await field(page, 'password').count()), await describe(page));
    await leading(page, () => page.locator('main a').first().click());
    await assertSignedIn(page, the.server.applications[0], person);
  }));

  test('two tabs, two applications: the second finishes although the first signed in meanwhile', () => visit(browser, async (one, { context }) => {
    const [first, second] = the.server.applications;
    const two = await context.newPage();
    const person = await begin(one, first);
    await begin(two, second);
    await send(two, { email: person.identifier });
    await signIn(one, the.server, person);
    await assertSignedIn(one, first, person);
    await signIn(two, the.server, person);
    await assertSignedIn(two, second, person);
    await one.reload();
    await assertSignedIn(one, first, person);
  }));

  test('two tabs of one application', () => visit(browser, async (one, { context }) => {
    const [application] = the.server.applications;
    const two = await context.newPage();
    const person = await begin(one);
    await begin(two);
    await signIn(two, the.server, person);
    await assertSignedIn(two, application, person);
    await signIn(one, the.server, person);
    await assertSignedIn(one, application, person);
  }));

  test('reloading each page', () => visit(browser, async page => {
    const person = await begin(page);
    await signIn(page, the.server, person, { on: async at => { await at.reload(); } });
    await page.reload();
    await assertSignedIn(page, the.server.applications[0], person);
  }));

  test('a double click on the button', () => visit(browser, async page => {
    const person = await begin(page);
    await field(page, 'email').fill(person.identifier);
    await leading(page, () => submitOf(page, 'email').dblclick());
    await field(page, 'password').fill(person.password);
    await submitOf(page, 'password').dblclick();
    // The second click may end the navigation that the first one began.
    const arrived = () => page.waitForURL(url => url.href.startsWith(the.server.applications[0].url), { waitUntil: 'commit' });
    await arrived().catch(arrived);
    await page.waitForLoadState();
    await assertSignedIn(page, the.server.applications[0], person);
  }));

  test('the same password form posted twice at once arrives twice', () => visit(browser, async (page, { context }) => {
    const person = await begin(page);
    await send(page, { email: person.identifier });
    const form = await page.evaluate(() => {
      const form = document.querySelector('input[name=password]').form;
      return { action: form.action, fields: [...new FormData(form)] };
    });
    const body = new URLSearchParams(form.fields);
    body.set('password', person.password);
    const post = () => context.request.post(form.action, {
      data: body.toString(), maxRedirects: 0,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url()).origin },
    });
    const answers = await Promise.all([post(), post()]);
    for (const answer of answers) assert.ok([302, 303].includes(answer.status()), `${answer.status()} ${await answer.text()}`);
    await page.goto(new URL(answers[1].headers().location, page.url()).href);
    await signIn(page, the.server, person);
    await assertSignedIn(page, the.server.applications[0], person);
  }));
}, { nodes: true });

onEachEngine('Time', the => {
  test('a sign-in that expired: the page says so, and its way on leads to the application', () => visit(browser, async page => {
    const { server } = the;
    const [application] = server.applications;
    const person = user(server, 1);
    await beginSignIn(page, application, organisation(server, 1));
    await send(page, { email: person.identifier });
    const passwordPage = page.url();
    server.moveClock(2 * 60 * 60);
    await send(page, { password: person.password });
    assert.equal(await field(page, 'password').count(), 0, await describe(page));
    const text = await page.locator('main').innerText();
    assert.match(text, /too long|expired|again/i);
    await leading(page, () => page.locator('main a.btn, main a, main button').first().click());
    if (!isSigningIn(page, server)) await openApplication(page, application);
    await signIn(page, server, person);
    // The application has waited as long and has forgotten what it asked for: its page says so, and one click does it.
    const again = page.getByRole('link', { name: 'Begin again' });
    if (await again.count()) await leading(page, () => again.click());
    await assertSignedIn(page, application, person);
    // And its address, opened later.
    await page.context().clearCookies();
    await page.goto(passwordPage);
    assert.equal(await field(page, 'password').count(), 0, await describe(page));
  }));
}, { clock: true });
