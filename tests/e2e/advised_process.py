"""A site whose agents are told what to work on, in a process of its own: `python -m tests.e2e.advised_process FOLDER`; prints `ready PORT`.

Its half year was lived by the real house (`tests.coaching.advice.past`): of ten agents Oleg hardly ever names the problem back. It is noon of the last of November.
"""

import sys
import time
from pathlib import Path

from hoolin.wiring import build
from tests.coaching.advice.past import admit, equip, live, now
from tests.insight.improvements.past import settings
from tests.ports import free_port
from tests.serving import serve_until_ended


def main(folder: Path) -> None:
    """Serve until the process is ended."""
    live(folder)
    begun, port = time.monotonic(), free_port()
    reached = settings(folder, port=port, public_url=f"http://127.0.0.1:{port}")
    built = build(reached, clock=lambda: now() + round(1_000 * (time.monotonic() - begun)))
    equip(built)

    async def begin(_port: int) -> None:
        await admit(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
