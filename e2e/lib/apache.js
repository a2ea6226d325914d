// Apache with mod_auth_openidc, on loopback, in a temporary folder, as nobody in particular.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './places.js';

const MODULES = '/usr/lib/apache2/modules';

const configuration = ({ folder, issuer, client, port }) => `
ServerRoot "${folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile "${folder}/apache.pid"
DefaultRuntimeDir "${folder}"
ErrorLog "${folder}/error.log"
LogLevel notice auth_openidc:debug
${['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'mime', 'include', 'auth_openidc']
    .map(name => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
StartServers 1
MinSpareThreads 2
MaxSpareThreads 8
ThreadsPerChild 4
MaxRequestWorkers 8
DocumentRoot "${folder}/pages"
TypesConfig /dev/null
AddType text/html .html
DirectoryIndex index.html
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${client.client_id}
OIDCClientSecret ${client.client_secret}
OIDCRedirectURI ${client.redirect_uris[0]}
OIDCCryptoPassphrase test-only
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCRemoteUserClaim email
OIDCPassClaimsAs environment
<Directory "${folder}/pages">
  Options +Includes
  AddOutputFilter INCLUDES .html
  Require all granted
</Directory>
<Location "/private">
  AuthType openid-connect
  Require valid-user
</Location>
`;

const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>\n`;

/** Starts it for one issuer; the paths under `/private` want a signed-in user and say who that is. */
export async function startApache(issuer, client) {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-apache-'));
  const port = Number(new URL(client.redirect_uris[0]).port);
  execFileSync('mkdir', ['-p', join(folder, 'pages', 'private')]);
  writeFileSync(join(folder, 'apache.conf'), configuration({ folder, issuer: issuer.replace(/\/$/, ''), client, port }));
  writeFileSync(join(folder, 'pages', 'private', 'index.html'), page('Private',
    '<p id="user"><!--#echo var="REMOTE_USER" --></p><p id="issuer"><!--#echo var="OIDC_CLAIM_iss" --></p>'));
  writeFileSync(join(folder, 'pages', 'signed-out.html'), page('Apache says goodbye', ''));
  chmodSync(folder, 0o755);

  const apache = [program('apache2'), '-f', join(folder, 'apache.conf'), '-DFOREGROUND'];
  const isRoot = process.getuid() === 0;
  if (isRoot) execFileSync('chown', ['-R', 'www-data:www-data', folder]);
  const [command, ...parameters] = isRoot
    ? [program('setpriv'), '--reuid=www-data', '--regid=www-data', '--clear-groups', '--pdeathsig', 'TERM', ...apache]
    : apache;
  const child = spawn(command, parameters, { cwd: folder, env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise(resolve => child.once('close', resolve));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => { said += text; });
  const log = () => { try { return readFileSync(join(folder, 'error.log'), 'utf8'); } catch { return said; } };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  // Its port is open for a moment while it reads its configuration; this line comes when it serves.
  for (let tries = 0; !log().includes('resuming normal operations'); tries++) {
    if (tries === 200 || child.exitCode !== null) {
      const reason = said + log();
      await stop();
      throw new Error(`Apache does not serve on ${port}:\n${reason}`);
    }
    await sleep(50);
  }
  return { url: `http://127.0.0.1:${port}`, log, stop };
}
