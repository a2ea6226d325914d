"""Makes vectors.json: tokens by another implementation, and the worked examples of the RFCs as its own tests hold them.

Run with jwcrypto 1.6 from PyPI: `python make.py > vectors.json`. The keys made here exist in this file only; the others
are printed in the RFCs.
"""

import base64
import json

from jwcrypto import jwk, jws, tests


def text(numbers):
    return bytes(bytearray(numbers))


def pkcs8(key):
    pem = key.export_to_pem(private_key=True, password=None).decode()
    return "".join(line for line in pem.splitlines() if "-----" not in line)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def example(name, key, protected, payload, signature):
    key = jwk.JWK(**key)
    return {
        "name": name,
        "pkcs8": pkcs8(key),
        "public": key.export_public(as_dict=True),
        "thumbprint": key.thumbprint(),
        "token": ".".join([b64(protected), b64(payload), b64(signature)]),
    }


def foreign(algorithm, **made):
    key = jwk.JWK.generate(**made)
    token = jws.JWS(json.dumps({"sub": "ann"}).encode())
    token.add_signature(key, None, json.dumps({"alg": algorithm, "typ": "JWT", "kid": key.thumbprint()}), None)
    return {
        "name": "jwcrypto " + algorithm,
        "pkcs8": pkcs8(key),
        "public": key.export_public(as_dict=True),
        "thumbprint": key.thumbprint(),
        "token": token.serialize(compact=True),
    }


ed25519 = jwk.JWK.from_json(tests.E_Ed25519["key_json"])
vectors = [
    example("RFC 7515 A.2", tests.A2_key, text(tests.A2_protected), text(tests.A2_payload), text(tests.A2_signature)),
    example("RFC 7515 A.3", tests.A3_key, text(tests.A3_protected), text(tests.A3_payload), text(tests.A3_signature)),
    {
        "name": "RFC 8037 A.4",
        "pkcs8": pkcs8(ed25519),
        "public": ed25519.export_public(as_dict=True),
        "thumbprint": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        "token": tests.E_Ed25519["jws_serialization_compact"],
    },
    foreign("RS256", kty="RSA", size=2048),
    foreign("PS256", kty="RSA", size=3072),
    foreign("ES256", kty="EC", crv="P-256"),
    foreign("EdDSA", kty="OKP", crv="Ed25519"),
]
public, thumbprints = tests.PublicKeys["keys"], tests.PublicKeys["thumbprints"]
print(json.dumps({
    "tokens": vectors,
    "weak": json.loads(jwk.JWK.generate(kty="RSA", size=1024).export_public()),
    "RFC 7517 A.1": [{"public": key, "thumbprint": name} for key, name in zip(public, thumbprints)],
}, indent=1))
