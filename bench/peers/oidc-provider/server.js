// npm oidc-provider as its documentation sets it up, with what it keeps in memory: opaque access tokens, refresh tokens that rotate,
// nothing to agree to. Answers its own CPU time to whoever started it.

import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const secret = "a secret of thirty-two characters";
const client = (client_id, algorithm) => ({
  client_id,
  client_secret: secret,
  redirect_uris: [`https://${client_id.toLowerCase()}.example/back`],
  grant_types: ["authorization_code", "refresh_token"],
  token_endpoint_auth_method: "client_secret_post",
  introspection_endpoint_auth_method: "client_secret_post",
  id_token_signed_response_alg: algorithm,
});
const key = (kind, options) => generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" });

const port = Number(process.argv[2]);
const provider = new Provider(`http://localhost:${port}`, {
  clients: ["RS256", "EdDSA"].flatMap((algorithm) => [client(`first-${algorithm}`, algorithm), client(`second-${algorithm}`, algorithm)]),
  jwks: {
    keys: [
      { ...key("rsa", { modulusLength: 2048 }), use: "sig", alg: "RS256", kid: "rsa" },
      { ...key("ed25519"), use: "sig", alg: "EdDSA", kid: "ed" },
    ],
  },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "EdDSA"] },
  claims: { openid: ["sub"], email: ["email"], profile: ["name"] },
  scopes: ["openid", "offline_access", "email", "profile"],
  cookies: { keys: ["a key for cookies"] },
  features: { devInteractions: { enabled: true }, introspection: { enabled: true, allowedPolicy: () => true } },
  issueRefreshToken: () => true,
  rotateRefreshToken: () => true,
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@acme.example`, name: "Ada Lovelace" }) }),
  async loadExistingGrant(ctx) {
    const granted = ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId);
    if (granted) return ctx.oidc.provider.Grant.find(granted);
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});
provider.listen(port, "127.0.0.1", () => process.send("ready"));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on("disconnect", () => process.exit());
