// Says with the password whether this device can keep a passkey and verify its user, so that one is offered to nobody who can't make it.
const can = await window.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false);
for (const field of document.querySelectorAll('input[name=makes_passkeys]')) field.value = can ? 'yes' : '';
