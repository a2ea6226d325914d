// A journey of people, played from its first step to its last by a real browser, on each engine. Each step says in words what is done and
// what comes of it, and shows it: `docs/journeys` is made of that.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, visit } from './browser.js';
import { problemsOf } from './look.js';
import { codeIn, linkIn, mailedBy } from './mail.js';
import { e2e } from './places.js';
import { onEachEngine, organisation } from './server.js';

/** The pages of `docs/journeys`, and whether to write them anew. */
const PAPERS = join(e2e, '..', 'docs', 'journeys');
const WRITES = Boolean(process.env.DOORWARD_JOURNEYS);
/** The window of the pictures, CSS pixels. */
const WINDOW = { width: 1000, height: 720 };
/** The gallery looks at these pages in every language, scheme and width; here each is looked at once, as it is reached. */
const LOOKS = { schemes: ['light'], examined: [390] };

/**
 * @typedef {object} Step what a step is played with
 * @property {import('playwright-core').Page} page a browser without cookies
 * @property {(caption: string) => Promise<void>} shows the page is looked at, and shown with these words
 * @property {(to: string, act: () => Promise<unknown>) => Promise<{code?: string, link?: string}>} mailed does something, and gives what the
 *   mail to that address holds that comes of it
 */

/**
 * Declares a journey.
 *
 * @param {{number: number, name: string, about: string}} journey as JOURNEYS.md has it; `about` is the policy in words
 * @param {(the: {server: import('./server.js').Server, home: object}, step: (numbers: string, title: string, says: string, play: (step: Step) => Promise<void>) => void) => void} declare
 */
export function journey({ number, name, about }, declare) {
  const word = name.toLowerCase().replace(/[^a-z]+/g, '-');
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());
  onEachEngine(`Journey ${number}, “${name}”`, (the, once) => {
    const steps = [];
    Object.defineProperty(the, 'home', { get: () => organisation(the.server, number) });
    if (once && WRITES) rmSync(join(PAPERS, word), { recursive: true, force: true });
    declare(the, (numbers, title, says, play) => {
      const step = { numbers, title, says, pictures: [], played: false };
      steps.push(step);
      const before = steps.slice(0, -1);
      test(`${numbers} ${title}`, context => !before.every(({ played }) => played) ? context.skip('a step before it failed') : visit(browser, async page => {
        const shows = async caption => {
          const file = `${numbers.split(',')[0]}-${step.pictures.length + 1}`;
          if (once) {
            assert.deepEqual(await problemsOf(page, `${word}-${file}`, LOOKS), []);
            await picture(page, join(word, `${file}.png`));
          }
          step.pictures.push({ caption, file: `${word}/${file}.png` });
        };
        const mailed = (to, act) => mailOf(the.server.post, to, act);
        await play({ page, shows, mailed });
        step.played = true;
      }, { viewport: WINDOW }));
    });
    once && test('docs/journeys shows it', context => {
      if (!steps.every(({ played }) => played)) return context.skip('not every step was played');
      const file = join(PAPERS, `${word}.md`);
      const paper = written({ number, name, about }, steps);
      if (WRITES) writeFileSync(file, paper);
      assert.equal(readFileSync(file, 'utf8'), paper, 'it is made by: cargo xtask journeys');
    });
  }, { commands: true, mail: true, clock: true });
}

function written({ number, name, about }, steps) {
  const shown = ({ caption, file }) => `![${caption}](${file})\n\n*${caption}*\n`;
  const chapters = steps.map(({ numbers, title, says, pictures }) =>
    [`## ${numbers} ${title}\n`, `${says}\n`, ...pictures.map(shown)].join('\n'));
  return [`# Journey ${number}: ${name}\n`, `${about}\n`, ...chapters].join('\n');
}

async function picture(page, file) {
  if (!WRITES) return;
  const path = join(PAPERS, file);
  mkdirSync(join(path, '..'), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}

/** What the first mail to somebody holds that comes of an act: its code, its link. */
const mailOf = (post, to, act) => mailedBy(post, act, mails => mails.filter(mail => mail.to.includes(to))
  .map(mail => ({ code: codeIn(mail), link: linkIn(mail), text: mail.parts['text/plain'] }))
  .find(({ code, link }) => code || link));
