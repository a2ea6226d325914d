// Passkeys without a device: Chromium’s virtual authenticator (Web Authentication Level 3, §11).

/** A device in this browser that keeps passkeys and knows its owner; `present` says whether it answers by itself. */
export async function device(page, options = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true, ...options,
    },
  });
  const of = (command, more = {}) => session.send(`WebAuthn.${command}`, { authenticatorId, ...more });
  return {
    passkeys: async () => (await of('getCredentials')).credentials,
    present: enabled => of('setAutomaticPresenceSimulation', { enabled }),
    verified: isUserVerified => of('setUserVerified', { isUserVerified }),
    add: credential => of('addCredential', { credential }),
    clear: () => of('clearCredentials'),
  };
}
