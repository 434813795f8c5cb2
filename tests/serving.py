"""What every site in a process of its own does: it serves until the process is ended, says `ready PORT` once it answers, and may take orders."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from hoolin.server import serve
from hoolin.wiring import Built, web


def serve_until_ended(
    built: Built,
    furnish: Callable[[int], Awaitable[None]],
    obey: Callable[[Any], Awaitable[object]] | None = None,
    more: str = "",
) -> None:
    """furnish: called first, with the port. obey: for each line of JSON on the standard input, until it ends; what it gives is the answer, a
    line of JSON on the standard output. more: what is said beside the port.
    """
    serving = serve.Serving(web(built), built.settings.server)

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    async def begin() -> None:
        await furnish(serving.port)
        # Who connects now waits in the socket's backlog until the first answer.
        say(f"ready {serving.port} {more}".rstrip())
        if obey is not None:
            reader = asyncio.StreamReader()
            await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
            while line := await reader.readline():
                say(json.dumps(await obey(json.loads(line))))

    built.on_start.append(begin)
    serve.run(serving)
