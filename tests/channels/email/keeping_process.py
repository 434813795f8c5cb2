"""A door in a process of its own, for the kill test: `python -m tests.channels.email.keeping_process FILE VIA PORT`.

It keeps mail for support@support.example in a synced file, and prints `ready` once it listens.
"""

import asyncio
import sys
from pathlib import Path

from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.cli.mail_door import SyncedFile


async def main(file: str, via: str, port: int) -> None:
    """Serve until the process is ended."""
    account = EmailAccount(address="support@support.example", incoming=via, listen_port=port)  # type: ignore[arg-type]
    listener = Listener({"support": account}, SyncedFile(Path(file)).keep, lambda: 1)
    await listener.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
