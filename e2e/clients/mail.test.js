// Mail through a server that we did not write, aiosmtpd, read by a parser that we did not write, Python's.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe as suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormBrowser } from '../lib/forms.js';
import { header, mailServer } from '../lib/mail.js';
import { doorward, e2e, python, testbed } from '../lib/places.js';
import { createDatabase, document, engines, organisation, user } from '../lib/server.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

/** Until nothing more is to be expected: the worker looks once a second. */
const quiet = () => sleep(1600);

suite('`doorward doctor` at a mail server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-mail-'));
  const config = join(folder, 'doorward.toml');
  let plain;
  before(() => {
    execFileSync(python, [join(e2e, 'clients', 'certificates.py'), folder, 'localhost', 'elsewhere.example']);
    execFileSync(doorward, ['--config', config, 'init', '--issuer', 'http://localhost:8080', '--database', `sqlite:${join(folder, 'doorward.db')}`]);
    execFileSync(doorward, ['--config', config, 'migrate']);
    writeFileSync(join(folder, 'mail.password'), 'plum orchards\n');
    chmodSync(join(folder, 'mail.password'), 0o600);
    plain = readFileSync(config, 'utf8');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What doctor finds of mail: the verdict, what was found with its remedy. */
  function doctor(mail, to) {
    const section = Object.entries({ host: 'localhost', from: 'Example <no-reply@id.example>', ...mail }).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    writeFileSync(config, `${plain}\n[mail]\n${section.join('\n')}\n`);
    const more = to ? ['--mail-to', to] : [];
    const { stdout, stderr } = spawnSync(doorward, ['--config', config, '--json', 'doctor', ...more], { encoding: 'utf8' });
    assert.ok(stdout, stderr);
    const { verdict, found, remedy } = JSON.parse(stdout).findings.find(({ subject }) => subject === 'mail');
    return { verdict, said: `${found} > ${remedy}` };
  }

  const certificate = name => ({ certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) });
  const login = { user: 'doorward', password: 'plum orchards' };
  const trusting = { authorities: 'ca.pem' };
  const known = { user: 'doorward', password_file: 'mail.password' };

  for (const security of ['starttls', 'tls']) {
    test(`MAI-04 ${security}, with a password`, async () => {
      const server = await mailServer({ security, ...certificate('localhost'), ...login });
      const { verdict, said } = doctor({ security, port: server.port, ...trusting, ...known }, 'root@northwind.example');
      assert.equal(verdict, 'ok', said);
      const mail = await server.next();
      assert.deepEqual([mail.encrypted, mail.user, mail.hello], [true, 'doorward', 'localhost']);
      assert.deepEqual([mail.from, mail.to], ['no-reply@id.example', ['root@northwind.example']]);
      assert.equal(header(mail, 'subject'), 'Test message from Doorward');
      await server.stop();
    });

    test(`MAI-04 ${security} is not believed without its authority`, async () => {
      const server = await mailServer({ security, ...certificate('localhost'), ...login });
      const { verdict, said } = doctor({ security, port: server.port, ...known }, 'root@northwind.example');
      assert.equal(verdict, 'problem');
      assert.match(said, /no safe connection.*certificate/i);
      assert.deepEqual(server.mails, []);
      await server.stop();
    });

    test(`MAI-04 ${security} is not believed under another name`, async () => {
      const server = await mailServer({ security, ...certificate('elsewhere.example'), ...login });
      const { verdict, said } = doctor({ security, port: server.port, ...trusting, ...known }, 'root@northwind.example');
      assert.equal(verdict, 'problem');
      assert.match(said, /no safe connection/);
      assert.deepEqual(server.mails, []);
      await server.stop();
    });
  }

  test('MAI-04 a server that offers no STARTTLS gets neither mail nor password', async () => {
    const server = await mailServer(login);
    const { verdict, said } = doctor({ security: 'starttls', port: server.port, ...trusting, ...known }, 'root@northwind.example');
    assert.equal(verdict, 'problem');
    assert.match(said, /no safe connection.*STARTTLS/);
    assert.deepEqual(server.mails, []);
    await server.stop();
  });

  test('a wrong password is said so', async () => {
    const server = await mailServer({ security: 'tls', ...certificate('localhost'), ...login, password: 'another' });
    const { verdict, said } = doctor({ security: 'tls', port: server.port, ...trusting, ...known });
    assert.equal(verdict, 'problem');
    assert.match(said, /does not accept the user name and password \(reply 535\).*password_file/);
    assert.doesNotMatch(said, /plum/);
    await server.stop();
  });

  test('a recipient that is refused is said so, with the words of the server', async () => {
    const server = await mailServer();
    const verdicts = ['never', 'later', 'relay'].map(name => doctor({ security: 'none', port: server.port }, `${name}@northwind.example`).said);
    assert.match(verdicts[0], /recipient \(reply 550\): .*Nobody is called so/);
    assert.match(verdicts[1], /recipient \(reply 450\)/);
    assert.match(verdicts[2], /recipient \(reply 554\).*may send to other domains/);
    assert.deepEqual(server.mails, []);
    await server.stop();
  });

  test('without an address it only greets', async () => {
    const server = await mailServer();
    const { verdict, said } = doctor({ security: 'none', port: server.port });
    assert.equal(verdict, 'ok', said);
    assert.match(said, /--mail-to/);
    assert.deepEqual(server.mails, []);
    await server.stop();
    assert.match(doctor({ security: 'none', port: server.port }).said, /can't be reached.*mail\.host/);
  });
});

for (const engine of engines) {
  suite(`Notices by mail on ${engine}`, () => {
    let folder, database, child, server, port;
    before(async () => {
      // A port for mail servers that come and go.
      const first = await mailServer();
      port = first.port;
      await first.stop();
    });

    /** A Doorward whose mails go to `port`, on what is in the folder. */
    async function begin() {
      const parameters = ['serve', '--database', database?.connection ?? `sqlite:${join(folder, 'doorward.db')}`, '--json'];
      parameters.push('--data', join(folder, 'data'), '--clock', join(folder, 'ahead'), '--mail-port', `${port}`);
      child = spawn(testbed, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = new Promise(resolve => child.once('close', resolve));
      let log = '';
      child.stderr.setEncoding('utf8').on('data', text => { log += text; });
      server = await document(child, ended, () => log);
      return async signal => { child.kill(signal); await ended; };
    }

    /** On a fresh database. `begin` starts a node, and gives what ends it. */
    async function fresh(play) {
      folder = mkdtempSync(join(tmpdir(), 'doorward-mail-'));
      database = engine === 'PostgreSQL' ? createDatabase() : undefined;
      const servers = [];
      const listen = async (options = {}) => {
        const mail = await mailServer({ port, ...options });
        servers.push(mail);
        return mail;
      };
      try {
        await play(listen);
      } finally {
        child?.kill('SIGKILL');
        for (const mail of servers) await mail.stop();
        await sleep(100);
        database?.drop();
        rmSync(folder, { recursive: true, force: true });
      }
    }

    const ahead = seconds => writeFileSync(join(folder, 'ahead'), `${seconds}`);

    async function signIn(languages) {
      const browser = new FormBrowser({ 'user-agent': FIREFOX, 'accept-language': languages });
      const [application] = server.applications;
      await browser.open(`${application.url.replace(/\/$/, '')}/sign-in?organization=${organisation(server, 1).slug}`);
      await browser.signIn(user(server, 1), application.url);
    }

    test('LGN-13 a sign-in from a second browser is one mail, in the language of the browser', () => fresh(async listen => {
      const mails = await listen();
      await begin();
      await signIn('en');
      await signIn('de-AT, en;q=0.5');
      const mail = await mails.next();
      const person = user(server, 1);
      assert.deepEqual(mail.to, [person.identifier]);
      assert.equal(header(mail, 'to'), person.identifier);
      assert.equal(header(mail, 'subject'), 'Ihr Konto wurde in einem neuen Browser benutzt');
      assert.equal(header(mail, 'from'), `${organisation(server, 1).name} <no-reply@doorward.example>`);
      assert.equal(header(mail, 'auto-submitted'), 'auto-generated');
      assert.equal(header(mail, 'content-language'), 'de');
      assert.match(header(mail, 'message-id'), /^<job_[0-9a-z]{26}@doorward\.example>$/);
      assert.ok(header(mail, 'reply-to').includes('@'), 'answers go to the service desk');
      assert.deepEqual([mail.kind, Object.keys(mail.parts)], ['multipart/alternative', ['text/plain', 'text/html']]);
      assert.deepEqual([mail.defects, mail.ascii], [[], true]);
      assert.ok(mail.longest_line <= 78, `${mail.longest_line}`);
      for (const part of Object.values(mail.parts)) {
        const text = part.replace(/\s+/g, ' ');
        for (const words of ['Firefox', '127.0.0.1', 'Wenn Sie es waren, ist nichts zu tun.']) assert.ok(text.includes(words), part);
      }
      await quiet();
      assert.equal(mails.mails.length, 1);
    }));

    test('REL-12 without a mail server people sign in as quickly, and the mail arrives when it is back', () => fresh(async listen => {
      await begin();
      await signIn('en');
      const before = performance.now();
      await signIn('en');
      assert.ok(performance.now() - before < 5000, 'nobody waits for mail');
      await quiet();
      // The server first: a worker that looks in between would put the mail off once more.
      const mails = await listen();
      ahead(3600);
      assert.equal(header(await mails.next(), 'subject'), 'Your account was used in a new browser');
      await quiet();
      assert.equal(mails.mails.length, 1);
    }));

    test('REL-12 killed after a mail was handed over and before that was noted: one duplicate, and it shows', () => fresh(async listen => {
      const held = await listen({ hold: true });
      let end = await begin();
      await signIn('en');
      await signIn('en');
      const first = await held.next();
      await end('SIGKILL');
      await held.stop();
      const mails = await listen();
      end = await begin();
      await quiet();
      assert.deepEqual(mails.mails, [], 'the lease of the dead holds');
      ahead(121);
      const second = await mails.next();
      assert.equal(header(second, 'message-id'), header(first, 'message-id'));
      await quiet();
      ahead(3600);
      await quiet();
      assert.equal(mails.mails.length, 1);
      await end('SIGTERM');
    }));

    test('REL-12 REL-13 killed while a mail server hangs: nothing is lost, nothing is doubled', () => fresh(async listen => {
      const hanging = await listen({ silent: true });
      const end = await begin();
      await signIn('en');
      await signIn('en');
      await quiet();
      const before = performance.now();
      await signIn('en');
      assert.ok(performance.now() - before < 5000, 'a server that hangs holds nobody up');
      await quiet(); // now both mails hang
      await end('SIGKILL');
      await hanging.stop();
      const mails = await listen();
      await begin();
      ahead(121);
      await mails.next();
      await mails.next();
      await quiet();
      assert.equal(new Set(mails.mails.map(mail => header(mail, 'message-id'))).size, 2);
      assert.equal(mails.mails.length, 2);
    }));
  });
}
