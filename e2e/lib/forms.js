// A browser that knows links, forms and cookies and nothing else: what works in it needs neither script nor style.
import assert from 'node:assert/strict';
import { freshCode } from './totp.js';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = text => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
  if (hex) return String.fromCodePoint(parseInt(hex, 16));
  if (decimal) return String.fromCodePoint(Number(decimal));
  return ENTITIES[name] ?? whole;
});

/** The attributes of a start tag; one without a value is the empty string. */
function attributes(tag) {
  const found = {};
  for (const [, name, double, single, bare] of tag.matchAll(/\s([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) {
    found[name.toLowerCase()] = decode(double ?? single ?? bare ?? '');
  }
  return found;
}

/** The forms of a page: where each goes, how, and what it carries. */
function forms(html, base) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, body]) => {
    const { action = '', method = 'get' } = attributes(head);
    const fields = [...body.matchAll(/<(?:input|button)\b[^>]*>/gi)].map(([tag]) => ({
      kind: tag.startsWith('<button') ? 'button' : 'input', ...attributes(tag),
    }));
    return { action: new URL(action || base, base).href, method: method.toLowerCase(), fields };
  });
}

export class FormBrowser {
  /** Cookies by host; ports share them, as in every browser. */
  #cookies = new Map();
  #headers;
  url;
  html = '';
  status;

  /** @param {Record<string, string>} headers what it sends with every request */
  constructor(headers = {}) {
    this.#headers = headers;
  }

  /** Opens an address and follows redirects, but never beyond an address that begins with `until`. */
  async open(url, until) {
    return this.#go(url, { method: 'GET' }, until);
  }

  /** The first form that has a field of that name. */
  form(name) {
    return forms(this.html, this.url).find(form => form.fields.some(field => field.name === name));
  }

  /** Sends a form with these values on top of what it carries, by its first submit button. */
  async submit(form, values, until) {
    const body = new URLSearchParams();
    for (const { kind, type, name, value = '', checked } of form.fields) {
      const isButton = kind === 'button' || type === 'submit';
      if (!name || isButton || (type === 'checkbox' && checked === undefined)) continue;
      if (!(name in values)) body.append(name, value);
    }
    const button = form.fields.find(field => field.kind === 'button' && field.type !== 'button');
    if (button?.name && !(button.name in values)) body.append(button.name, button.value ?? '');
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    assert.equal(form.method, 'post', 'a form that changes something is posted');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(this.url).origin };
    return this.#go(form.action, { method: 'POST', headers, body: body.toString() }, until);
  }

  /** Answers whatever the sign-in asks, as that user, until the browser is sent to `until`. Gives that address. */
  async signIn(user, until) {
    for (let page = 0; page < 8; page++) {
      if (this.url.startsWith(until)) return this.url;
      const asked = await this.#answer(user);
      assert.ok(asked, `nothing to answer at ${this.url} (${this.status}):\n${this.html.slice(0, 2000)}`);
      await this.submit(asked.form, asked.values, until);
    }
    throw new Error(`the sign-in does not end: ${this.url}`);
  }

  async #answer(user) {
    const known = {
      email: user.identifier, organisation: user.organisation, user: user.identifier, password: user.password,
    };
    for (const form of forms(this.html, this.url)) {
      const values = {};
      for (const { name, type, kind, hidden } of form.fields) {
        if (kind !== 'input' || type === 'hidden' || hidden !== undefined) continue;
        if (name in known && known[name] !== undefined) values[name] = known[name];
        if (name === 'code') values.code = await freshCode(user.totp_secret);
      }
      if (form.fields.some(field => field.name === 'consent')) values.consent = 'allow';
      if (Object.keys(values).length) return { form, values };
    }
    return undefined;
  }

  async #go(url, request, until) {
    for (let hop = 0; hop < 12; hop++) {
      this.url = url;
      if (until && url.startsWith(until)) return url;
      const headers = { ...this.#headers, ...request.headers, accept: 'text/html', cookie: this.#cookieHeader(url) };
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      this.keep(url, response.headers.getSetCookie());
      this.status = response.status;
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || !location) {
        this.html = await response.text();
        return url;
      }
      url = new URL(location, url).href;
      request = { method: 'GET' };
    }
    throw new Error(`too many redirects: ${url}`);
  }

  #cookieHeader(url) {
    const jar = this.#cookies.get(new URL(url).hostname) ?? new Map();
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Takes the cookies of an answer. */
  keep(url, lines) {
    const host = new URL(url).hostname;
    const jar = this.#cookies.get(host) ?? new Map();
    for (const line of lines) {
      const [pair, ...flags] = line.split(';');
      const name = pair.slice(0, pair.indexOf('=')).trim();
      if (flags.some(flag => /^\s*max-age=0\s*$/i.test(flag))) jar.delete(name);
      else jar.set(name, pair.slice(pair.indexOf('=') + 1).trim());
    }
    this.#cookies.set(host, jar);
  }
}
