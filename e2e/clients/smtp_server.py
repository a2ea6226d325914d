"""A mail server that we did not write: aiosmtpd, told by its arguments how to behave.

Says {"port": …} when it listens, then one JSON document a line for each mail that it was given, taken apart by Python's own
parser. Mails to later@, never@ and relay@ are refused in three ways.
"""

import argparse
import asyncio
import email.policy
import json
import ssl
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

REFUSED = {
    "later": "450 4.2.1 This mailbox is busy",
    "never": "550 5.1.1 Nobody is called so",
    "relay": "554 5.7.1 Relay access denied",
}


def say(document):
    print(json.dumps(document), flush=True)


def taken_apart(envelope, session, transport):
    message = message_from_bytes(envelope.content, policy=email.policy.default)
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "encrypted": transport.get_extra_info("ssl_object") is not None,
        "user": session.auth_data.login.decode() if session.auth_data else None,
        "hello": session.host_name,
        "headers": [[name.lower(), str(value)] for name, value in message.items()],
        "kind": message.get_content_type(),
        "parts": {part.get_content_type(): part.get_content() for part in message.iter_parts()},
        "defects": [repr(defect) for part in message.walk() for defect in part.defects],
        "ascii": envelope.content.isascii(),
        "longest_line": max(map(len, envelope.content.split(b"\r\n"))),
    }


class Mails:
    def __init__(self, hold):
        self.hold = hold

    async def handle_RCPT(self, server, session, envelope, address, options):
        refused = REFUSED.get(address.split("@")[0])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(taken_apart(envelope, session, server.transport))
        if self.hold:
            await asyncio.Event().wait()
        return "250 2.0.0 Taken"


async def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--security", choices=["none", "starttls", "tls"], default="none")
    arguments.add_argument("--certificate")
    arguments.add_argument("--key")
    arguments.add_argument("--user")
    arguments.add_argument("--password")
    arguments.add_argument("--hold", action="store_true", help="take mails and never say so")
    arguments.add_argument("--silent", action="store_true", help="take connections and say nothing")
    given = arguments.parse_args()
    context = None
    if given.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given.certificate, given.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (given.user, given.password)
        return AuthResult(success=right, handled=right, auth_data=data if right else None)

    def session():
        if given.silent:
            return asyncio.Protocol()
        return SMTP(
            Mails(given.hold),
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=context if given.security == "starttls" else None,
            require_starttls=given.security == "starttls",
            authenticator=authenticate if given.user else None,
            auth_required=given.user is not None,
            # Whoever offers passwords in plain text finds out here that nobody sends one.
            auth_require_tls=False,
        )

    tls = context if given.security == "tls" else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", given.port, ssl=tls)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(0)
