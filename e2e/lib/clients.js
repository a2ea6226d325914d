// The applications of `clients/clients.json`, which the testbed registers before these tests begin.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { e2e } from './places.js';

/** The file that the testbed reads: client metadata (RFC 7591 §2) by name, with given ids and secrets. */
export const applications = join(e2e, 'clients', 'clients.json');

const all = JSON.parse(readFileSync(applications, 'utf8'));

/** The metadata of one. */
export function client(name) {
  if (!all[name]) throw new Error(`clients.json has no ${name}`);
  return all[name];
}
