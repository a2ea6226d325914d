import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { journey } from '../lib/journey.js';
import { png } from '../lib/png.js';
import { user } from '../lib/server.js';
import { alert, assertSignedIn, beginSignIn, confirmSignOut, describe, field, isSigningIn, leading, openApplication, send, signIn } from '../lib/steps.js';
import { freshCode } from '../lib/totp.js';
import { visitor } from '../lib/browser.js';

const MOVED = 'robin.marsh@northwind.example';
const [RESTORED, CHANGED] = ['Kestrel9? harbour', 'Avocet-41 marsh!'];
const SESSION = 'session';

journey({
  number: 1,
  name: 'Passport',
  about: 'Northwind Instruments has one account for every application. Accounts come to be by invitation; people sign in with e-mail address and password of eight characters or more, of all four kinds; ten wrong ones lock the account until an administrator opens it; a second factor is for who wants one.',
}, (the, step) => {
  const ROBIN = { identifier: 'robin.reed@northwind.example', password: 'Brolga7! river' };
  const { identifier } = ROBIN;
  const first = () => the.server.applications[0];
  const account = (page, tab) => page.goto(new URL(tab ? `/account/${tab}` : '/', the.server.issuer).href);
  const press = (page, name) => leading(page, () => page.getByRole('button', { name, exact: true }).click());
  const status = page => page.locator('[role=status]').innerText();
  /** Signs Robin in to the account itself, and opens a tab of it. */
  const atHome = async (page, tab) => {
    await account(page, tab);
    await signIn(page, the.server, ROBIN);
    assert.ok(!isSigningIn(page, the.server), await describe(page));
  };
  /** Confirms an act with everything that Robin has. */
  const confirm = async page => {
    await send(page, { password: ROBIN.password });
    if (ROBIN.totp_secret) await send(page, { code: await freshCode(ROBIN.totp_secret) });
  };

  step('1.2', 'Accounts that already exist', 'Somebody who came from another system keeps the password: its old hash is checked, and replaced by one of today’s. One that breaks the rules of today has to be replaced, after it was proven, and the sign-in goes on to the application.', async ({ page, shows }) => {
    const tomas = the.home.users.find(({ name }) => name.startsWith('Tomas'));
    await beginSignIn(page, first(), the.home);
    await signIn(page, the.server, tomas);
    await assertSignedIn(page, first(), tomas);
    the.server.operate('user', 'set-password', tomas.identifier, '--must-change', '--password-stdin', { input: 'Copper-Kettle-62y\n' });
    await page.context().clearCookies();
    await beginSignIn(page, first(), the.home);
    await send(page, { email: tomas.identifier });
    await send(page, { password: 'Copper-Kettle-62y' });
    await field(page, 'password').fill('Copper');
    await shows('Each rule is ticked as it is met.');
    await send(page, { password: 'Copper-Kettle-63z', repeat: 'Copper-Kettle-63z' });
    await assertSignedIn(page, first(), tomas);
  });

  step('1.3', 'Register from an invitation', 'An administrator invites by e-mail; the mail’s link opens the page. The address is fixed, the time zone preselected; password, first and last name are required, occupation and department are not.', async ({ page, shows, mailed }) => {
    const { link } = await mailed(identifier, () => the.server.operate('invitation', 'send', '--org', the.home.slug, identifier, '--app', first().client_id));
    await page.goto(new URL(new URL(link).pathname, the.server.issuer).href);
    assert.equal(await page.locator('#email').inputValue(), identifier);
    assert.notEqual(await page.locator('#email').getAttribute('readonly'), null);
    assert.notEqual(await page.locator('select[name=zoneinfo]').inputValue(), '');
    await shows('The form of registering.');
    ROBIN.link = page.url();
    for (const name of ['given_name', 'family_name', 'password', 'repeat']) assert.ok(await field(page, name).evaluate(input => input.required), name);
    for (const name of ['occupation', 'department']) assert.ok(!await field(page, name).evaluate(input => input.required), name);
    await field(page, 'given_name').fill('Robin');
    await field(page, 'family_name').fill('Reed');
    await field(page, 'occupation').fill('Fitter');
    await field(page, 'password').fill(ROBIN.password);
    await field(page, 'repeat').fill(ROBIN.password);

    // 1.4: without the tick it is refused, and nothing typed is lost.
    await page.locator('form:has(#given_name)').evaluate(form => form.setAttribute('novalidate', ''));
    await leading(page, () => page.locator('form:has(#given_name) button.primary').click());
    assert.equal(await page.locator('#accept').getAttribute('aria-invalid'), 'true');
    assert.equal(await field(page, 'occupation').inputValue(), 'Fitter');
    await shows('Without the consent nothing is made, and only the passwords have to be typed again.');
    assert.equal(await page.locator('label[for=accept] a').count(), 1, 'the notice opens from its label');
    await field(page, 'password').fill(ROBIN.password);
    await field(page, 'repeat').fill(ROBIN.password);
    await field(page, 'accept').check();
    await leading(page, () => page.locator('form:has(#given_name) button.primary').click());
    assert.equal(new URL(page.url()).pathname, '/registered', await describe(page));
    await shows('1.5 Registered: the page says who assigns applications.');

    await page.context().clearCookies();
    await page.goto(new URL(new URL(link).pathname, the.server.issuer).href);
    assert.match(await page.locator('main').innerText(), /has been used/);
    await shows('An invitation is good once.');
  });

  step('1.1, 1.6', 'One sign-in for all applications', 'E-mail address and password open the first application. The second opens without a second sign-in.', async ({ page, shows }) => {
    const person = user(the.server, 1);
    await beginSignIn(page, first(), the.home);
    await shows('The address is asked for first.');
    await send(page, { email: person.identifier });
    await shows('Then the password.');
    await send(page, { password: person.password });
    await signIn(page, the.server, person);
    await assertSignedIn(page, first(), person);
    await openApplication(page, the.server.applications[1]);
    await assertSignedIn(page, the.server.applications[1], person);
  });

  step('1.7', 'Remember my login', 'With the box ticked, the next visit needs no password, also after the browser was closed. Without it the session ends with the browser.', async ({ page, shows }) => {
    const context = page.context();
    for (const remember of [false, true]) {
      await context.clearCookies();
      await account(page);
      await signIn(page, the.server, ROBIN, { remember });
      const cookies = await context.cookies();
      assert.ok(cookies.find(({ name }) => name.endsWith(SESSION)).httpOnly);
      // Closing the browser forgets the cookies without an end.
      await context.clearCookies();
      await context.addCookies(cookies.filter(({ expires }) => expires !== -1));
      await account(page);
      assert.equal(isSigningIn(page, the.server), !remember, await describe(page));
    }
    await shows('The next visit after the browser was closed.');
  });

  step('1.9', 'Lock-out', 'Ten wrong passwords lock the account. The page names whom to ask; an administrator opens it.', async ({ page, shows }) => {
    await beginSignIn(page, first(), the.home);
    await send(page, { email: identifier });
    for (let tries = 0; tries < 10; tries++) await send(page, { password: `wrong ${tries}` });
    assert.match(await page.locator('main').innerText(), /service-desk@northwind\.example/, await describe(page));
    await shows('The account is locked.');
    the.server.operate('user', 'unlock', identifier);
    await page.context().clearCookies();
    await atHome(page);
  });

  step('1.10', 'Restore my password', 'A link by e-mail, good once and for a short while. The page is the same whether anybody has that address or not.', async ({ page, shows, mailed }) => {
    await beginSignIn(page, first(), the.home);
    await send(page, { email: identifier });
    await leading(page, () => page.getByRole('link', { name: 'Restore your password' }).click());
    const { link } = await mailed(identifier, () => send(page, { email: identifier }));
    await shows('Look into your mailbox.');
    await page.context().clearCookies();
    await page.goto(link);
    await shows('The link’s page.');
    await send(page, { password: RESTORED, repeat: RESTORED });
    ROBIN.password = RESTORED;
    await send(page, { password: RESTORED });
    assert.equal(new URL(page.url()).pathname, '/', await describe(page));
    await page.goto(link);
    assert.equal(await page.locator('h1').innerText(), 'This link has done its work');
  });

  step('1.11', 'Home', 'Whoever signs in without an application finds those that they may open, and the tabs of the account.', async ({ page, shows }) => {
    await atHome(page);
    assert.ok(await page.locator('.tiles li').count() > 0, await describe(page));
    await shows('The home page.');
  });

  step('1.12, 1.13', 'Profile', 'A picture is drawn from the initials until one is uploaded, and again once that is removed. First and last name, occupation and department are one’s own.', async ({ page, shows }) => {
    await atHome(page, 'profile');
    await page.locator('input[type=file]').setInputFiles({ name: 'me.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a not a picture') });
    await press(page, 'Update picture');
    assert.match(await alert(page).innerText(), /GIF/);
    await shows('A picture of another format is refused, with the reason.');
    await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png(640, 400, [20, 90, 160]) });
    await press(page, 'Update picture');
    assert.equal(await status(page), 'Your picture is saved.', await describe(page));
    await press(page, 'Remove the picture');
    assert.equal(await page.getByRole('img', { name: /^Your picture: the initials / }).count(), 1, await describe(page));
    await send(page, { occupation: 'Head of calibration', department: 'Workshop' });
    assert.equal(await status(page), 'Your profile is saved.');
    await shows('Saved.');
  });

  step('1.14', 'Export my personal data', 'Everything that is held, as a JSON document, after a fresh proof.', async ({ page, shows }) => {
    await atHome(page, 'profile');
    await press(page, 'Export my personal data');
    await confirm(page);
    await shows('Ready to download.');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
    const data = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(data.claims.email, identifier);
    assert.ok(data.history.some(({ event }) => event === 'sign_in.succeeded'));
  });

  step('1.17', 'E-mail', 'A new address takes a fresh proof. A link goes to the new mailbox, a notice with a way back to the old one; the address moves when the link’s button is pressed.', async ({ page, shows, mailed }) => {
    await atHome(page, 'email');
    await shows('The e-mail tab.');
    await press(page, 'Change e‑mail address…');
    await confirm(page);
    let link;
    const back = await mailed(identifier, async () => { ({ link } = await mailed(MOVED, () => send(page, { email: MOVED }))); });
    assert.match(back.link, /\/email-undo\//);
    await shows('Until the link is opened, the address is the one from before.');
    await page.goto(link);
    await shows('The link’s page.');
    await press(page, 'Confirm this address');
    ROBIN.identifier = MOVED;
    await account(page, 'email');
    assert.match(await page.locator('main .lead').first().innerText(), new RegExp(MOVED), await describe(page));
    await page.context().clearCookies();
    await atHome(page);
  });

  step('1.18', 'Password', 'The current one, a new one, and its repetition. Other sessions end.', async ({ page, shows }) => {
    const elsewhere = await visitor(page.context().browser());
    const other = await elsewhere.newPage();
    await atHome(other, 'sessions');
    await atHome(page, 'password');
    await shows('The password tab.');
    await send(page, { current: ROBIN.password, password: CHANGED, repeat: CHANGED });
    assert.match(await status(page), /was changed/, await describe(page));
    ROBIN.password = CHANGED;
    await other.reload();
    assert.ok(isSigningIn(other, the.server), 'the other session has ended');
    await elsewhere.leave();
  });

  step('1.19, 1.8', 'Two-factor', 'Off to begin with. A picture and a key set up an authenticator app; a right code switches it on; recovery codes are shown once. From then on a code is asked for after the password.', async ({ page, shows }) => {
    await atHome(page, 'two-factor');
    await leading(page, () => page.locator('button[value=set_up]').click());
    await confirm(page);
    await shows('The picture for the app.');
    const secret = (await page.locator('dd.mono').first().textContent()).replace(/\s/g, '');
    await send(page, { code: await freshCode(secret) });
    ROBIN.totp_secret = secret;
    assert.equal(await page.locator('.codes li').count(), 10, await describe(page));
    await shows('Recovery codes.');
    await leading(page, () => page.locator('main form button.primary').click());
    assert.match(await page.locator('main').innerText(), /10 left/, await describe(page));

    await page.context().clearCookies();
    await account(page, 'two-factor');
    await send(page, { email: ROBIN.identifier });
    await send(page, { password: ROBIN.password });
    await shows('The code is asked for after the password.');
    await send(page, { code: await freshCode(secret) });
    await leading(page, () => page.locator('button[value=remove]').first().click());
    await confirm(page);
    await shows('Switching it off asks for password and code, and once more.');
    await leading(page, () => page.locator('.btn.danger').click());
    assert.match(await status(page), /is off/, await describe(page));
    delete ROBIN.totp_secret;
  });

  step('1.20', 'Settings', 'Time zone, date and time format, and language: every date shown follows them, and applications are told.', async ({ page, shows }) => {
    await atHome(page, 'settings');
    await page.locator('#zoneinfo').selectOption('Asia/Kolkata');
    await page.locator('input[name=date_format][value="y-MM-dd"]').check();
    await page.locator('input[name=time_format][value="h:mm a"]').check();
    await leading(page, () => page.locator('form:has(#zoneinfo) button').click());
    await shows('The settings tab.');
    await account(page, 'sessions');
    assert.match(await page.locator('main').innerText(), /IST[^]*\d:\d\d\s[ap]m/, await describe(page));
    await shows('Sessions, with dates as they were chosen.');
    await beginSignIn(page, first(), the.home);
    await signIn(page, the.server, ROBIN);
    assert.match(await page.locator('body').innerText(), /Asia\/Kolkata/);
  });

  step('1.21', 'Log out', 'Logging out asks first, ends the session at every application that it was used for, and says which of them closed theirs. From there it is a button back to the application; begun at an application, it leads back there.', async ({ page, shows }) => {
    await beginSignIn(page, first(), the.home);
    await signIn(page, the.server, ROBIN);
    await account(page);
    await page.goto(new URL('/sign-out', the.server.issuer).href);
    await shows('Signing out asks first.');
    await confirmSignOut(page);
    assert.equal(await page.locator('li', { hasText: first().name }).locator('.badge').innerText(), 'Closed', await describe(page));
    await shows('Signed out, and told.');
    await leading(page, () => page.getByRole('link', { name: `Return to ${first().name}` }).click());
    assert.ok(isSigningIn(page, the.server), await describe(page));
    assert.match(await page.locator('main').innerText(), new RegExp(`to continue to\\s+${first().name}`), 'the application, which asks anew');
    await openApplication(page, first());
    assert.ok(isSigningIn(page, the.server), await describe(page));
    await signIn(page, the.server, ROBIN);
    await leading(page, () => page.getByRole('button', { name: /sign out/i }).first().click());
    assert.ok(page.url().startsWith(first().url), await describe(page));
    await openApplication(page, first());
    assert.ok(isSigningIn(page, the.server), await describe(page));
  });

  step('1.16', 'Delete account', 'With a fresh proof, and once more. Everything ends, and a page says so.', async ({ page, shows }) => {
    await atHome(page, 'profile');
    await press(page, 'Delete account');
    await confirm(page);
    await shows('Once more.');
    await press(page, 'Delete my account');
    assert.equal(await page.locator('h1').innerText(), 'Your account is deleted', await describe(page));
    await shows('Deleted.');
    await account(page);
    await send(page, { email: ROBIN.identifier });
    await send(page, { password: ROBIN.password });
    assert.equal(await alert(page).count(), 1, 'nobody is called so');
  });
});
