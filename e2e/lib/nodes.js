// Two nodes of Doorward, as it is shipped, on one PostgreSQL, behind nginx. Content and sample applications come from the
// testbed, which serves nothing of Doorward's own here.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { doorward, program, testbed } from './places.js';
import { freePort } from './ports.js';
import { createDatabase, document } from './server.js';

const configuration = ({ folder, port, nodes }) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
events { worker_connections 512; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  upstream doorward {
    ${nodes.map(node => `server 127.0.0.1:${node} max_fails=0;`).join('\n    ')}
    keepalive 8;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://doorward;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 2s;
    }
  }
}
`;

/** A child that is ended when asked; its words are kept. */
function run(command, parameters, options = {}) {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = new Promise(resolve => child.once('close', resolve));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => { log += text; });
  return { child, ended, log: () => log, async stop(signal = 'SIGTERM') { child.kill(signal); await ended; } };
}

/** Waits until a node says that it is ready. */
async function ready(port, node) {
  for (let tries = 0; tries < 400; tries++) {
    if (node.child.exitCode !== null) throw new Error(`a node ended:\n${node.log()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`a node is not ready:\n${node.log()}`);
}

/**
 * The same as `start` gives, and besides: `nodes`, the addresses of both; `kill(index)` ends one with -9, `revive(index)`
 * starts it again; `folder`, where their configuration is; `operate(...arguments)` runs the command with the nodes' configuration;
 * `sql` runs statements on their database.
 */
export async function startNodes({ applications } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-nodes-'));
  const database = createDatabase();
  const [front, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
  const issuer = `http://localhost:${front}`;
  const config = join(folder, 'doorward.toml');
  const operate = (...parameters) => execFileSync(doorward, ['--config', config, ...parameters], { encoding: 'utf8' });
  const started = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
    database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    operate('init', '--issuer', issuer, '--database', database.connection);
    writeFileSync(config, readFileSync(config, 'utf8').replace('\n[server]\n', '\n[server]\ntrusted_proxies = ["127.0.0.1"]\n'));
    const nodes = [];
    const revive = async index => {
      const env = { ...process.env, DOORWARD__SERVER__LISTEN: `["127.0.0.1:${ports[index]}"]`, DOORWARD_LOG: 'warn' };
      // A node ends when the database does not answer in time, as on a busy machine, and systemd starts it again.
      for (let tries = 1; ; tries++) {
        nodes[index] = run(doorward, ['--config', config, 'serve'], { cwd: folder, env });
        try {
          return await ready(ports[index], nodes[index]);
        } catch (reason) {
          if (tries === 10 || !/database is unavailable|database is busy/.test(reason.message)) throw reason;
        }
      }
    };
    started.push({ stop: () => Promise.all(nodes.map(node => node.stop())) });
    await revive(0);
    await revive(1);
    writeFileSync(join(folder, 'nginx.conf'), configuration({ folder, port: front, nodes: ports }));
    const nginx = run(program('nginx'), ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]);
    started.push(nginx);
    await ready(front, nginx);
    const extra = applications ? ['--applications', applications] : [];
    const content = run(testbed, ['serve', '--database', database.connection, '--data', folder, '--elsewhere', issuer, '--json', ...extra]);
    started.push(content);
    const said = await document(content.child, content.ended, content.log);
    return {
      ...said,
      stop,
      folder,
      operate,
      sql: database.sql,
      revive,
      nodes: ports.map(port => `http://127.0.0.1:${port}`),
      kill: index => nodes[index].stop('SIGKILL'),
      log: () => [...nodes, nginx, content].map(one => one.log()).join('\n'),
    };
  } catch (reason) {
    await stop().catch(() => {});
    throw reason;
  }
}
