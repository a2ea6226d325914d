// The cases that `bench` measures of Doorward, sixteen at once, against npm oidc-provider: CPU time of its process for each.
// `npm install && npm start` prints a table; run it just before or after `bench`, on the same machine.

import { fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { Client } from "undici";

const AT_ONCE = 16;
const SECONDS = Number(process.env.SECONDS ?? 5);
const secret = "a secret of thirty-two characters";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** One person's browser and application. */
class Person {
  constructor(port) {
    this.origin = `http://localhost:${port}`;
    this.client = new Client(`http://127.0.0.1:${port}`);
    this.cookies = new Map();
  }

  async request(method, path, form, bearer) {
    const headers = { host: new URL(this.origin).host };
    if (this.cookies.size) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (form) headers["content-type"] = "application/x-www-form-urlencoded";
    if (bearer) headers.authorization = `Bearer ${bearer}`;
    const body = form && new URLSearchParams(form).toString();
    const answer = await this.client.request({ method, path, headers, body });
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value === "" || /expires=Thu, 01 Jan 1970/.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: answer.statusCode, location: answer.headers.location, body: await answer.body.text() };
  }

  async json(...request) {
    const answer = await this.request(...request);
    if (answer.status !== 200) throw new Error(`${request[1]}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body);
  }

  /** From the application's request to its tokens; signs in on the way where that is asked for. */
  async tokens(client_id) {
    const verifier = randomBytes(32).toString("base64url");
    const state = randomBytes(8).toString("hex");
    const redirect_uri = `https://${client_id.toLowerCase()}.example/back`;
    const query = new URLSearchParams({
      client_id, redirect_uri, response_type: "code", scope: "openid email profile", state, nonce: state,
      code_challenge_method: "S256", code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    });
    let answer = await this.request("GET", `/auth?${query}`);
    while (!answer.location?.startsWith(redirect_uri)) {
      if (!answer.location) throw new Error(`${answer.status} ${answer.body.replace(/[^]*<body>|<[^>]*>/g, " ").trim()}`);
      const at = new URL(answer.location, this.origin);
      answer = at.pathname.startsWith("/interaction/")
        ? await this.request("POST", at.pathname, { prompt: "login", login: `user-${state}`, password: "a password" })
        : await this.request("GET", at.pathname + at.search);
    }
    const back = new URL(answer.location).searchParams;
    if (back.get("state") !== state) throw new Error(`another state: ${answer.location}`);
    const form = { grant_type: "authorization_code", code: back.get("code"), redirect_uri, code_verifier: verifier };
    const tokens = await this.json("POST", "/token", { ...form, client_id, client_secret: secret });
    if (tokens.id_token?.split(".").length !== 3 || !tokens.refresh_token) throw new Error(JSON.stringify(tokens));
    return tokens;
  }
}

const cases = {
  refresh: async (person, algorithm) => {
    const previous = person.now.refresh_token;
    const form = { grant_type: "refresh_token", refresh_token: previous, client_id: `first-${algorithm}`, client_secret: secret };
    person.now = await person.json("POST", "/token", form);
    if (person.now.refresh_token === previous) throw new Error("the refresh token did not rotate");
  },
  "second application": (person, algorithm) => person.tokens(`second-${algorithm}`),
  userinfo: async (person) => {
    const { email } = await person.json("GET", "/me", undefined, person.now.access_token);
    if (!email) throw new Error("no email");
  },
  introspection: async (person, algorithm) => {
    const form = { token: person.now.access_token, client_id: `first-${algorithm}`, client_secret: secret };
    const { active } = await person.json("POST", "/token/introspection", form);
    if (!active) throw new Error("not active");
  },
};

const port = await freePort();
const server = fork(new URL("server.js", import.meta.url).pathname, [String(port)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
await once(server, "message");
const cpu = async () => {
  server.send("cpu");
  return (await once(server, "message"))[0];
};

console.log("| npm oidc-provider | signed with | a second | server CPU, µs |\n|---|---|--:|--:|");
for (const [name, play] of Object.entries(cases)) {
  for (const algorithm of ["RS256", "EdDSA"]) {
    const people = Array.from({ length: AT_ONCE }, () => new Person(port));
    for (const person of people) person.now = await person.tokens(`first-${algorithm}`);
    const run = async (milliseconds) => {
      const until = performance.now() + milliseconds;
      const done = await Promise.all(people.map(async (person) => {
        let count = 0;
        for (; performance.now() < until; count += 1) await play(person, algorithm);
        return count;
      }));
      return done.reduce((sum, count) => sum + count, 0);
    };
    await run(1000); // what is compiled while it runs is compiled
    const [before, begun] = [await cpu(), performance.now()];
    const count = await run(SECONDS * 1000);
    const [used, seconds] = [(await cpu()) - before, (performance.now() - begun) / 1000];
    console.log(`| ${name} | ${algorithm} | ${(count / seconds).toFixed(0)} | ${(used / count).toFixed(0)} |`);
    await Promise.all(people.map((person) => person.client.close()));
  }
}
server.kill();
