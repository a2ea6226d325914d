"""Authlib, the OAuth client of the Python world, plays a relying party against Doorward.

Called by authlib.test.js with the issuer, the client's metadata and a user as JSON on standard input. Prints one line a
check: `ok NAME`, or `not ok NAME: REASON`.
"""

import json
import sys
import traceback
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

SCOPE = "openid profile email"


class Forms(HTMLParser):
    """The forms of a page, each with its fields."""

    def __init__(self, html):
        super().__init__()
        self.forms = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes.get("action") or "", "fields": []})
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"].append(attributes)


class Browser:
    """As much of a browser as a sign-in without script needs."""

    def __init__(self):
        self.http = httpx.Client(follow_redirects=False, timeout=20)

    def sign_in(self, url, user, until):
        """Opens the address, answers what is asked, and gives the address that begins with `until`."""
        known = {"email": user["identifier"], "password": user["password"]}
        url, page = self._follow(self.http.get(url), until)
        for _ in range(6):
            if url.startswith(until):
                return url
            form, values = self._answer(page, known)
            origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
            response = self.http.post(urljoin(url, form["action"]), data=values, headers={"origin": origin})
            url, page = self._follow(response, until)
        raise AssertionError("the sign-in does not end: " + url)

    @staticmethod
    def _answer(page, known):
        for form in Forms(page).forms:
            shown = [field for field in form["fields"] if field.get("type") != "hidden" and "hidden" not in field]
            if any(field.get("name") in known for field in shown):
                values = {f["name"]: f.get("value") or "" for f in form["fields"] if f.get("name") and f.get("type") != "checkbox"}
                values.update({f["name"]: known[f["name"]] for f in shown if f.get("name") in known})
                return form, values
        raise AssertionError("nothing to answer on this page: " + page[:2000])

    def _follow(self, response, until):
        for _ in range(12):
            url = str(response.url)
            if not response.is_redirect:
                return url, response.text
            url = urljoin(url, response.headers["location"])
            if url.startswith(until):
                return url, ""
            response = self.http.get(url)
        raise AssertionError("too many redirects")


class Party:
    """The relying party: what it was told, and one method a check."""

    def __init__(self, said):
        self.issuer, self.client, self.user = said["issuer"], said["client"], said["user"]
        self.metadata = httpx.get(self.issuer.rstrip("/") + "/.well-known/openid-configuration").json()
        assert self.metadata["issuer"] == self.issuer, self.metadata["issuer"]
        self.redirect_uri = self.client["redirect_uris"][0]

    def session(self, **more):
        return OAuth2Client(
            client_id=self.client["client_id"],
            client_secret=self.client["client_secret"],
            token_endpoint_auth_method=self.client["token_endpoint_auth_method"],
            revocation_endpoint_auth_method=self.client["token_endpoint_auth_method"],
            scope=SCOPE,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            token_endpoint=self.metadata["token_endpoint"],
            **more,
        )

    def tokens(self, session):
        """The whole way to tokens, with PKCE, state and nonce checked."""
        verifier, nonce = "v" * 43 + "erifier", "nonce-of-authlib"
        url, state = session.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
        callback = Browser().sign_in(url, self.user, self.redirect_uri)
        answer = parse_qs(urlsplit(callback).query)
        assert answer["state"] == [state] and answer["iss"] == [self.issuer], answer
        token = session.fetch_token(authorization_response=callback, code_verifier=verifier, state=state)
        return token, nonce

    def check_code_with_pkce_and_id_token(self):
        with self.session() as session:
            token, nonce = self.tokens(session)
            keys = KeySet.import_key_set(httpx.get(self.metadata["jwks_uri"]).json())
            decoded = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client["client_id"]},
                },
                params={"nonce": nonce, "access_token": token["access_token"]},
            )
            claims.validate(leeway=5)
            about = session.get(self.metadata["userinfo_endpoint"]).json()
            assert about["sub"] == claims["sub"], about
            assert about["email"] == self.user["identifier"], about

    def check_refresh(self):
        with self.session() as session:
            token, _ = self.tokens(session)
            fresh = session.refresh_token(self.metadata["token_endpoint"], refresh_token=token["refresh_token"])
            assert fresh["access_token"] != token["access_token"]
            assert fresh["refresh_token"] != token["refresh_token"]

    def check_introspection_and_revocation(self):
        with self.session() as session:
            token, _ = self.tokens(session)
            introspect = self.metadata["introspection_endpoint"]
            answer = session.introspect_token(introspect, token["access_token"], "access_token").json()
            assert answer["active"] is True, answer
            revoke = self.metadata["revocation_endpoint"]
            answer = session.revoke_token(revoke, token["refresh_token"], "refresh_token")
            assert answer.status_code == 200, answer.text
            answer = session.introspect_token(introspect, token["refresh_token"], "refresh_token").json()
            assert answer == {"active": False}, answer

    def check_client_credentials(self):
        with self.session() as session:
            session.scope = None
            token = session.fetch_token(self.metadata["token_endpoint"], grant_type="client_credentials")
            assert token["token_type"].lower() == "bearer", token

    def check_another_verifier_is_refused(self):
        with self.session() as session:
            url, state = session.create_authorization_url(
                self.metadata["authorization_endpoint"], code_verifier="a" * 48
            )
            callback = Browser().sign_in(url, self.user, self.redirect_uri)
            try:
                session.fetch_token(authorization_response=callback, code_verifier="b" * 48, state=state)
            except OAuthError as error:
                assert error.error == "invalid_grant", error
            else:
                raise AssertionError("a code was exchanged with another verifier")


def main():
    party = Party(json.load(sys.stdin))
    for name in sorted(name for name in dir(party) if name.startswith("check_")):
        shown = name.removeprefix("check_").replace("_", " ")
        try:
            getattr(party, name)()
            print("ok", shown, flush=True)
        except Exception as reason:
            traceback.print_exc()
            print(f"not ok {shown}: {type(reason).__name__} {reason}".replace("\n", " "), flush=True)


main()
