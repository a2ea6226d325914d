// OpenLDAP's own server as an organisation's directory, for as long as a test needs it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.js';
import { program } from './places.js';

const SUFFIX = 'dc=directory,dc=example';
const READER = `cn=reader,${SUFFIX}`;
const READERS_PASSWORD = 'the reader of the browser tests';

const unit = name => `dn: ou=${name},${SUFFIX}\nobjectClass: organizationalUnit\nou: ${name}\n`;
const policy = (name, more) => `dn: cn=${name},ou=policies,${SUFFIX}\nobjectClass: organizationalRole\nobjectClass: pwdPolicy
cn: ${name}\npwdAttribute: userPassword\n${more}\n`;

const ROOT = [
  `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\ndc: directory\no: Directory\n`,
  `dn: ${READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${READERS_PASSWORD}\n`,
  ...['people', 'groups', 'policies'].map(unit),
  policy('usual', 'pwdMustChange: TRUE'),
  policy('short', 'pwdMaxAge: 60'),
];

/** Somebody's entry, with further lines. */
export const entry = ({ uid, password, email, given = uid, family = 'Harbour' }, ...more) => [
  `dn: uid=${uid},ou=people,${SUFFIX}`, 'objectClass: inetOrgPerson', `uid: ${uid}`, `cn: ${given} ${family}`, `givenName: ${given}`,
  `sn: ${family}`, `mail: ${email}`, `userPassword: ${password}`, ...more, '',
].join('\n');

/** Lines for whose password has expired, and for whose an administrator set. */
export const EXPIRED = [`pwdPolicySubentry: cn=short,ou=policies,${SUFFIX}`, 'pwdChangedTime: 20200101000000Z'];
export const RESET = ['pwdReset: TRUE'];

/** A group with these people. */
export const group = (name, ...uids) => [
  `dn: cn=${name},ou=groups,${SUFFIX}`, 'objectClass: groupOfNames', `cn: ${name}`,
  ...uids.map(uid => `member: uid=${uid},ou=people,${SUFFIX}`), '',
].join('\n');

const configuration = folder => `${['core', 'cosine', 'inetorgperson'].map(name => `include /etc/ldap/schema/${name}.schema`).join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/pid
database mdb
suffix "${SUFFIX}"
rootdn "cn=root,${SUFFIX}"
directory ${folder}/data
maxsize 10485760
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER}" read by * none
overlay ppolicy
ppolicy_default "cn=usual,ou=policies,${SUFFIX}"
`;

/** Whether something listens at that port. */
const listens = async port => {
  const socket = createConnection(port, '127.0.0.1');
  const there = await once(socket, 'connect').then(() => true, () => false);
  socket.destroy();
  return there;
};

/**
 * Starts it with these entries.
 *
 * @param {string[]} entries
 * @returns {Promise<{connector: object, start: () => Promise<void>, pause: () => Promise<void>, stop: () => Promise<void>}>} `connector`
 *   is how a document names it; `pause` ends the server and keeps what it holds
 */
export async function slapd(entries) {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-slapd-'));
  const port = await freePort();
  const [server, conf, ldif] = ['server', 'slapd.conf', 'entries.ldif'].map(name => join(folder, name));
  // Where slapd is confined to its own folders, a copy of it is not.
  copyFileSync(program('slapd'), server);
  mkdirSync(join(folder, 'data'));
  writeFileSync(conf, configuration(folder));
  writeFileSync(ldif, [...ROOT, ...entries].join('\n'));
  execFileSync(server, ['-T', 'add', '-f', conf, '-l', ldif], { stdio: ['ignore', 'ignore', 'pipe'] });
  let child;
  let ended;
  const start = async () => {
    let said = '';
    child = spawn(server, ['-f', conf, '-h', `ldap://127.0.0.1:${port}/`, '-d', 'none'], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', text => { said += text; });
    ended = once(child, 'close');
    while (!await listens(port)) {
      if (child.exitCode !== null) throw new Error(`slapd ended by itself:\n${said}`);
      await sleep(20);
    }
  };
  const pause = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    connector: {
      addresses: [`ldap://127.0.0.1:${port}`], plain: true, bind_dn: READER, bind_password: READERS_PASSWORD,
      base: `ou=people,${SUFFIX}`, filter: '(&(objectClass=inetOrgPerson)(|(uid={{LOGIN}})(mail={{LOGIN}})))',
      groups: { base: `ou=groups,${SUFFIX}`, filter: '(member={{DN}})', nested: true },
    },
    start,
    pause,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await pause();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
