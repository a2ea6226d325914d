// Authlib (PyPI) as a relying party: `authlib_client.py` plays, each line it prints is a test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { applications, client } from '../lib/clients.js';
import { e2e, python } from '../lib/places.js';
import { onEachEngine, user } from '../lib/server.js';

onEachEngine('Authlib', the => {
  test('a relying party', async t => {
    const input = JSON.stringify({ issuer: the.server.issuer, client: client('authlib'), user: user(the.server, 1) });
    const script = join(e2e, 'clients', 'authlib_client.py');
    const { stdout, stderr, status, error } = spawnSync(python, [script], { input, encoding: 'utf8', timeout: 120_000 });
    assert.ifError(error);
    assert.equal(status, 0, stderr);
    const lines = stdout.split('\n').filter(Boolean);
    assert.ok(lines.length >= 5, `it checked too little:\n${stdout}${stderr}`);
    for (const line of lines) {
      const [, bad, name, reason] = line.match(/^(not )?ok ([^:]*)(?:: (.*))?$/);
      await t.test(name, () => assert.ok(!bad, `${reason}\n${stderr}`));
    }
  });
}, { applications });
