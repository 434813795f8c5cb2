"""A site that has changed something: `python -m tests.e2e.changes_process FOLDER`; prints `ready PORT`.

Seven months were lived by the real house; two months ago the bill was made clearer, and half as many have had to ask about it since. A second
change, announced too, is too young to be judged. A second word `nothing`: nothing was announced.
"""

import sys
import time
from pathlib import Path

from hoolin.catalogue.api import Words
from hoolin.core.facts import Instant
from hoolin.insight.improvements import commands as c
from hoolin.insight.improvements.register import Cause, Improvement
from hoolin.wiring import build
from tests.e2e.site_process import admit
from tests.insight.improvements.past import CHANGE, TODAY, Past, lived, now, settings, usual
from tests.serving import serve_until_ended

CLEARER = Words(
    et="Arvel on iga summa juures kirjas, mille eest see on ja mis päevast.",
    ru="В счёте у каждой суммы написано, за что она и с какого дня.",
    en="On the bill every amount says what it is for, and from which day.",
)
BORDER = Words(
    et="Enne piiri ületamist saadame sõnumi, mis seal <maksab> & kui palju mahtu on alles.",
    ru="Перед пересечением границы мы присылаем сообщение: сколько там <стоит> связь & сколько трафика осталось.",
    en="Before you cross a border we send a message with what it <costs> there & how much data is left.",
)


def change(
    number: int, reason: str, text: Words, day: str
) -> tuple[c.SetImprovement, c.ShipImprovement, c.AnnounceChange]:
    """Proposed, shipped and announced."""
    name = f"p{number}"
    told = Improvement(improvement=name, title=text.et[:50], reasons=(reason,), causes=("u1",), drop=0.3)
    return (
        c.SetImprovement(improvement=told, new=True),
        c.ShipImprovement(improvement=name, day=day, zone="Europe/Tallinn"),
        c.AnnounceChange(improvement=name, text=text),
    )


def bill(past: Past, at: Instant) -> None:
    """Two months ago."""
    cause = Cause(cause="u1", title="Arve ridu ei mõisteta", kind="information", reasons=("bill",))
    for command in (c.SetCause(cause=cause, new=True), *change(1, "bill", CLEARER, CHANGE.isoformat())):
        past.tell(command, at)


def border(past: Past, at: Instant) -> None:
    """A week ago."""
    day = TODAY.replace(day=TODAY.day - 7)
    for command in change(2, "roaming", BORDER, day.isoformat()):
        past.tell(command, at)


def main(folder: str, *more: str) -> None:
    """Serve until the process is ended."""
    meanwhile = {} if "nothing" in more else {CHANGE: bill, TODAY.replace(day=TODAY.day - 7): border}
    lived(Path(folder), usual(lambda day: 11.0 if day < CHANGE else 5.5), meanwhile)
    begun = time.monotonic()
    built = build(settings(Path(folder)), clock=lambda: now() + round(1_000 * (time.monotonic() - begun)))

    async def begin(_port: int) -> None:
        await admit(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(*sys.argv[1:])
