// Every mail as crates/notify writes it, looked at as pages are; and the demonstration's outbox, where they arrive.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, look, visit } from '../lib/browser.js';
import { FormBrowser } from '../lib/forms.js';
import { mails } from '../lib/places.js';
import { organisation, start, user } from '../lib/server.js';

const folder = mkdtempSync(join(tmpdir(), 'doorward-mails-'));
execFileSync(mails, [folder]);
const languages = readdirSync(folder).filter(name => !name.includes('.'));
const names = readdirSync(join(folder, 'en')).filter(name => name.endsWith('.html')).sort();

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('there are mails in five languages', () => assert.ok(names.length >= 9 && languages.length === 5));

for (const name of names) {
  test(name, () => visit(browser, async page => {
    for (const language of languages) {
      await page.goto(pathToFileURL(join(folder, language, name)).href);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      const options = language === 'en' ? {} : { schemes: ['light'], widths: [320, 390, 1280], examined: language === 'de' ? [390] : [] };
      await look(page, `mail-${name.replace('.html', '')}-${language}`, { mail: true, ...options });
    }
  }));
}

test('the outbox shows what the owner is told', () => visit(browser, async page => {
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
      sent = await (await fetch(`${server.outbox}.json`)).json();
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
