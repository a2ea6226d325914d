// A provider of OpenID Connect that we did not write (npm: oidc-provider), for as long as a test needs it.
import { once } from 'node:events';
import Provider from 'oidc-provider';
import { freePort } from './ports.js';

export const CLIENT = 'doorward';
export const SECRET = 'a secret of the browser tests alone';

/**
 * Starts it. Whoever types a name there is that person, with any password.
 *
 * @param {string} redirect where its answers go; that sessions ended it tells below
 * @param {Record<string, object>} people their claims by the name that they type
 * @returns {Promise<{issuer: string, stop: () => Promise<void>}>}
 */
export async function openidProvider(redirect, people) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT, client_secret: SECRET, redirect_uris: [redirect],
      post_logout_redirect_uris: [new URL('/signed-out', redirect).href],
      backchannel_logout_uri: `${redirect}/log-out`, backchannel_logout_session_required: true,
    }],
    features: { backchannelLogout: { enabled: true } },
    // What it tells is on this computer, where it would not go by itself.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    cookies: { keys: ['of the browser tests'] },
  });
  provider.on('backchannel.error', (_, error) => { console.error('what ended is not told:', error.message, error.cause); });
  const server = provider.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    issuer,
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Signs in on its pages, and allows what it asks. */
export async function signInThere(page, name) {
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  const consent = page.locator('form[action*="/interaction/"] button[type=submit]');
  await page.waitForLoadState('domcontentloaded');
  if (await page.locator('input[name=prompt][value=consent]').count()) await consent.click();
}

/** Answers its question whether to sign out there. */
export async function signOutThere(page) {
  await page.locator('button[name=logout][value=yes]').click();
}
