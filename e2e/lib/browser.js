// Chromium, the same on every machine, and what is watched in each of its pages: the content security policy, scripts that fail.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { e2e, program } from './places.js';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP localhost 127.0.0.1',
];
/** Debian's program itself: the command on the PATH is a script that adds what the machine's files say. */
const DEBIAN = '/usr/lib/chromium/chromium';

/**
 * Chromium with the fonts of `fonts/wide.conf` or `fonts/narrow.conf` and no others, in English and UTC, without the machine's
 * proxies and flags. The caller closes it.
 */
export function launch(fonts = 'wide') {
  const { PATH, HOME, TMPDIR, CHROMIUM } = process.env;
  const environment = { PATH, HOME, TMPDIR, LANG: 'C.UTF-8', TZ: 'UTC', FONTCONFIG_FILE: join(e2e, 'fonts', `${fonts}.conf`) };
  return chromium.launch({
    executablePath: CHROMIUM ?? (existsSync(DEBIAN) ? DEBIAN : program('chromium')),
    args: FLAGS,
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
  });
}

/**
 * One person's browser: a context of its own, watched.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(15_000);
  const troubles = [];
  const watch = page => {
    page.on('console', message => {
      if (/content security policy/i.test(message.text())) troubles.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', error => troubles.push(`${page.url()}: ${error.message}`));
  };
  context.on('page', watch);
  return {
    context,
    newPage: () => context.newPage(),
    /** Everything that the policy stopped or a script died of, so far. */
    troubles,
    /** Fails when something was stopped, and closes the browser. */
    async leave() {
      await context.close();
      assert.deepEqual(troubles, [], 'no violation of the content security policy and no failing script');
    },
  };
}

/** Runs `play` with a watched browser of its own. */
export async function visit(browser, play, options) {
  const person = await visitor(browser, options);
  let failed = true;
  try {
    await play(await person.newPage(), person);
    failed = false;
  } finally {
    // What failed first is what is told.
    if (failed) await person.context.close();
  }
  await person.leave();
}
