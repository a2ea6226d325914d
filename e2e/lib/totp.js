// Codes as an authenticator app makes them (RFC 6238, SHA-1, 30 s, six digits), each used once.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const STEP = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function decodeBase32(text) {
  let bits = '';
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error(`${letter} is no letter of base32`);
    bits += value.toString(2).padStart(5, '0');
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => parseInt(byte, 2)));
}

/** The code of one time step. */
export function codeAt(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** How long a code must still be good when it is made, milliseconds: a slow machine takes its time to send it. */
const REST = 15_000;

const used = new Map();
/** How far the server's clock is ahead, milliseconds. */
let ahead = 0;
const now = () => Date.now() + ahead;

/** A server was begun that knows of no code, and whose clock is right. */
export const forgetCodes = () => {
  used.clear();
  ahead = 0;
};

/** The server's clock was moved so many seconds ahead, and the app's with it. */
export const moveCodes = seconds => { ahead = seconds * 1000; };

/**
 * A code that is good now and was not used before at this server. It takes the previous, the current and the next step,
 * each once and in order, so that three sign-ins fit into 30 s; a fourth waits.
 */
export async function freshCode(secret) {
  const step = Math.max(Math.floor((now() + REST) / STEP) - 1, (used.get(secret) ?? 0) + 1);
  used.set(secret, step);
  const early = (step - 1) * STEP - now();
  if (early > 0) await sleep(early + 50);
  return codeAt(secret, step);
}
