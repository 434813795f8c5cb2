"""A site that improves: `python -m tests.e2e.improvements_process FOLDER before|after|known [live]`; with `live` its past is lived and the process ends,
without it the site is served, which prints `ready PORT`.

before: ten weeks were lived by the real house, eleven contacts a day about the bill, and it is the day on which customers may get a clearer one.
after: on the same folder, two months on: half as many have asked about the bill since, and six other reasons were as ever. known: both, and in between
a cause was named, an improvement about it proposed and shipped, another shipped a week ago, and a third only proposed.
Orders while it is served: `{"reasons": …}` and `{"ended": true}`, as of `site_process`.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from hoolin.catalogue.api import Words
from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.written import Address
from hoolin.core.commands import Command
from hoolin.core.delivery.commands import AddressInteraction
from hoolin.core.interaction.commands import Arrive, Close, Take
from hoolin.insight.days import midnight
from hoolin.insight.improvements import commands as c
from hoolin.insight.improvements.register import Cause, Improvement
from hoolin.server.accounts.records import Account
from hoolin.wiring import build
from tests.e2e.site_process import PASSWORD, admit, last_ended, teach
from tests.insight.improvements.past import AGENT, CHANGE, FIRST, TODAY, ZONE, Past, Rates, set_up, settings, usual
from tests.ports import free_port
from tests.serving import serve_until_ended

HOUR = 3_600_000
LETTERS = 3
REASONS = tuple(usual(lambda day: 0.0))
RATES = usual(lambda day: 11.0 if day < CHANGE else 5.5)
YOUNG = TODAY - timedelta(7)
BEGIN = (CHANGE - FIRST).days - 70
"""The first day that is lived: ten weeks before the change."""
SAID = Words(
    et="Saadame enne piiri hinna.", ru="Сообщаем цену перед границей.", en="We tell the price before the border."
)


def live(past: Past, rates: Rates, begin: int, end: int) -> None:
    """From one day to another, counted from the first."""
    chance, random = np.random.default_rng(begin + 1), Random(begin)
    for number in range(begin, end):
        day = FIRST + timedelta(number)
        came = [code for code, rate in rates.items() for _ in range(chance.poisson(rate(day)))]
        random.shuffle(came)
        for at, code in enumerate(came):
            past.served(f"{number}-{at}", midnight(day, ZONE) + 8 * HOUR + at * 300_000, (code,))
    past.keep()


def lived(folder: Path, begin: int, end: int, more: tuple[Command, ...] = ()) -> None:
    """Those days happen; more: what was done on the first of them, early in the morning."""
    day = FIRST + timedelta(begin)
    built = build(settings(folder), clock=lambda: midnight(day, ZONE))
    past = Past(built)
    past.number = begin * 1_000_000
    if begin == BEGIN:
        set_up(past, (*REASONS, "complaint"))
    for command in more:
        past.tell(command, midnight(day, ZONE) + HOUR)
    live(past, RATES, begin, end)
    for number in range(LETTERS if begin == BEGIN else 0):
        wrote(past, number)
    past.keep()
    built.close()
    built.accounts.close()


def proposed(number: int, title: str, reason: str, drop: float) -> c.SetImprovement:
    """An improvement with what is expected of it."""
    told = Improvement(improvement=f"p{number}", title=title, reasons=(reason,), causes=("u1",), drop=drop)
    return c.SetImprovement(improvement=told, new=True)


def shipped(number: int) -> c.ShipImprovement:
    """Customers have it."""
    day = (CHANGE if number == 1 else YOUNG).isoformat()
    return c.ShipImprovement(improvement=f"p{number}", day=day, zone="Europe/Tallinn")


def live_through(path: Path, phase: str) -> None:
    """What happened until the phase."""
    change, young, today = (CHANGE - FIRST).days, (YOUNG - FIRST).days, (TODAY - FIRST).days
    if phase == "after":
        lived(path, change, today)
        return
    lived(path, BEGIN, change)
    if phase == "known":
        cause = Cause(cause="u1", title="Arve ridu ei mõisteta", kind="information", reasons=("bill",))
        done = (c.SetCause(cause=cause, new=True), proposed(1, "Selgem arve", "bill", 0.3), shipped(1))
        lived(path, change, young, done)
        told = c.AnnounceChange(improvement="p2", text=SAID)
        later = (
            proposed(2, "Hind enne piiri", "roaming", 0.2),
            shipped(2),
            told,
            proposed(3, "Uus hinnakiri", "sim", 0.03),
        )
        lived(path, young, today, later)


def wrote(past: Past, number: int) -> None:
    """A customer wrote a letter about the bill the day before the change, and was answered at their address."""
    at, name = midnight(CHANGE, ZONE) - 12 * HOUR + number * HOUR, f"letter{number}"
    begins = Arrive(interaction=f"i{name}", customer=f"c{name}", case=f"k{name}", channel="email", language="et")
    past.tell(begins, at, f"customer:c{name}")
    body = msgspec.json.encode(Correspondent(Address(kind="email", value=f"{name}@example.com"), subject="Arve"))
    where = AddressInteraction(
        interaction=f"i{name}", customer=f"c{name}", account="support", address=f"a{name}", body=body
    )
    past.tell(where, at, f"customer:c{name}")
    past.tell(Take(interaction=f"i{name}", agent=AGENT), at + 20_000)
    past.tell(Close(interaction=f"i{name}", agent=AGENT, outcome="solved", reasons=("bill",)), at + 240_000)


def serve(path: Path, phase: str) -> None:
    """Until the process is ended. It is noon of the phase's day."""
    begun, day = time.monotonic(), CHANGE if phase == "before" else TODAY
    noon = midnight(day, ZONE) + 12 * HOUR
    port = free_port()
    reached = settings(path, port=port, public_url=f"http://127.0.0.1:{port}")
    built = build(reached, clock=lambda: noon + round(1_000 * (time.monotonic() - begun)))

    async def begin(_port: int) -> None:
        if phase == "after":
            # They are here since before.
            await built.read_names()
            return
        await admit(built)
        reader = Account(id="new", login="anu", name="Anu Aas", role="analyst", agent=None, language="en")
        await built.accounts.add(reader, PASSWORD)

    async def obey(order: dict[str, Any]) -> object:
        if "reasons" in order:
            await teach(built, order["reasons"])
            return True
        return await last_ended(built)

    serve_until_ended(built, begin, obey)


if __name__ == "__main__":
    FOLDER, PHASE, *MORE = sys.argv[1:]
    (live_through if MORE == ["live"] else serve)(Path(FOLDER), PHASE)
