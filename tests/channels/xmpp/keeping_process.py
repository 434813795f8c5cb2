"""A process to kill: `python -m tests.channels.xmpp.keeping_process FILE PORT AUTHORITY`. Whatever it is asked to keep is a line
of the file, on disk before `keep` returns: the key, a space, the text as JSON. It prints `ready` once it is in step.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from hoolin.channels.written import Raw, Surroundings
from hoolin.channels.xmpp import wire
from hoolin.channels.xmpp.gateway import XmppGateway
from hoolin.channels.xmpp.manifest import XmppAccount
from tests.channels.xmpp.prosody import PASSWORD
from tests.channels.xmpp.stand import HELP, connected, now


def keys(file: Path) -> set[str]:
    """What was kept by those before."""
    return {line.split(" ", 1)[0] for line in file.read_text().splitlines()}


async def main(file: str, port: str, authority: str) -> None:
    """Serve until killed."""
    known = keys(Path(file))
    out = os.open(file, os.O_WRONLY | os.O_APPEND)

    async def keep(raw: Raw) -> bool:
        line = f"{raw.key} {json.dumps(wire.text_of(wire.read(raw.body)))}\n"
        os.write(out, line.encode())
        os.fsync(out)
        fresh = raw.key not in known
        known.add(raw.key)
        return fresh

    account = XmppAccount(address=HELP, password=PASSWORD, host="127.0.0.1", port=int(port), ca_file=authority)
    gateway = XmppGateway(Surroundings(keep=keep, now=now, secret=b"s" * 32), {"main": account})
    await gateway.start()
    await connected(gateway, 120)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
