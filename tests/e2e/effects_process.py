"""A site where something is rolled out: `python -m tests.e2e.effects_process FOLDER before|after [live]`; with `live` its past is lived and the process ends, without it the site is served,
which prints `ready PORT`.

before: eight weeks were lived by the real house, and five conversations of each of twenty-four people judged in each; Hele, who teaches, serves too and is the twenty-fifth. after: on the same folder, five weeks on; nothing that was taught
helped anybody. Log-ins: hele (guru) and those of `past.NAMES` whose first names are their log-ins, all with PASSWORD.
"""

import sys
import time
from pathlib import Path
from typing import Any

from hoolin.insight.days import midnight
from hoolin.server.accounts.records import Account
from hoolin.server.coaching.effects import EffectOffice
from hoolin.wiring import build
from tests.coaching.effects.past import AFTER, AGENTS, BEFORE, BEGIN, NAMES, lived
from tests.e2e.site_process import PASSWORD
from tests.insight.improvements.past import ZONE, settings
from tests.ports import free_port
from tests.serving import serve_until_ended

HOUR = 3_600_000


def serve(path: Path, phase: str) -> None:
    """Until the process is ended. It is noon of the phase's day, and lots fall as they did when this was written."""
    EffectOffice.seed = lambda office: 7  # type: ignore[method-assign, assignment]
    begun, weeks = time.monotonic(), 0 if phase == "before" else AFTER
    noon = midnight(BEGIN, ZONE) + weeks * 7 * 24 * HOUR + 12 * HOUR
    port = free_port()
    reached = settings(path, port=port, public_url=f"http://127.0.0.1:{port}")
    built = build(reached, clock=lambda: noon + round(1_000 * (time.monotonic() - begun)))

    async def begin(_port: int) -> None:
        if phase == "before":
            await set_up()
        # Who has an account and serves is known to the floor from here on, not some seconds later: else a page would find one person more or less by how slow the machine is.
        await built.read_names()

    async def set_up() -> None:
        hele = Account(id="hele", login="hele", name="Hele Mets", role="guru", agent="hele", language="en")
        await built.accounts.add(hele, PASSWORD)
        for agent, name in zip(AGENTS, NAMES, strict=True):
            login = name.split()[0].lower()
            account = Account(id=agent, login=login, name=name, role="agent", agent=agent, language="et")
            await built.accounts.add(account, PASSWORD)
        # Hele is made known as one who serves now, and not whenever names happen to be read again.
        await built.read_names()

    async def obey(order: dict[str, Any]) -> object:
        return None

    serve_until_ended(built, begin, obey)


if __name__ == "__main__":
    FOLDER, PHASE, *MORE = sys.argv[1:]
    if MORE == ["live"]:
        lived(Path(FOLDER), *((0, BEFORE) if PHASE == "before" else (BEFORE, BEFORE + AFTER)))
    else:
        serve(Path(FOLDER), PHASE)
