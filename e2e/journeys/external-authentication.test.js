import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { journey } from '../lib/journey.js';
import { sink } from '../lib/sink.js';
import { alert, assertSignedIn, beginSignIn, describe, field, isSigningIn, send, signIn } from '../lib/steps.js';

/** Everything in it means something somewhere. */
const PASSWORD = 'Gulls & "terns" <at> 5% {tide}/../ü';

journey({
  number: 3,
  name: 'External authentication',
  about: 'A web service of Harbour Mutual’s own judges the passwords of its people. Doorward passes on what they type, and keeps nothing of it.',
}, (the, step) => {
  let service;
  before(async () => { service = await sink(() => 401); });
  after(() => service?.stop());
  const first = () => the.server.applications[0];
  const sofia = () => ({ identifier: the.home.users[0].identifier, password: PASSWORD });
  /** The organisation's provider asks this service by this request; commands take effect within two seconds. */
  const asks = rest => the.server.apply({ version: 1, organisations: [{ slug: the.home.slug, identity_providers: [{
    key: 'staff', name: 'Harbour staff service', rest: { url: `${service.origin}/check`, ...rest },
  }] }] });
  const test = async password => JSON.parse(await the.server.operateBeside('provider', 'test', the.home.slug, 'staff',
    '--user', sofia().identifier, '--password-stdin', '--json', { input: `${password}\n` }));
  const types = async (page, password) => {
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home, { login_hint: sofia().identifier });
    if (await field(page, 'email').count()) await send(page, { email: sofia().identifier });
    await send(page, { password });
  };
  /** Types until the server goes by what was applied: the service is asked by this request. */
  const typesOnce = async (page, is) => {
    for (let tries = 0; tries < 20; tries++) {
      service.asked.length = 0;
      await types(page, PASSWORD);
      if (service.asked.some(is)) return service.asked.find(is);
    }
    assert.fail(`the service was not asked so: ${JSON.stringify(service.asked)} ${await describe(page)}`);
  };

  step('3.7', 'Try it', 'A command asks the service for a trial user, before it is switched on: it shows the request with its secrets masked, and finds out a service that takes any password.', async () => {
    asks({ body: '{"login":"{{USEREMAIL}}","password":"{{USERPASSWORD}}"}', headers: { 'X-Key': 'a key that is shown nowhere' } });
    service.answer = ({ body }) => JSON.parse(body).password === PASSWORD ? 200 : 401;
    const right = await test(PASSWORD);
    assert.deepEqual([right.good, right.password, right.made_up_password], [true, 'right (200)', 'wrong (401)']);
    const shown = right.request.join('\n');
    assert.match(shown, /x-key: \*{8}/);
    assert.ok(!shown.includes('shown nowhere') && !shown.includes('Gulls'), shown);
    assert.equal(service.asked[0].headers['x-key'], 'a key that is shown nowhere');
    assert.equal((await test('something else')).password, 'wrong (401)');
    service.answer = () => 200;
    const any = await test('anything');
    assert.deepEqual([any.good, any.made_up_password], [false, 'right (200)'], 'it takes any password');
    service.answer = ({ body }) => body.includes('Gulls') ? 200 : 401;
  });

  step('3.2', 'Pass-through', 'Who is registered here types the password on Doorward’s page. It is passed to the organisation’s service: 200 signs in, anything else is a wrong password.', async ({ page, shows }) => {
    service.answer = ({ body }) => body.includes('Gulls') ? 200 : 401;
    const asked = await typesOnce(page, ({ url }) => url === '/check');
    assert.deepEqual(JSON.parse(asked.body), { login: sofia().identifier, password: PASSWORD });
    await assertSignedIn(page, first(), sofia());
    for (const status of [201, 204, 302, 401, 404]) {
      service.answer = () => status;
      await types(page, PASSWORD);
      assert.ok(isSigningIn(page, the.server), `${status}: ${await describe(page)}`);
      assert.match(await alert(page).innerText(), /don’t match/);
    }
    await shows('A wrong password.');
    the.server.operate('user', 'unlock', sofia().identifier);
  });

  step('3.3, 3.4', 'The request', 'By POST, PUT or GET; as JSON, as a form or as XML; with HTTP Basic, with headers of one’s own. Placeholders stand in the address, in headers and in the body, and each value arrives as it was typed.', async ({ page }) => {
    service.answer = () => 200;
    asks({ url: `${service.origin}/form/{{ORGID}}?ip={{DEVICEIP}}&os={{DEVICEOS}}`, method: 'put', data: 'url_encoded', body: 'user={{USERID}}&password={{USERPASSWORD}}', headers: { 'X-Browser': '{{DEVICENAME}} of {{USEREMAIL}}' } });
    const form = await typesOnce(page, ({ url }) => url.startsWith('/form/'));
    assert.equal(form.method, 'PUT');
    assert.equal(form.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(new URLSearchParams(form.body).get('password'), PASSWORD);
    assert.ok(new URLSearchParams(form.body).get('user').length > 8, form.body);
    assert.match(form.url, /^\/form\/harbour\?ip=(127\.0\.0\.1|%3A%3A1)&os=\w+$/);
    assert.equal(form.headers['x-browser'], `Chrome of ${sofia().identifier}`);

    asks({ url: `${service.origin}/xml`, data: 'xml', body: '<auth login="{{USEREMAIL}}"><password>{{USERPASSWORD}}</password></auth>' });
    const xml = await typesOnce(page, ({ url }) => url === '/xml');
    assert.equal(xml.headers['content-type'], 'application/xml; charset=utf-8');
    const read = await page.evaluate(text => {
      const root = new DOMParser().parseFromString(text, 'application/xml').documentElement;
      return [root.getAttribute('login'), root.children.length, root.textContent];
    }, xml.body);
    assert.deepEqual(read, [sofia().identifier, 1, PASSWORD]);

    asks({ url: `${service.origin}/basic`, method: 'get', authentication: 'basic' });
    const basic = await typesOnce(page, ({ url }) => url === '/basic');
    assert.deepEqual([basic.method, basic.body], ['GET', '']);
    assert.equal(Buffer.from(basic.headers.authorization.split(' ')[1], 'base64').toString(), `${sofia().identifier}:${PASSWORD}`);

    const refused = () => asks({ url: 'https://{{ORGID}}.example/', body: '{"p": "{{7*7}}"}' });
    assert.throws(refused, error => /rest\.url: may have placeholders/.test(error.stderr) && /rest\.body: has the placeholder/.test(error.stderr));
  });

  step('Policy', 'The service does not answer', 'An outage is no wrong password: the page says what it is, no attempt is taken, and others are not held up.', async ({ page, shows }) => {
    service.answer = () => 503;
    for (let tries = 0; tries < 12; tries++) await types(page, PASSWORD);
    assert.match(await alert(page).innerText(), /doesn’t answer right now\. Your password wasn’t checked/);
    await shows('The organisation’s service does not answer.');
    service.answer = () => 200;
    await types(page, PASSWORD);
    await assertSignedIn(page, first(), sofia());
  });

  step('3.5', 'Forgot password', 'Whoever forgot the password says who they are, and the organisation’s service is asked by GET to reset it: with the same placeholders, without a password. It tells them how to go on.', async ({ page, shows }) => {
    service.answer = () => 200;
    asks({ body: '{"password":"{{USERPASSWORD}}"}', headers: { 'X-Key': 'a key' }, forgot_password_url: `${service.origin}/forgot?user={{USEREMAIL}}&org={{ORGID}}` });
    the.server.apply({ version: 1, organisations: [{ slug: the.home.slug, policy: { recovery: { by: 'provider' } } }] });
    const forgot = page.getByRole('link', { name: 'Restore your password' });
    for (let tries = 0; tries < 20 && !await forgot.count(); tries++) {
      await page.context().clearCookies();
      await beginSignIn(page, first(), the.home, { login_hint: sofia().identifier });
      if (await field(page, 'email').count()) await send(page, { email: sofia().identifier });
    }
    service.asked.length = 0;
    await forgot.click();
    assert.match(await page.locator('main').innerText(), /Harbour staff service keeps it/);
    await shows('Whose password it is.');
    await send(page, { email: sofia().identifier });
    assert.match(await page.locator('main').innerText(), /Your request was passed on[^]*Harbour staff service keeps your password/);
    await shows('The service was asked.');
    const reset = () => service.asked.find(({ url }) => url.startsWith('/forgot'));
    for (let tries = 0; tries < 100 && !reset(); tries++) await page.reload();
    const asked = reset();
    assert.ok(asked, JSON.stringify(service.asked));
    assert.deepEqual([asked.method, asked.body, asked.headers['x-key']], ['GET', '', 'a key']);
    assert.equal(asked.url, `/forgot?user=${encodeURIComponent(sofia().identifier)}&org=${the.home.slug}`);
    asks({ body: '{"password":"{{USERPASSWORD}}"}' });
  });

  step('3.6', 'Nothing is kept', 'No password is kept here, and none can be set. The password page says who judges it.', async ({ page, shows }) => {
    service.answer = () => 200;
    await types(page, PASSWORD);
    await page.goto(new URL('/account/password', the.server.issuer).href);
    if (isSigningIn(page, the.server)) await signIn(page, the.server, sofia());
    assert.match(await page.locator('main').innerText(), /known to Harbour staff service alone/, await describe(page));
    assert.equal(await page.locator('main input').count(), 0);
    await shows('Who judges the password.');
    assert.throws(() => the.server.operate('user', 'set-password', sofia().identifier, '--password-stdin', { input: `${PASSWORD}\n` }), error => /own service judges/.test(error.stderr));
    assert.equal(the.server.operate('user', 'show', sofia().identifier, '--json').includes('Gulls'), false);
    assert.equal(the.server.log().includes('Gulls'), false);
  });
});
