// A real mail server, as other people wrote it, for as long as a test needs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { e2e, python } from './places.js';

/** How long a mail may take, milliseconds. */
const PATIENCE = 10_000;

/**
 * Starts the server. `options` become its arguments: `{ security: 'tls', hold: true }`.
 *
 * @returns {Promise<{port: number, mails: object[], next: () => Promise<object>, stop: () => Promise<void>}>} `mails` is
 *   everything that it was given, `next` the first that nobody has asked for yet
 */
export async function mailServer(options = {}) {
  const parameters = Object.entries(options).flatMap(([name, value]) => value === true ? [`--${name}`] : [`--${name}`, `${value}`]);
  const child = spawn(python, [join(e2e, 'clients', 'smtp_server.py'), ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => { log += text; });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'close');
  const first = await Promise.race([once(lines, 'line'), ended.then(() => { throw new Error(`the mail server ended:\n${log}`); })]);
  const { port } = JSON.parse(first[0]);
  const mails = [];
  lines.on('line', line => mails.push(JSON.parse(line)));
  let asked = 0;
  return {
    port,
    mails,
    async next() {
      for (let waited = 0; mails.length <= asked; waited += 20) {
        if (waited > PATIENCE) throw new Error(`no mail within ${PATIENCE / 1000} s\n${log}`);
        await sleep(20);
      }
      return mails[asked++];
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Does something, and gives what `found` makes of the mails that come of it, as soon as it makes anything.
 *
 * @template T
 * @param {{mails: object[]}} post
 * @param {() => Promise<unknown>} act
 * @param {(mails: object[]) => T | undefined} found
 * @returns {Promise<T>}
 */
export async function mailedBy(post, act, found) {
  const before = post.mails.length;
  await act();
  for (let waited = 0; waited < PATIENCE; waited += 20) {
    const result = found(post.mails.slice(before));
    if (result) return result;
    await sleep(20);
  }
  const came = post.mails.slice(before).map(mail => `${mail.to}: ${header(mail, 'Subject')}`);
  throw new Error(`not mailed within ${PATIENCE / 1000} s; what came: ${came.join('; ') || 'nothing'}`);
}

/** A header of a mail. */
export const header = (mail, name) => mail.headers.find(([known]) => known === name)?.[1];

/** The lines of a mail's text that are nothing but a code of six digits (eight where it is the only proof), or a link. */
const alone = (mail, pattern) => mail.parts['text/plain'].split('\n').map(line => line.trim()).filter(line => pattern.test(line));

/** The code in a mail, which stands alone. */
export const codeIn = mail => alone(mail, /^\d{6}(\d{2})?$/)[0];

/** The link in a mail, which stands alone. */
export const linkIn = mail => alone(mail, /^https?:\/\/\S+$/)[0];
