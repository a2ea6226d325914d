// Where the programs are. `cargo xtask e2e` says it; by hand the defaults are those of a plain checkout.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What tests write can be read by Apache and PostgreSQL, whose users are others where this is root.
process.umask(0o022);
// Nothing here is reached by a proxy.
for (const name of Object.keys(process.env)) if (/^(https?|all|no)_proxy$/i.test(name)) delete process.env[name];

export const e2e = dirname(dirname(fileURLToPath(import.meta.url)));
export const target = process.env.DOORWARD_TARGET ?? join(e2e, '..', 'target');
export const doorward = join(target, 'debug', 'doorward');
export const testbed = join(target, 'debug', 'testbed');
/** Writes every page in its states into a folder. */
export const gallery = join(target, 'debug', 'examples', 'gallery');
/** Writes every mail in every language into a folder. */
export const mails = join(target, 'debug', 'examples', 'mails');
export const python = join(target, 'tools', 'python', 'bin', 'python');

/** A connection string of libpq (keyword form) for a superuser, or undefined: then only SQLite is tried. */
export const postgres = process.env.DOORWARD_TEST_POSTGRES;

/** The first program of one of these names on the PATH or in Debian's system folder. */
export function program(...names) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error(`${names[0]} is not installed: cargo xtask install`);
}

/** What a whole page of the sign-in may weigh, with all that it fetches, uncompressed. */
export const MOST_BYTES = 30_000;
