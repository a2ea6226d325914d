// Chromium, and what is watched in every page: the content security policy, scripts that fail, sizes, accessibility.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { e2e, program } from './places.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const PICTURES = join(e2e, 'out');

/** Debian's Chromium. The caller closes it. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? program('chromium'), args: FLAGS });
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

/** What axe finds on the page as it stands, one line each. */
export async function axe(page, tags = AXE_TAGS) {
  await page.evaluate(AXE);
  const result = await page.evaluate(tags => window.axe.run(document, {
    runOnly: tags, rules: { 'target-size': { enabled: true } },
  }), tags);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? help}`));
}

/** The widths at which a page must fit: a phone, and a 1280 px window at 400 % and 200 %. */
const WIDTHS = [320, 390, 640, 1280];

/** Text that is cut off: what holds it is narrower or lower than it and hides the rest. Hidden words are meant to be. */
function clippedText(page) {
  return page.evaluate(() => [...document.querySelectorAll('body *')].filter(element => {
    const { width, height } = element.getBoundingClientRect();
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = [overflowX, overflowY].some(overflow => overflow === 'hidden' || overflow === 'clip');
    const cut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    return hides && cut && width > 1 && height > 1 && element.innerText?.trim() && !element.matches('.floor');
  }).map(element => `${element.tagName.toLowerCase()}: ${element.innerText.trim().slice(0, 40)}`));
}

/** What sticks out of its button, sideways or below. */
function overflowingButtons(page) {
  return page.evaluate(() => [...document.querySelectorAll('button, .btn, summary, .badge')]
    .filter(button => button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1)
    .filter(button => button.getBoundingClientRect().width > 1)
    .map(button => button.innerText.trim()));
}

/** Words of buttons that are broken in the middle, because the button is too narrow for them. */
function brokenWords(page) {
  return page.evaluate(() => [...document.querySelectorAll('button, .btn, summary')].flatMap(button => {
    const broken = [];
    const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.getBoundingClientRect().width <= 1) continue; // for screen readers only
      for (const { index, 0: word } of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (word.length > 20) continue; // longer than any button
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
      }
    }
    return broken;
  }));
}

/**
 * Looks at a page as a careful person would: light and dark, wide and narrow, with axe at the widths `examined`; keeps
 * pictures of those in `out/`. A `mail` is no page: it has no landmarks, and its first heading stands below the reader's own. What
 * is looked at is left as it was.
 */
export async function look(page, name, { schemes = ['light', 'dark'], widths = WIDTHS, examined = [390, 1280], mail = false } = {}) {
  const problems = [];
  const size = page.viewportSize();
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) problems.push(`${width} px ${colorScheme}: it is ${wide} px wide`);
      const broken = await brokenWords(page);
      if (broken.length) problems.push(`${width} px ${colorScheme}: a button breaks ${broken.join(', ')} in the middle`);
      for (const [what, where] of [['cut off', clippedText], ['sticks out of its button', overflowingButtons]]) {
        const found = await where(page);
        if (found.length) problems.push(`${width} px ${colorScheme}: ${what}: ${found.join(', ')}`);
      }
      if (examined.includes(width)) {
        problems.push(...(await axe(page, mail ? AXE_TAGS.slice(0, -1) : AXE_TAGS)).map(line => `${width} px ${colorScheme}: ${line}`));
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
  const { headings, language, title } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    language: document.documentElement.lang,
    title: document.title,
  }));
  if (headings !== 1) problems.push(`it has ${headings} first headings`);
  if (!language) problems.push('it names no language');
  if (!title) problems.push('it has no title');
  assert.deepEqual(problems, [], `${name} (${page.url()})`);
}

/** Begins to count what a page fetches; the function it gives says it, in bytes without compression. */
export function weigh(page) {
  const bodies = [];
  const listen = response => {
    if (response.status() >= 300) return;
    bodies.push(response.body().then(body => ({ url: response.url(), bytes: body.length })));
  };
  page.on('response', listen);
  return async () => {
    await page.waitForLoadState('load');
    page.off('response', listen);
    const parts = await Promise.all(bodies);
    return { parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
  };
}

/** Bytes of everything that a fresh browser fetches to show this address. */
export async function weight(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const heavy = weigh(page);
  await page.goto(url);
  const result = await heavy();
  await context.close();
  return result;
}
