// Two nodes behind nginx while things go wrong: one is killed, keys change, an application changes, both get one code.
import assert from 'node:assert/strict';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe as suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as oauth from 'openid-client';
import { launch, visit } from '../lib/browser.js';
import { applications, client } from '../lib/clients.js';
import { FormBrowser } from '../lib/forms.js';
import { postgres } from '../lib/places.js';
import { organisation, start, TWO_NODES, user } from '../lib/server.js';
import { assertSignedIn, beginSignIn, isSigningIn, openApplication, signIn } from '../lib/steps.js';

suite('Two nodes', { skip: postgres ? false : 'without PostgreSQL' }, () => {
  let browser;
  let server;
  before(async () => {
    browser = await launch();
    server = await start(TWO_NODES, { applications });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Kills one node after the other with -9, and starts it again, until the work is done. */
  async function whileNodesDie(work) {
    let over = false;
    let deaths = 0;
    let failure;
    const killing = (async () => {
      for (; !over; deaths++) {
        await sleep(400 * Math.random());
        await server.kill(deaths % 2);
        await sleep(200); // the other one is alone for a while
        await server.revive(deaths % 2);
      }
    })().catch(reason => { failure = reason; });
    // Work that waits for deaths ends when there are no more.
    const counted = () => {
      if (failure) throw failure;
      return deaths;
    };
    try {
      await work(counted);
    } finally {
      over = true;
      await killing;
    }
    counted();
  }

  /** Signs in as a person does who reloads where a page can't be had, and begins again where that does not help. */
  async function signInWithReloads(page, application, person) {
    for (let tries = 0; ; tries++) {
      try {
        if (!isSigningIn(page, server)) await beginSignIn(page, application, organisation(server, 1));
        await signIn(page, server, person);
        await assertSignedIn(page, application, person);
        return;
      } catch (reason) {
        if (tries === 5) throw reason;
        await page.reload().catch(() => {});
        if (!page.url().startsWith('http')) await openApplication(page, application).catch(() => {});
      }
    }
  }

  test('one node after the other is killed while people sign in: a reload is all they need', () => visit(browser, async page => {
    const [application, second] = server.applications;
    const person = user(server, 1);
    await whileNodesDie(async deaths => {
      for (let round = 0; round < 6 || deaths() < 4; round++) {
        await page.context().clearCookies();
        await page.goto('about:blank');
        await signInWithReloads(page, application, person);
      }
    });
    // What was acknowledged is there: the session that the browser was given opens the second application.
    await openApplication(page, second);
    await assertSignedIn(page, second, person);
  }));

  const relyingParty = async () => {
    const config = await oauth.discovery(
      new URL(server.issuer), client('openid_client').client_id, {}, oauth.ClientSecretBasic(client('openid_client').client_secret),
      { execute: [oauth.allowInsecureRequests] },
    );
    oauth.enableNonRepudiationChecks(config);
    return config;
  };

  /** A code for the relying party, and what it is exchanged with. */
  async function code(config, person) {
    const [redirectUri] = client('openid_client').redirect_uris;
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
    const [state, nonce] = [oauth.randomState(), oauth.randomNonce()];
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, scope: 'openid email', state, nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
    });
    const forms = new FormBrowser();
    await forms.open(url.href, redirectUri);
    const callback = new URL(await forms.signIn(person, redirectUri));
    return { callback, redirectUri, pkceCodeVerifier, checks: { pkceCodeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
  }

  /** Asks again what a node that is dead, or a database that is busy, did not answer; for what changes nothing of importance. */
  async function persistently(ask) {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (reason) {
        if (tries === 20 || reason.error) throw reason; // an answer of Doorward's is an answer
        await sleep(100);
      }
    }
  }

  test('what was acknowledged is there although its node died', async () => {
    const config = await relyingParty();
    const person = user(server, 1);
    const fresh = async () => {
      const { callback, checks } = await code(config, person);
      return oauth.authorizationCodeGrant(config, callback, checks);
    };
    let acknowledged = 0;
    await whileNodesDie(async deaths => {
      for (let tokens; acknowledged < 40 || deaths() < 4;) {
        try {
          tokens = tokens ? await oauth.refreshTokenGrant(config, tokens.refresh_token) : await fresh();
        } catch (reason) {
          // No answer: nothing was acknowledged, and an application asks its user to sign in. A refusal would be a loss.
          if (reason.error) throw reason;
          tokens = undefined;
          continue;
        }
        acknowledged++;
        const { active } = await persistently(() => oauth.tokenIntrospection(config, tokens.refresh_token));
        assert.equal(active, true, `token ${acknowledged} was acknowledged, ${deaths()} nodes have died`);
      }
    });
  });

  test('a code is good once, whichever node is asked', async () => {
    const config = await relyingParty();
    for (let round = 0; round < 5; round++) {
      const { callback, redirectUri, pkceCodeVerifier } = await persistently(() => code(config, user(server, 1)));
      const form = {
        grant_type: 'authorization_code', code: callback.searchParams.get('code'), redirect_uri: redirectUri, code_verifier: pkceCodeVerifier,
      };
      const answers = await Promise.all([0, 1, 0, 1, 0, 1].map(index => exchange(server.nodes[index], form)));
      assert.deepEqual(answers.filter(status => status === 200).length, 1, `${answers}`);
    }
  });

  /** A request to one node, as if nginx had chosen it: status and text. */
  function ask(node, path, options = {}, body = undefined) {
    return new Promise((resolve, reject) => {
      const headers = { host: new URL(server.issuer).host, ...options.headers };
      const asking = request(node + path, { ...options, headers }, answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', more => { text += more; }).once('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      });
      asking.once('error', reject).end(body);
    });
  }

  const basic = () => {
    const { client_id, client_secret } = client('openid_client');
    return `Basic ${Buffer.from([client_id, client_secret].map(encodeURIComponent).join(':')).toString('base64')}`;
  };

  /** The status of a token request at one node, and what it said. */
  const tokenRequest = async (node, form) => {
    const headers = { authorization: basic(), 'content-type': 'application/x-www-form-urlencoded' };
    const { status, text } = await ask(node, '/oauth/token', { method: 'POST', headers }, new URLSearchParams(form).toString());
    return { status, ...JSON.parse(text) };
  };
  const exchange = async (node, form) => (await tokenRequest(node, form)).status;

  test('keys change without a token that anybody refuses', async () => {
    let keys = [];
    const check = async token => {
      const [head, body, signature] = token.split('.');
      const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
      // As libraries do: what is published is kept, and asked for again when a key is unknown.
      if (!keys.some(key => key.kid === kid)) ({ keys } = await (await fetch(`${server.issuer}/oauth/jwks`)).json());
      const key = keys.find(key => key.kid === kid);
      assert.ok(key, `the key ${kid} is published`);
      assert.ok(verify('RSA-SHA256', Buffer.from(`${head}.${body}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url')));
      return kid;
    };
    const seen = new Set();
    /** Takes a token from either node, which everybody believes: the published keys, and the node that did not give it. */
    const believed = async () => {
      for (const [one, other] of [server.nodes, [...server.nodes].reverse()]) {
        const { status, access_token: given } = await tokenRequest(one, { grant_type: 'client_credentials' });
        assert.equal(status, 200);
        seen.add(await check(given));
        const headers = { authorization: basic(), 'content-type': 'application/x-www-form-urlencoded' };
        const asked = await ask(other, '/oauth/introspect', { method: 'POST', headers }, new URLSearchParams({ token: given }).toString());
        assert.equal(JSON.parse(asked.text).active, true);
      }
    };
    await believed();
    const { key } = JSON.parse(server.operate('--json', 'key', 'rotate', 'RS256'));
    // An hour is too long for a test: the change that is planned comes in three seconds.
    const at = Date.now() + 3_000;
    server.sql(`update signing_keys set retires_at = ${at} where algorithm = 'RS256' and retires_at > ${at};
      update signing_keys set effective_at = ${at} where id = '${key}'; update versions set version = version + 1`);
    while (Date.now() < at + 1_500) await believed();
    assert.deepEqual(seen.size, 2, 'both have signed');
    assert.ok(seen.has(key));
    // And clients that we did not write go on.
    const config = await relyingParty();
    const { callback, checks } = await persistently(() => code(config, user(server, 1)));
    await oauth.authorizationCodeGrant(config, callback, checks);
  });

  test('an application that a command changed is seen by both nodes within two seconds', async () => {
    const [redirectUri] = client('openid_client').redirect_uris;
    const changed = `${redirectUri}/${randomBytes(4).toString('hex')}`;
    const query = new URLSearchParams({
      client_id: client('openid_client').client_id, redirect_uri: changed, response_type: 'code', scope: 'openid', state: 'state',
      code_challenge: randomBytes(32).toString('base64url'), code_challenge_method: 'S256', prompt: 'none',
    });
    // Sent to the application: the redirect URI is known. Shown a page: it is not.
    const isKnown = async node => (await ask(node, `/oauth/authorize?${query}`)).headers.location?.startsWith(changed) ?? false;
    for (const node of server.nodes) assert.equal(await isKnown(node), false);
    const file = join(server.folder, 'changed.json');
    const metadata = { ...client('openid_client'), redirect_uris: [redirectUri, changed] };
    writeFileSync(file, JSON.stringify({ version: 1, applications: [{ organisation: server.organisations[0].slug, ...metadata }] }));
    server.operate('apply', file);
    const told = Date.now();
    for (const node of server.nodes) {
      while (!await isKnown(node)) assert.ok(Date.now() - told < 2_000, `${node} does not know it after two seconds`);
    }
  });
});
