// The applications of `clients/clients.json`, which the testbed registers before these tests begin.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { e2e } from './places.js';
import { freePort } from './ports.js';

/** The port in `clients.json` at which Apache listens; nothing listens at the others, where only addresses are read. */
const APACHE = ':17103/';

const text = readFileSync(join(e2e, 'clients', 'clients.json'), 'utf8').replaceAll(APACHE, `:${await freePort()}/`);
const all = JSON.parse(text);

const folder = mkdtempSync(join(tmpdir(), 'doorward-clients-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The file that the testbed reads: client metadata (RFC 7591 §2) by name, with given ids and secrets. */
export const applications = join(folder, 'clients.json');
writeFileSync(applications, text);

/** The metadata of one. */
export function client(name) {
  if (!all[name]) throw new Error(`clients.json has no ${name}`);
  return all[name];
}
