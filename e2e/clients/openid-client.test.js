// openid-client (npm), the certified client of the JavaScript world, plays every grant against Doorward.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as oauth from 'openid-client';
import { applications, client } from '../lib/clients.js';
import { FormBrowser } from '../lib/forms.js';
import { e2e } from '../lib/places.js';
import { onEachEngine, user } from '../lib/server.js';

const SCOPE = 'openid profile email';

/** Discovers the issuer as one of our registered clients; ID tokens are checked against the published keys. */
async function discover(server, name, authentication, metadata = {}) {
  const config = await oauth.discovery(
    new URL(server.issuer), client(name).client_id, metadata, authentication,
    { execute: [oauth.allowInsecureRequests] }, // plain http, on loopback only
  );
  oauth.enableNonRepudiationChecks(config);
  return config;
}

const withSecret = server => discover(server, 'openid_client', oauth.ClientSecretBasic(client('openid_client').client_secret));

async function withKey(server) {
  const jwk = JSON.parse(readFileSync(join(e2e, 'clients', 'openid-client-key.json'), 'utf8'));
  const { kid, alg, use, ...material } = jwk;
  const key = await crypto.subtle.importKey('jwk', { ...material, alg, use }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return discover(server, 'openid_client_key', oauth.PrivateKeyJwt({ key, kid }), { id_token_signed_response_alg: 'ES256' });
}

const withoutSecret = server => discover(server, 'openid_client_public', oauth.None(), { id_token_signed_response_alg: 'EdDSA' });

/** An authorization request, and what its answer is checked with. */
async function request(config, name, parameters = {}) {
  const verifier = oauth.randomPKCECodeVerifier();
  const [state, nonce] = [oauth.randomState(), oauth.randomNonce()];
  const redirectUri = client(name).redirect_uris[0];
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri, scope: SCOPE, state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...parameters,
  });
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  return { url: url.href, redirectUri, checks };
}

/** The whole way: request, sign-in by forms alone, code, tokens. */
async function signIn(config, name, person, browser = new FormBrowser()) {
  const { url, redirectUri, checks } = await request(config, name);
  await browser.open(url, redirectUri);
  const callback = new URL(await browser.signIn(person, redirectUri));
  return { callback, checks, tokens: await oauth.authorizationCodeGrant(config, callback, checks) };
}

/** Asks without showing anything; gives the answer's parameters. */
async function silently(config, name, browser) {
  const { url, redirectUri } = await request(config, name, { prompt: 'none' });
  return new URL(await browser.open(url, redirectUri)).searchParams;
}

const refused = error => reason => {
  assert.equal(reason.error ?? reason.cause?.error, error, String(reason));
  return true;
};

onEachEngine('openid-client', the => {
  const clients = { openid_client: withSecret, openid_client_key: withKey, openid_client_public: withoutSecret };

  for (const [name, discovered] of Object.entries(clients)) {
    test(`${client(name).token_endpoint_auth_method}: code with PKCE, userinfo, refresh, revocation`, async () => {
      const config = await discovered(the.server);
      const person = user(the.server, 1);
      const { tokens } = await signIn(config, name, person);
      const claims = tokens.claims();
      assert.equal(claims.iss, the.server.issuer);

      const about = await oauth.fetchUserInfo(config, tokens.access_token, claims.sub);
      assert.equal(about.email, person.identifier);

      const refreshed = await oauth.refreshTokenGrant(config, tokens.refresh_token);
      assert.notEqual(refreshed.refresh_token, tokens.refresh_token, 'a refresh token is replaced when it is used');
      assert.equal(refreshed.claims()?.sub ?? claims.sub, claims.sub);
      await oauth.fetchUserInfo(config, refreshed.access_token, claims.sub);

      await oauth.tokenRevocation(config, refreshed.refresh_token);
      await assert.rejects(oauth.refreshTokenGrant(config, refreshed.refresh_token), refused('invalid_grant'));
    });
  }

  test('a refresh token that comes back ends the whole family', async () => {
    const config = await withSecret(the.server);
    const { tokens } = await signIn(config, 'openid_client', user(the.server, 1));
    const next = await oauth.refreshTokenGrant(config, tokens.refresh_token);
    await assert.rejects(oauth.refreshTokenGrant(config, tokens.refresh_token), refused('invalid_grant'));
    await assert.rejects(oauth.refreshTokenGrant(config, next.refresh_token), refused('invalid_grant'));
  });

  test('a code is good once, and its second use takes back what the first gave', async () => {
    const config = await withSecret(the.server);
    const { callback, checks, tokens } = await signIn(config, 'openid_client', user(the.server, 1));
    assert.equal((await oauth.tokenIntrospection(config, tokens.access_token)).active, true);
    await assert.rejects(oauth.authorizationCodeGrant(config, callback, checks), refused('invalid_grant'));
    assert.equal((await oauth.tokenIntrospection(config, tokens.access_token)).active, false);
  });

  test('a code without its verifier is worth nothing', async () => {
    const config = await withSecret(the.server);
    const { url, redirectUri, checks } = await request(config, 'openid_client');
    const browser = new FormBrowser();
    await browser.open(url, redirectUri);
    const callback = new URL(await browser.signIn(user(the.server, 1), redirectUri));
    const others = { ...checks, pkceCodeVerifier: oauth.randomPKCECodeVerifier() };
    await assert.rejects(oauth.authorizationCodeGrant(config, callback, others), refused('invalid_grant'));
  });

  test('introspection and revocation of an access token', async () => {
    const config = await withSecret(the.server);
    const { tokens } = await signIn(config, 'openid_client', user(the.server, 1));
    const before = await oauth.tokenIntrospection(config, tokens.access_token);
    assert.equal(before.active, true);
    assert.equal(before.client_id, client('openid_client').client_id);
    assert.equal(before.sub, tokens.claims().sub);
    await oauth.tokenRevocation(config, tokens.access_token);
    assert.equal((await oauth.tokenIntrospection(config, tokens.access_token)).active, false);
    assert.equal((await oauth.tokenIntrospection(config, 'made-up')).active, false);
  });

  test('client_credentials with a secret and with a key', async () => {
    for (const config of [await withSecret(the.server), await withKey(the.server)]) {
      const tokens = await oauth.clientCredentialsGrant(config);
      assert.equal(tokens.token_type, 'bearer');
      assert.equal(tokens.refresh_token, undefined);
      assert.ok(tokens.expires_in > 0);
    }
  });

  test('a wrong secret is refused', async () => {
    const config = await discover(the.server, 'openid_client', oauth.ClientSecretBasic('wrong'));
    await assert.rejects(oauth.clientCredentialsGrant(config), reason => {
      assert.match(JSON.stringify([reason.status, reason.cause, reason.error]), /401|invalid_client/);
      return true;
    });
  });

  test('prompt=none: an error before the sign-in, a code after it; log-out takes it back', async () => {
    const config = await withSecret(the.server);
    const browser = new FormBrowser();
    assert.equal((await silently(config, 'openid_client', browser)).get('error'), 'login_required');

    const { tokens } = await signIn(config, 'openid_client', user(the.server, 1), browser);
    const answer = await silently(config, 'openid_client', browser);
    assert.ok(answer.get('code'), `${answer}`);
    assert.equal(answer.get('iss'), the.server.issuer);

    const [back] = client('openid_client').post_logout_redirect_uris;
    const url = oauth.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token, post_logout_redirect_uri: back, state: 'where-I-was',
    });
    await browser.open(url.href, back);
    // Whether to ask first is the server's choice (RP-Initiated Logout §2).
    if (browser.form('logout')) {
      const { value = '' } = browser.form('logout').fields.find(field => field.name === 'logout');
      await browser.submit(browser.form('logout'), { logout: value }, back);
    }
    // A page that tells what each application answered may stand in between.
    const link = browser.html.match(new RegExp(`${back.replaceAll('.', '\\.')}[^"<]*`))?.[0];
    const end = new URL(browser.url.startsWith(back) ? browser.url : link?.replaceAll('&amp;', '&'));
    assert.equal(end.searchParams.get('state'), 'where-I-was');
    assert.equal((await silently(config, 'openid_client', browser)).get('error'), 'login_required');
    await assert.rejects(oauth.refreshTokenGrant(config, tokens.refresh_token), refused('invalid_grant'));
  });

  test('the authorization request may be posted', async () => {
    const config = await withSecret(the.server);
    const { url, redirectUri, checks } = await request(config, 'openid_client');
    const { origin, pathname, searchParams } = new URL(url);
    const response = await fetch(origin + pathname, { method: 'POST', body: searchParams, redirect: 'manual' });
    assert.ok([302, 303].includes(response.status), `${response.status}`);
    const browser = new FormBrowser();
    browser.keep(url, response.headers.getSetCookie());
    await browser.open(new URL(response.headers.get('location'), url).href, redirectUri);
    const callback = new URL(await browser.signIn(user(the.server, 1), redirectUri));
    assert.ok((await oauth.authorizationCodeGrant(config, callback, checks)).access_token);
  });
}, { applications });
