"""What `hoolin bench mail` sends to beside the product: `python -m hoolin.cli.bare_mail KIND FILE` takes mail in on a free port, and
prints it.

    bare    aiosmtpd alone, as it comes, with an fsync for every mail: what a plain program would do
    door    the mail channel's own listener; `keep` appends to a file in groups, with one fsync for each group
"""

import asyncio
import sys
from pathlib import Path

import uvloop
from aiosmtpd.smtp import SMTP

from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.cli.mail_door import ADDRESS, Bare, SyncedFile, free_port
from hoolin.server.serve import SWITCH_SECONDS


async def serve(kind: str, file: Path) -> None:
    """Serve until ended."""
    loop = asyncio.get_running_loop()
    if kind == "bare":
        handler = Bare(file)
        server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
    else:
        port = free_port()
        kept = SyncedFile(file)
        account = EmailAccount(address=ADDRESS, incoming="smtp", listen_port=port)
        listener = Listener({"support": account}, kept.keep, lambda: 1)
        await listener.start()
    sys.stdout.write(f"ready {port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(sys.argv[1], Path(sys.argv[2])))
