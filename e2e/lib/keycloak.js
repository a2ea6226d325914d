// Keycloak's server, for as long as a test needs it. Its distribution is not fetched: `KEYCLOAK` names the folder in which it was unpacked.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.js';

const REALM = 'northwind';
export const CLIENT = 'doorward';
export const SECRET = 'a secret of the browser tests alone';
const ADMINISTRATOR = { name: 'admin', password: 'of the browser tests' };

/** Milliseconds that it is given to start. */
const PATIENCE = 120_000;

/** What of a person's groups and realm roles is told, in ID tokens and userinfo. */
const mapper = (name, protocolMapper, claim, more) => ({
  name, protocol: 'openid-connect', protocolMapper,
  config: { 'claim.name': claim, 'id.token.claim': 'true', 'userinfo.token.claim': 'true', ...more },
});

/**
 * Starts it with one realm, one client, whose log-outs it tells, and these people.
 *
 * @param {string} folder where its distribution is
 * @param {{redirect: string, people: {username: string, password: string, email: string, firstName: string, lastName: string, groups?: string[]}[]}} options
 */
export async function keycloak(folder, { redirect, people }) {
  const home = mkdtempSync(join(tmpdir(), 'doorward-keycloak-'));
  cpSync(folder, home, { recursive: true });
  mkdirSync(join(home, 'data/import'), { recursive: true });
  const groups = [...new Set(people.flatMap(person => person.groups ?? []))];
  writeFileSync(join(home, 'data/import/realm.json'), JSON.stringify({
    realm: REALM, enabled: true, sslRequired: 'none',
    groups: groups.map(name => ({ name })),
    clients: [{
      clientId: CLIENT, secret: SECRET, redirectUris: [redirect], standardFlowEnabled: true,
      attributes: {
        'pkce.code.challenge.method': 'S256', 'backchannel.logout.url': `${redirect}/log-out`, 'backchannel.logout.session.required': 'true',
      },
      protocolMappers: [mapper('groups', 'oidc-group-membership-mapper', 'groups', { 'full.path': 'false' })],
    }],
    users: people.map(({ password, groups = [], ...person }) => ({
      ...person, enabled: true, emailVerified: true, groups: groups.map(name => `/${name}`),
      credentials: [{ type: 'password', value: password, temporary: false }],
    })),
  }));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(join(home, 'bin/kc.sh'), [
    'start-dev', '--import-realm', '--http-host', '127.0.0.1', '--http-port', `${port}`, '--hostname', address,
  ], {
    env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR.name, KC_BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR.password },
    stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { log += text; });
  const ended = new Promise(resolve => child.once('close', resolve));
  const stop = async () => {
    // Its script starts Java: the group is the two of them.
    if (child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const issuer = `${address}/realms/${REALM}`;
  const deadline = Date.now() + PATIENCE;
  while (!await fetch(`${issuer}/.well-known/openid-configuration`).then(answer => answer.ok, () => false)) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error(`Keycloak does not start:\n${log}`);
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  /** Runs its administrator's command, which signs in anew each time. */
  const administer = (...parameters) => {
    const access = ['--no-config', '--server', address, '--realm', 'master', '--user', ADMINISTRATOR.name, '--password', ADMINISTRATOR.password];
    const environment = { ...process.env, HOME: home };
    return execFileSync(join(home, 'bin/kcadm.sh'), [...parameters, '-r', REALM, ...access], { encoding: 'utf8', env: environment });
  };
  return { issuer, stop, administer };
}

/** Signs in on its page. */
export async function signInThere(page, username, password) {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
}
