// How accounts come to be: an invitation that is opened, filled in and used once (J1.3 to J1.5), and a first password for
// somebody who was made before (J2.1, J2.2).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.js';
import { problemsOf } from '../lib/look.js';
import { onOneEngine, organisation, user } from '../lib/server.js';
import { alert, describe, field, leading, send, signIn } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';

/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light'], examined: [390] };
/** It keeps every rule of the organisations that play J1 and J2. */
const PASSWORD = 'Plum orchards at 12, midnight!';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

onOneEngine('Registration', the => {
  const invite = (...more) => {
    const { slug } = organisation(the.server, 1);
    const said = JSON.parse(the.server.operate('--json', 'invitation', 'send', '--org', slug, '--show-link', ...more));
    return here(said.invitations[0].link);
  };
  /** The command knows the issuer of its configuration; the browser the one that serves. */
  const here = link => `${the.server.issuer.replace(/\/$/, '')}${new URL(link).pathname}`;
  const looksGood = async (page, name) => {
    assert.deepEqual(await problemsOf(page, name, LOOKS), []);
  };
  const fill = async (page, values) => {
    for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
  };
  const submit = page => leading(page, () => page.locator('form:has(#given_name) button.primary').click());
  const says = async (page, words) => assert.match(await page.locator('main').innerText(), words, await describe(page));

  test('an invitation leads to an account, and is used once', () => visit(browser, async page => {
    const link = invite('Tomas.Reed@northwind.example', '--given-name', 'Tomas', '--family-name', 'Reed');
    await page.goto(link);
    assert.ok(!page.url().includes('/join/'), 'the token leaves the address');
    assert.equal(await page.locator('#email').inputValue(), 'Tomas.Reed@northwind.example');
    assert.ok(await page.locator('#email').getAttribute('readonly') !== null, 'the address is fixed');
    assert.equal(await field(page, 'given_name').inputValue(), 'Tomas');
    assert.notEqual(await page.locator('select[name=zoneinfo]').inputValue(), '', 'a time zone is preselected');
    await looksGood(page, 'register');

    // The rules tick as they are met.
    const rules = page.locator('#password-rules li');
    assert.equal(await page.locator('#password-rules li.met').count(), 0);
    await field(page, 'password').fill('plum');
    assert.ok((await page.locator('#password-rules li.met').count()) >= 1);
    assert.ok((await page.locator('#password-rules li.met').count()) < (await rules.count()));

    // Refused by the server, too, and nothing is lost but the passwords.
    await page.locator('form:has(#given_name)').evaluate(form => form.setAttribute('novalidate', ''));
    await fill(page, { given_name: '', occupation: 'Fitter', password: 'plum', repeat: 'pear' });
    await submit(page);
    assert.ok(await alert(page).count() >= 1, await describe(page));
    await looksGood(page, 'register-refused');
    assert.equal(await field(page, 'occupation').inputValue(), 'Fitter');
    assert.equal(await field(page, 'password').inputValue(), '');
    assert.equal(await page.locator('#given_name').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.locator('#accept').getAttribute('aria-invalid'), 'true');

    // The notice opens from its label.
    assert.ok(await page.locator('label[for=accept] a').count() === 1, 'the privacy notice opens from its label');
    await fill(page, { given_name: 'Tomas', password: PASSWORD, repeat: PASSWORD });
    await field(page, 'accept').check();
    await submit(page);
    assert.equal(new URL(page.url()).pathname, '/registered', await describe(page));
    await says(page, /you are signed in, and the first applications are waiting/);
    await looksGood(page, 'registered');
    await leading(page, () => page.locator('a.btn.primary').click());
    assert.equal(new URL(page.url()).pathname, '/');

    // Used up, for everybody.
    await page.context().clearCookies();
    await page.goto(link);
    await says(page, /has been used/);
    await looksGood(page, 'invitation-used');
    await leading(page, () => page.locator('a.btn.primary').click());
    await send(page, { email: 'tomas.reed@northwind.example' });
    await send(page, { password: PASSWORD });
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));
  }));

  test('without JavaScript an account is made as well', () => visit(browser, async page => {
    await page.goto(invite('noa@northwind.example'));
    await page.locator('select[name=zoneinfo]').selectOption('Europe/Stockholm');
    await fill(page, { given_name: 'Noa', family_name: 'Lind', password: 'plum', repeat: 'plum' });
    await field(page, 'accept').check();
    await submit(page);
    assert.equal(await field(page, 'family_name').inputValue(), 'Lind', await describe(page));
    assert.equal(await page.locator('select[name=zoneinfo]').inputValue(), 'Europe/Stockholm');
    assert.ok(await page.locator('#password-rules li.unmet').count() >= 1, 'the server marks what is missing');
    await fill(page, { password: PASSWORD, repeat: PASSWORD });
    if (!await field(page, 'accept').isChecked()) await field(page, 'accept').check();
    await submit(page);
    assert.equal(new URL(page.url()).pathname, '/registered', await describe(page));
  }, { javaScriptEnabled: false }));

  test('an invitation to somebody who has an account is joined by signing in, and by nobody else', () => visit(browser, async page => {
    const { server } = the;
    const { slug } = organisation(server, 1);
    const person = user(server, 1);
    const other = organisation(server, 1).users.find(one => one.password && !one.totp_secret && one.identifier !== person.identifier && one.applications.length);
    server.operate('group', 'create', '--org', slug, 'Night shift');
    const members = () => JSON.parse(server.operate('--json', 'group', 'members', '--org', slug, 'Night shift')).members.length;
    const link = invite(person.identifier, '--group', 'Night shift', '--role', 'group_manager');
    const press = name => leading(page, () => page.getByRole('button', { name, exact: true }).click());

    // Somebody else is signed in: both are named, and neither is nudged out.
    await page.goto(server.issuer);
    await signIn(page, server, other);
    await page.goto(link);
    await says(page, /for somebody else/);
    await says(page, new RegExp(person.identifier));
    await says(page, new RegExp(other.identifier));
    await looksGood(page, 'not-yours');
    await page.goto(new URL('/account/sessions', server.issuer).href);
    assert.equal(new URL(page.url()).pathname, '/account/sessions', 'the session goes on');
    await page.goto(link);
    await leading(page, () => page.locator('a.btn.primary').click());
    assert.equal(await field(page, 'email').inputValue(), person.identifier, 'whoever was invited is named');

    // The link leads on by itself, once it is the right one who signs in.
    await signIn(page, server, person);
    assert.equal(new URL(page.url()).pathname, '/join', await describe(page));
    await says(page, /Night shift/);
    await says(page, /Group manager/);
    await looksGood(page, 'join');
    assert.equal(members(), 0, 'nothing is given before the button is pressed');
    await press('Add to my account');
    await says(page, /Added to your account/);
    await looksGood(page, 'joined');
    assert.equal(members(), 1);
    await page.goto(link);
    await says(page, /Added to your account/);

    // Used up, for everybody else.
    await page.context().clearCookies();
    await page.goto(link);
    await says(page, /has been used/);
  }));

  test('an invitation that was taken back or cut off says so', () => visit(browser, async page => {
    const { slug } = organisation(the.server, 1);
    const link = invite('kim@northwind.example');
    const { invitations } = JSON.parse(the.server.operate('--json', 'invitation', 'list', '--org', slug, '--limit', '200'));
    const { id } = invitations.find(({ email }) => email === 'kim@northwind.example');
    the.server.operate('invitation', 'revoke', '--org', slug, id);
    await page.goto(link);
    await says(page, /taken back/);
    await page.goto(link.slice(0, -3));
    await says(page, /no such invitation/);
    await looksGood(page, 'invitation-unknown');
  }));

  test('a user who was made chooses a password, sets up an app if they like, and signs in with company ID', () => visit(browser, async page => {
    const { slug } = organisation(the.server, 2);
    const made = JSON.parse(the.server.operate('--json', 'user', 'create', '--org', slug, '--email', `pat@${slug}.example`, '--user-name', 'pat.doe', '--name', 'Pat Doe', '--invite'));
    await page.goto(here(made.invitation.link));
    await looksGood(page, 'first-password');
    await send(page, { password: PASSWORD, repeat: PASSWORD });
    const key = (await page.locator('dd.mono').textContent()).replace(/\s/g, '');
    assert.match(key, /^[A-Z2-7]{32}$/, await describe(page));
    await looksGood(page, 'offered-app');
    await send(page, { code: await freshCode(key) });
    assert.equal(new URL(page.url()).pathname, '/registered', await describe(page));

    await page.context().clearCookies();
    await page.goto(the.server.issuer);
    await leading(page, () => page.locator('a[href*="by=company"]').first().click());
    await send(page, { organisation: slug, user: 'pat.doe', password: PASSWORD });
    await send(page, { code: await freshCode(key) });
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));
  }));
}, { commands: true });
