// Starts Doorward with its demo organisations, fresh for each use, on either engine.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { mailServer } from './mail.js';
import { startNodes } from './nodes.js';
import { doorward, postgres, testbed } from './places.js';
import { forgetCodes, moveCodes } from './totp.js';

/** How long a server may take until it says that it serves, milliseconds. */
const PATIENCE = 30_000;

/** The engines to play on: PostgreSQL too when the environment names one. */
export const engines = postgres ? ['SQLite', 'PostgreSQL'] : ['SQLite'];

/** Two nodes on one PostgreSQL, behind nginx. */
export const TWO_NODES = 'two nodes';

/**
 * Declares the same tests for each engine, each with a server of its own.
 *
 * @param {string} name
 * @param {(the: {server: Server}, once: boolean) => void} declare gets a holder whose `server` is set while the tests run, and
 *   whether this is the first engine: what needs no data, or the same on every engine, is declared only there
 * @param {{applications?: string, clock?: boolean, commands?: boolean, mail?: boolean, nodes?: boolean}} options `applications`: a file of client
 *   metadata to register; `clock`: the server's clock can be moved; `commands`: operators' commands reach its database; `mail`: mails
 *   go to a real mail server;
 *   `nodes`: PostgreSQL is that of two nodes
 */
export function onEachEngine(name, declare, { nodes = false, ...options } = {}) {
  const played = nodes && postgres ? ['SQLite', TWO_NODES] : engines;
  played.forEach((engine, index) => on(engine, name, the => declare(the, index === 0), options));
}

/** The same on the first engine alone, for what is about pages and browsers. */
export function onOneEngine(name, declare, options = {}) {
  on(engines[0], name, declare, options);
}

function on(engine, name, declare, options) {
  describe(`${name} on ${engine}`, () => {
    const the = {};
    before(async () => { the.server = await start(engine, options); });
    after(() => the.server?.stop());
    declare(the);
  });
}

/**
 * A running Doorward and what it said about itself.
 *
 * @typedef {object} User
 * @property {string} identifier what the user types
 * @property {string} [organisation] the company ID, where it is typed too
 * @property {string} [password] none where passwords live elsewhere
 * @property {string} [totp_secret] base32
 * @property {string[]} applications client ids of those that this user may open
 *
 * @typedef {object} Server
 * @property {string} issuer
 * @property {string} start address of the demo's start page
 * @property {string} outbox
 * @property {{name: string, url: string, client_id: string}[]} applications
 * @property {{slug: string, name: string, journey: number, users: User[]}[]} organisations
 * @property {() => Promise<void>} stop
 * @property {() => string} log what it wrote beside that
 * @property {Awaited<ReturnType<typeof mailServer>>} [post] the mail server that its mails go to; with `mail` only, in place of the outbox
 * @property {(...parameters: (string | {input: string})[]) => string} [operate] runs an operator's command; with `commands` only
 * @property {(...parameters: (string | {input: string})[]) => Promise<string>} [operateBeside] the same beside what this process serves
 * @property {(content: object) => string} [apply] applies a document; with `commands` only
 */

/** @returns {Promise<Server>} */
export async function start(engine, { applications, clock = false, commands = false, mail = false } = {}) {
  forgetCodes();
  if (engine === TWO_NODES) return startNodes({ applications });
  const folder = mkdtempSync(join(tmpdir(), 'doorward-e2e-'));
  const database = engine === 'PostgreSQL' ? createDatabase() : undefined;
  const extra = applications ? ['--applications', applications] : [];
  const ahead = join(folder, 'ahead');
  if (clock) extra.push('--clock', ahead);
  const post = mail ? await mailServer() : undefined;
  if (post) extra.push('--mail-port', `${post.port}`);
  const location = database?.connection ?? `sqlite:${join(folder, 'doorward.db')}`;
  const config = join(folder, 'doorward.toml');
  /** Runs the operator's command, with the server's database and keys. Last may come `{ input }`, what is typed into it. */
  const operate = (...parameters) => {
    const { input } = typeof parameters.at(-1) === 'object' ? parameters.pop() : {};
    return execFileSync(doorward, ['--config', config, ...parameters], { encoding: 'utf8', input });
  };
  /** The same, while this process goes on answering whatever the command asks of it. Gives what it said. */
  const operateBeside = (...parameters) => new Promise(resolve => {
    const { input = '' } = typeof parameters.at(-1) === 'object' ? parameters.pop() : {};
    const child = execFile(doorward, ['--config', config, ...parameters], (_, stdout) => resolve(stdout));
    child.stdin.end(input);
  });
  /** Writes what a document says into the database, as an operator does. */
  const apply = content => {
    const file = join(folder, 'applied.json');
    writeFileSync(file, JSON.stringify(content));
    return operate('apply', file);
  };
  if (commands) {
    operate('init', '--issuer', 'http://localhost', '--database', location);
    // What tests answer is on loopback, and commands ask there as the server does.
    const allowed = { '# allow = ': 'allow = ["127.0.0.1"]\n# ', '# plain_http = ': 'plain_http = true\n# ' };
    const written = Object.entries(allowed).reduce((text, [line, key]) => text.replace(line, key), readFileSync(config, 'utf8'));
    writeFileSync(config, written);
    if (post) appendFileSync(config, `\n[mail]\nhost = "127.0.0.1"\nport = ${post.port}\nsecurity = "none"\nfrom = "no-reply@id.example"\n`);
    extra.push('--data', folder);
  }
  const [program, parameters] = database || extra.length
    ? [testbed, ['serve', '--database', location, '--json', ...extra]]
    : [doorward, ['demo', '--json', '--port', '0']];
  const child = spawn(program, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise(resolve => child.once('close', resolve));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => { log += text; });
  const stop = async () => {
    const early = child.exitCode ?? child.signalCode;
    child.kill('SIGTERM');
    await ended;
    await post?.stop();
    database?.drop();
    rmSync(folder, { recursive: true, force: true });
    if (early !== null) throw new Error(`${program} ended by itself (${early}):\n${log}`);
  };
  try {
    const said = await document(child, ended, () => log);
    /** Moves the server's clock ahead by seconds; with `clock` only. */
    const moveClock = seconds => {
      writeFileSync(ahead, `${seconds}`);
      moveCodes(seconds);
    };
    return { ...said, stop, log: () => log, moveClock, operate, operateBeside, apply, post };
  } catch (reason) {
    await stop().catch(() => {});
    throw new Error(`${program} ${parameters.join(' ')}: ${reason.message}`, { cause: reason });
  }
}

/** The JSON document that the server prints when it serves. */
export function document(child, ended, log) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`said nothing for ${PATIENCE / 1000} s\n${log()}`)), PATIENCE);
    child.once('error', reject);
    ended.then(() => reject(new Error(`ended with ${child.exitCode ?? child.signalCode}\n${log()}`)));
    child.stdout.setEncoding('utf8').on('data', more => {
      text += more;
      let said;
      try { said = JSON.parse(text); } catch { return; } // not whole yet
      clearTimeout(timer);
      resolve(said);
    });
  });
}

/** A database of its own on the PostgreSQL of the tests. */
export function createDatabase() {
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const psql = statement => execFileSync('psql', ['--quiet', '--no-psqlrc', '--dbname', postgres, '--command', statement]);
  psql(`create database ${name}`);
  const connection = postgres.split(/\s+/).filter(word => !word.startsWith('dbname=')).concat(`dbname=${name}`).join(' ');
  const sql = statements => execFileSync('psql', ['--quiet', '--no-psqlrc', '--dbname', connection, '--command', statements]);
  return { connection, sql, drop: () => psql(`drop database ${name} with (force)`) };
}

/** The organisation that plays one of JOURNEYS' journeys, by its number. */
export function organisation(server, journey) {
  const found = server.organisations.find(organisation => organisation.journey === journey);
  if (!found) throw new Error(`no organisation plays journey ${journey}`);
  return found;
}

/** Somebody of that organisation who may open every application, with or without an authenticator app. */
export function user(server, journey, { totp = false } = {}) {
  const found = organisation(server, journey).users.find(user =>
    user.password && Boolean(user.totp_secret) === totp && server.applications.every(({ client_id }) => user.applications.includes(client_id)));
  if (!found) throw new Error(`journey ${journey} has no such user ${totp ? 'with' : 'without'} an authenticator app`);
  return found;
}
