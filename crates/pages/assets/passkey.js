// Asks the browser for a passkey, or to make one, and sends its answer with the form. Without script the page says so.
const decode = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
const encode = bytes => bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = list => (list ?? []).map(one => ({ ...one, id: decode(one.id) }));
/** How long a challenge is used, milliseconds: a little less than the server takes it for. */
const FRESH = 240_000;

/** What the browser is called with: the same options, with bytes for what is base64url. */
const options = json => {
  const read = JSON.parse(json);
  const publicKey = { ...read, challenge: decode(read.challenge) };
  if (read.user) Object.assign(publicKey, { user: { ...read.user, id: decode(read.user.id) }, excludeCredentials: named(read.excludeCredentials) });
  else publicKey.allowCredentials = named(read.allowCredentials);
  return publicKey;
};

/** What is sent of an answer: not every browser, nor every extension that takes its place, has toJSON. */
const answer = credential => {
  const { response } = credential;
  const sent = { clientDataJSON: encode(response.clientDataJSON) };
  if (response.attestationObject) {
    sent.attestationObject = encode(response.attestationObject);
    sent.transports = response.getTransports?.() ?? [];
  } else {
    sent.authenticatorData = encode(response.authenticatorData);
    sent.signature = encode(response.signature);
    if (response.userHandle?.byteLength) sent.userHandle = encode(response.userHandle);
  }
  return JSON.stringify({ id: credential.id, rawId: encode(credential.rawId), type: 'public-key', response: sent });
};

// What needs no more than a script, and what is said where there is none.
for (const part of document.querySelectorAll('[data-leads]')) part.hidden = false;
for (const part of document.querySelectorAll('[data-without]')) part.hidden = true;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { passkey: act, renew, autofill } = form.dataset;
  const [go, told] = [form.querySelector('[data-go]'), form.querySelector('[data-told]')];
  let [wanted, since, waiting] = [form.dataset.options, Date.now(), undefined];
  const before = form.querySelector('[data-before]');
  const tell = word => {
    told.textContent = told.dataset[word] ?? '';
    told.hidden = !told.textContent;
    // What was wrong before is over.
    if (before && word) before.hidden = true;
  };
  const renewed = async () => {
    if (!renew) return;
    const fresh = await fetch(renew, { headers: { accept: 'application/json' } }).then(got => (got.ok ? got.json() : undefined)).catch(() => undefined);
    if (!fresh) return;
    [wanted, since] = [fresh.options, Date.now()];
    form.elements.challenge.value = fresh.challenge;
  };
  const send = credential => {
    if (!credential?.response) return tell('failed');
    form.elements.credential.value = answer(credential);
    if (form.elements.remember) form.elements.remember.value = document.getElementById('remember')?.checked ? 'yes' : '';
    form.submit();
  };
  const call = async more => {
    const publicKey = options(wanted);
    return act === 'create' ? navigator.credentials.create({ publicKey, ...more }) : navigator.credentials.get({ publicKey, ...more });
  };
  /** Offers passkeys in the field for who it is, until one is chosen, the button is pressed, or the challenge is old. */
  const offer = async () => {
    waiting?.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const credential = await call({ mediation: 'conditional', signal }).catch(() => undefined);
    if (!credential || signal.aborted) return;
    if (Date.now() - since < FRESH + 50_000) return send(credential);
    await renewed();
    press();
  };
  const press = async () => {
    if (!form.reportValidity()) return;
    waiting?.abort();
    waiting = undefined;
    tell('');
    try {
      send(await call({}));
    } catch (error) {
      tell(error.name === 'InvalidStateError' ? 'exists' : error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'cancelled' : 'failed');
      if (autofill) offer();
    }
  };
  if (!window.PublicKeyCredential) {
    tell('unsupported');
    continue;
  }
  for (const part of [go, ...form.querySelectorAll('[data-with]')]) part.hidden = false;
  go.addEventListener('click', press);
  const conditional = autofill && PublicKeyCredential.isConditionalMediationAvailable?.();
  Promise.resolve(conditional).then(can => can && offer());
  const again = async () => {
    if (Date.now() - since < FRESH) return;
    await renewed();
    if (waiting) offer();
  };
  setInterval(again, 30_000);
  document.addEventListener('visibilitychange', () => document.hidden || again());
}

// Browsers that can are told which passkeys are of no use any more, and which are.
for (const { dataset } of document.querySelectorAll('[data-rp]')) {
  const { rp: rpId, unknown: credentialId, user: userId, accepted } = dataset;
  const signal = credentialId
    ? window.PublicKeyCredential?.signalUnknownCredential?.({ rpId, credentialId })
    : window.PublicKeyCredential?.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds: accepted.split(' ').filter(Boolean) });
  signal?.catch(() => {});
}
