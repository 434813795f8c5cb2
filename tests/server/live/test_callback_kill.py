"""Killed under load: every call that was promised is there, once, with its number, and no half hour holds more than it may.

HOOLIN_CALLBACK_REQUESTS and HOOLIN_KILLS make it longer: how many ask in each round, and how often the process is killed.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from hoolin.cases.api import callbacks as k
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.interaction import facts as i
from hoolin.people.api import facts as p
from hoolin.wiring import HoolinSettings, build
from tests.channels.killing import KILLS
from tests.server.live.callback_process import PLACES

REQUESTS = int(os.environ.get("HOOLIN_CALLBACK_REQUESTS", "50"))
AT_ONCE = 16
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def running(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The process, and its port; ended by its own pid."""
    command = [sys.executable, "-m", "tests.server.live.callback_process", str(folder)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().split()
            assert line[:1] == [b"ready"], "did not start"
            yield process, int(line[1])
        finally:
            process.kill()


class Customers:
    """People with a form each, who send it until it is answered, many of them twice at once."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.forms: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.refused: set[str] = set()

    def add(self, slots: list[int]) -> None:
        """One more; half of them choose a time, all of them among few."""
        number = len(self.forms)
        self.forms.append(
            {
                "token": f"{number:024}", "phone": f"+3725{number:06}", "name": f"Nimi {number}", "language": "et",
                "at": self.chance.choice([None, self.chance.choice(slots)]), "about": f"Mure {number}",
            }
        )  # fmt: skip

    async def ask(self, port: int, process: "subprocess.Popen[bytes]", kill_after: int) -> None:
        """Everybody who has no answer asks; some who have one ask again. Killed after so many answers (never: -1)."""
        again = [form for form in self.forms if form["token"] in self.answers][::10]
        waiting = [form for form in self.forms if form["token"] not in {*self.answers, *self.refused}]
        todo = [*waiting, *again, *waiting[::3]]
        self.chance.shuffle(todo)
        queue, answered = iter(todo), 0

        async def one(client: httpx.AsyncClient) -> None:
            nonlocal answered
            for form in queue:
                try:
                    answer = await client.post(f"http://127.0.0.1:{port}/api/v1/callback", json=form)
                except httpx.HTTPError:
                    return
                self._note(form, answer)
                answered += 1
                if answered == kill_after:
                    process.send_signal(signal.SIGKILL)

        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            await asyncio.gather(*(one(client) for _ in range(AT_ONCE)))

    def _note(self, form: dict[str, Any], answer: httpx.Response) -> None:
        if answer.status_code == 409 and answer.json()["code"] == "slot_full" and form["token"] not in self.answers:
            self.refused.add(form["token"])
            return
        assert answer.status_code == 201, answer.text
        told = answer.json()
        first = self.answers.setdefault(form["token"], told)
        assert told["promised_at"] == first["promised_at"] == form["at"]


@pytest.mark.slow
@pytest.mark.timeout(120 + 60 * KILLS)
async def test_what_was_promised_is_there_once(tmp_path: Path) -> None:
    """Round after round the process is killed half-way, and everybody who heard nothing asks again."""
    customers = Customers(random.Random(7))
    for number in range(KILLS + 1):
        with running(tmp_path) as (process, port):
            async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
                told = (await client.get(f"http://127.0.0.1:{port}/api/v1/callback/slots")).json()
            free = [slot["at"] for slot in told["slots"] if slot["free"]]
            for _ in range(REQUESTS):
                customers.add(free[10:22])
            await customers.ask(port, process, REQUESTS // 2 if number < KILLS else -1)
    assert len(customers.answers) + len(customers.refused) == len(customers.forms)
    assert customers.refused or REQUESTS < 50, "no half hour was ever full"
    check(tmp_path, customers)


def check(folder: Path, customers: Customers) -> None:
    """The disk alone tells it."""
    built = build(HoolinSettings(data=str(folder)))
    try:
        entries = [entry.fact for entry in built.stores.journal.read(0, 1_000_000)]
        asked = [fact for fact in entries if isinstance(fact, k.facts.CallbackAsked)]
        arrived = [fact.interaction for fact in entries if isinstance(fact, i.InteractionArrived)]
        addressed = [fact for fact in entries if isinstance(fact, InteractionAddressed)]
        assert len(asked) == len(arrived) == len(set(arrived)) == len(addressed) == len(customers.answers)
        bodies = built.stores.contents.get([fact.address for fact in addressed])
        numbers = [msgspec.json.decode(bodies[fact.address])["to"]["value"] for fact in addressed]
        answered = [form for form in customers.forms if form["token"] in customers.answers]
        assert Counter(numbers) == Counter(form["phone"] for form in answered)
        taken = Counter(fact.promised_at for fact in asked if fact.promised_at is not None)
        assert max(taken.values()) <= PLACES
        for kind in (i.MessageReceived, p.IdentityAdded, p.CustomerNamed):
            assert sum(isinstance(fact, kind) for fact in entries) == len(answered), kind
    finally:
        built.close()
        built.accounts.close()
