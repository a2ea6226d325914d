// What a person does on Doorward's pages. The names of fields and buttons are the contract of OIDC_BAR §2.
import assert from 'node:assert/strict';
import { freshCode } from './totp.js';

/** The path of every step of a sign-in. */
const SIGN_IN = '/sign-in';

/** A field that a person sees; password managers get hidden ones of the same name. */
const seen = name => `input[name="${name}"]:not([type=hidden], [hidden])`;
export const field = (page, name) => page.locator(seen(name));
export const alert = page => page.locator('[role=alert]');

/** The button that sends the form which holds that field. */
export const submitOf = (page, name) =>
  page.locator(`form:has(${seen(name)}) button:not([type=button])`).first();

/** Does something that leads to another page, and waits for that. */
export async function leading(page, act) {
  const loaded = page.waitForEvent('load');
  await act();
  await loaded;
}

/** Fills the fields and sends their form. */
export async function send(page, values) {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
  await leading(page, () => submitOf(page, Object.keys(values)[0]).click());
}

/** Whether the page is a step of a sign-in. */
export const isSigningIn = (page, server) =>
  page.url().startsWith(server.issuer) && new URL(page.url()).pathname === SIGN_IN;

/** What this page asks and this user knows. */
async function asked(page, user) {
  const values = {};
  const known = { email: user.identifier, organisation: user.organisation, user: user.identifier, password: user.password };
  for (const [name, value] of Object.entries(known)) {
    if (value !== undefined && await field(page, name).count()) values[name] = value;
  }
  if (await field(page, 'code').count()) values.code = await freshCode(user.totp_secret);
  return values;
}

/**
 * Answers every step as that user, until the sign-in is over or a page asks nothing. Gives the fields that were asked,
 * in order.
 *
 * @param {{remember?: boolean, trust?: boolean, on?: (page: import('playwright-core').Page, fields: string[]) => Promise<void>}} options
 *   `on` sees each page before it is answered
 */
export async function signIn(page, server, user, { remember = false, trust = false, on } = {}) {
  const path = [];
  for (let step = 0; isSigningIn(page, server); step++) {
    assert.ok(step < 8, `the sign-in does not end, after ${path}: ${await describe(page)}`);
    const consent = page.locator('button[name=consent][value=allow]');
    const values = await asked(page, user);
    await on?.(page, Object.keys(values));
    if (await consent.count()) {
      await leading(page, () => consent.click());
      path.push('consent');
      continue;
    }
    if (!Object.keys(values).length) break;
    if (remember && await field(page, 'remember').count()) await field(page, 'remember').check();
    if (trust && await field(page, 'trust').count()) await field(page, 'trust').check();
    await send(page, values);
    path.push(...Object.keys(values));
  }
  return path;
}

/** Opens an application and chooses to sign in there. */
export async function openApplication(page, application) {
  await page.goto(application.url);
  await leading(page, () => page.getByRole('link', { name: /^sign in/i }).or(page.getByRole('button', { name: /^sign in/i })).first().click());
}

/** Begins a sign-in at an application for one organisation, as its own link does. */
export async function beginSignIn(page, application, { slug }, parameters = {}) {
  const query = new URLSearchParams({ organization: slug, ...parameters });
  await page.goto(`${application.url.replace(/\/$/, '')}/sign-in?${query}`);
}

/** Fails unless the application shows this user's claims. */
export async function assertSignedIn(page, application, user) {
  assert.ok(page.url().startsWith(application.url), `at the application: ${await describe(page)}`);
  const text = await page.locator('body').innerText();
  assert.ok(text.includes(user.identifier), `it shows who is signed in: ${await describe(page)}`);
}

/** Answers the question whether to sign out. */
export async function confirmSignOut(page) {
  await leading(page, () => page.locator('button[name=logout]').first().click());
}

/** A page in words, for a failure's message. */
export async function describe(page) {
  return `${page.url()}\n${await page.title()}\n${(await page.locator('body').innerText()).slice(0, 1500)}`;
}
