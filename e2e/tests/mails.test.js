// Every mail as crates/notify writes it, looked at as pages are; and the demonstration's outbox, where they arrive.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, visit } from '../lib/browser.js';
import { look, problemsOf } from '../lib/look.js';
import { FormBrowser } from '../lib/forms.js';
import { mails } from '../lib/places.js';
import { organisation, start, user } from '../lib/server.js';

const folder = mkdtempSync(join(tmpdir(), 'doorward-mails-'));
execFileSync(mails, [folder]);
const languages = readdirSync(folder).filter(name => !name.includes('.'));
const names = readdirSync(join(folder, 'en')).filter(name => name.endsWith('.html')).sort();

const browsers = {};
before(async () => {
  for (const fonts of ['wide', 'narrow']) browsers[fonts] = await launch(fonts);
});
after(async () => {
  await Promise.all(Object.values(browsers).map(browser => browser.close()));
  rmSync(folder, { recursive: true, force: true });
});

test('there are mails in five languages', () => assert.ok(names.length >= 9 && languages.length === 5));

/** What is examined beyond the room that everything has, by language and fonts. */
function options(language, fonts) {
  if (fonts === 'narrow') return { schemes: ['light'], examined: [] };
  return language === 'en' ? {} : { schemes: ['light'], examined: language === 'de' ? [390] : [] };
}

for (const fonts of ['wide', 'narrow']) {
  test(`every mail fits with ${fonts} fonts`, () => visit(browsers[fonts], async page => {
    const problems = [];
    for (const name of names) {
      for (const language of languages) {
        await page.goto(pathToFileURL(join(folder, language, name)).href);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        const picture = `mail-${name.replace('.html', '')}-${language}-${fonts}`;
        problems.push(...await problemsOf(page, picture, { mail: true, ...options(language, fonts) }));
      }
    }
    assert.deepEqual(problems, []);
  }));
}

test('the outbox shows what the owner is told', () => visit(browsers.wide, async page => {
  const server = await start('SQLite');
  try {
    const [application] = server.applications;
    for (let signedIn = 0; signedIn < 2; signedIn++) {
      const person = new FormBrowser();
      await person.open(`${application.url.replace(/\/$/, '')}/sign-in?organization=${organisation(server, 1).slug}`);
      await person.signIn(user(server, 1), application.url);
    }
    let sent = [];
    for (let tries = 0; !sent.length && tries < 500; tries++) {
      await sleep(20);
      // The demonstration's invitations are there from the beginning.
      sent = (await (await fetch(`${server.outbox}.json`)).json()).filter(mail => !/invited to/.test(mail.subject));
    }
    assert.deepEqual(sent.map(mail => [mail.to, mail.subject]), [[user(server, 1).identifier, 'Your account was used in a new browser']]);
    await page.goto(server.outbox);
    await look(page, 'outbox-with-mail');
    await page.getByRole('link', { name: sent[0].subject }).click();
    await look(page, 'outbox-mail');
    const mail = page.frameLocator('iframe');
    assert.equal(await mail.locator('h1').innerText(), sent[0].subject);
    assert.ok((await page.locator('pre').innerText()).replace(/\s+/g, ' ').includes('If it was you, there is nothing to do.'));
  } finally {
    await server.stop();
  }
}));
