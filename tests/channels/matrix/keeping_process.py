"""A process to kill: `python -m tests.channels.matrix.keeping_process FILE SERVER OURS`, the ports of the homeserver and of our
door. Whatever it is asked to keep is a line of the file, on disk before `keep` returns: the key. It prints `ready` at last.
"""

import asyncio
import os
import sys

from hoolin.channels.matrix.gateway import MatrixGateway
from hoolin.channels.written import Raw, Surroundings
from tests.channels.matrix.stand import Door, now, ready, serving
from tests.channels.matrix.synapse import account


async def main(file: str, server: str, ours: str) -> None:
    """Serve until killed."""
    out = os.open(file, os.O_WRONLY | os.O_APPEND)

    async def keep(raw: Raw) -> bool:
        os.write(out, f"{raw.key}\n".encode())
        os.fsync(out)
        return True

    made = MatrixGateway(
        Surroundings(keep=keep, now=now, secret=b"s" * 32), {"main": account(f"http://127.0.0.1:{server}")}
    )
    async with serving(Door(made), int(ours)):
        await made.start()
        await ready(made)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
