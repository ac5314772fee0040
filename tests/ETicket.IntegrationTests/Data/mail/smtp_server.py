"""A mail server that is not ours (aiosmtpd), in the mood its recipients' names say, and a reader that is not ours (Python's e-mail package).

Says its port on the first line, then one line of JSON for each message it took: what it was, how it reads, and whether its sender was told.

  grey-*   refused for now the first time this address is named      bad-*   nobody has this address
  stall-*  no answer at all the first time this address is named     mute-*  its first message taken, and no answer
  lost-*   each message taken, and the line cut, the first time      gone-*  each message taken, and the line cut, every time
"""
import argparse
import asyncio
import email
import email.policy
import json
import os
import ssl
import sys
from collections import Counter

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

NEVER = 3600
named, taken = Counter(), Counter()


class Moods:
    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = address.split("-")[0]
        named[address] += 1
        if mood == "bad":
            return "550 5.1.1 No such user here"
        if mood == "grey" and named[address] == 1:
            return "451 4.7.1 Greylisted, come back later"
        if mood == "stall" and named[address] == 1:
            await asyncio.sleep(NEVER)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        mood = envelope.rcpt_tos[0].split("-")[0]
        name = message["Message-ID"]
        taken[name] += 1
        taken[mood] += 1
        lost = mood == "gone" or (mood == "lost" and taken[name] == 1) or (mood == "mute" and taken[mood] == 1)
        tell(message, envelope, session, answered=not lost)
        if lost and mood == "mute":
            await asyncio.sleep(NEVER)
        if lost:
            server.transport.abort()
        return "250 2.0.0 Queued"


def tell(message, envelope, session, answered):
    leaves = [part for part in message.walk() if not part.is_multipart()]
    print(json.dumps({
        "message_id": name_of(message["Message-ID"]),
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "answered": answered,
        "tls": session.ssl is not None or secured,
        "user": session.auth_data.decode() if session.authenticated else None,
        "headers": {key: str(value) for key, value in message.items()},
        "names": [key for key, _ in message.items()],
        "to": [[address.display_name, address.addr_spec] for address in message["To"].addresses],
        "parts": [[part.get_content_type(), part.get_content().replace("\r\n", "\n")] for part in leaves],
        "defects": [repr(defect) for part in message.walk() for defect in part.defects]
                   + [repr(defect) for value in message.values() for defect in value.defects],
    }), flush=True)


def name_of(header):
    return header.strip().strip("<>")


def identify(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and data.login == b"regie" and data.password == "clé secrète".encode()
    return AuthResult(success=known, handled=known, auth_data=b"regie" if known else None)


options = argparse.ArgumentParser()
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--tls", choices=["start", "implicit"])
options = options.parse_args()
secured = options.tls == "implicit"


def conversation():
    more = {"authenticator": identify, "auth_required": True, "auth_require_tls": not secured} if options.tls else {}
    return SMTP(Moods(), hostname="127.0.0.1", enable_SMTPUTF8=True, loop=loop,
                tls_context=context if options.tls == "start" else None, require_starttls=options.tls == "start", **more)


async def listen():
    # The ports mail is handed over on, 587 and 465, where this machine lets us; any other where not, or where they are taken.
    for port in {"start": [587, 0], "implicit": [465, 0]}.get(options.tls, [0]):
        try:
            return await loop.create_server(conversation, "127.0.0.1", port, ssl=context if secured else None)
        except OSError:
            if port == 0:
                raise


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
context = None
if options.tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
listener = loop.run_until_complete(listen())
print(listener.sockets[0].getsockname()[1], flush=True)
# Whoever started it is gone when nothing can be read any more.
loop.run_until_complete(loop.run_in_executor(None, sys.stdin.read))
sys.stdout.flush()
os._exit(0)
