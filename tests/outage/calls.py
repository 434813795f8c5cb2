"""Customers who ask to be called while the site is killed, and the agent who writes down what came of each call.

A form is sent until it is answered, and so is what the agent says about a call, under the key it had: as the page and the desk do it.
"""

import json
import random
import secrets
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec

from hoolin.cases.api import callbacks as k
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from tests.outage.outside import found_in

CALLBACK = "callback"
OUTCOMES = ("reached", "no_answer", "busy", "wrong_number")


def where_it_is_noon() -> str:
    """The time zone where it is noon at this moment: a site without hours of its own is open there."""
    ahead = 12 - datetime.now(UTC).hour
    # These zones are named the other way round: Etc/GMT-3 is three hours ahead.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@dataclass
class Try:
    """What the agent says about a call. n: the answer's position, None while there is none, -1 when it was refused."""

    interaction: str
    outcome: str
    n: int | None = None


class Calls:
    """Calling back; there is no provider between us and the customer, only a page of ours."""

    name, ordered = CALLBACK, False

    def __init__(self) -> None:
        self.tries: dict[str, Try] = {}
        self.tried: Counter[str] = Counter()
        self.made: defaultdict[str, list[str]] = defaultdict(list)
        self.numbers: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()

    def settings(self) -> dict[str, Any] | None:
        """See `Outside`: there is no account."""
        return None

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        self.port = port
        async with httpx.AsyncClient(trust_env=False, timeout=90) as self.http:
            yield

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`: each time somebody else's number, for one number is called once. Every other form is sent twice."""
        form = {
            "token": f"{person:02}{number:022}", "phone": phone(person, number), "name": f"P{person}", "language": "et",
            "at": None, "about": text,
        }  # fmt: skip
        for _ in range(1 + number % 2):
            answer = await self.http.post(f"http://127.0.0.1:{self.port}/api/v1/callback", json=form)
            answer.raise_for_status()

    def arrived(self) -> Counter[str]:
        """See `Outside`: nothing is sent."""
        return found_in(iter(()))

    # ── the agent ───────────────────────────────────────────────────────────────────────────────────────────────────

    def unanswered(self) -> list[str]:
        """What was said about a call and not answered; it is said again."""
        return [key for key, one in self.tries.items() if one.n is None]

    def call(self, interaction: str) -> tuple[str, bool]:
        """Somebody was called: the key under which it is said, and whether the call is out of our hands then."""
        key = f"called-{secrets.token_hex(8)}"
        self.tries[key] = Try(interaction, random.choice(OUTCOMES))
        return key, self.tries[key].outcome != "reached"

    def wish(self, key: str) -> str:
        """The frame that says it."""
        one = self.tries[key]
        command = {"command": "callback_tried", "interaction": one.interaction, "outcome": one.outcome}
        return json.dumps({"type": "do", "key": key, "command": command})

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, entries: list[Entry], contents: Any) -> None:
        """Take in what the journal says. contents: bodies by id."""
        for entry in entries:
            match entry.fact:
                case k.facts.CallbackTried(interaction=interaction, outcome=outcome):
                    self.tried[entry.cause.rpartition("/")[2]] += 1
                    self.made[interaction].append(outcome)
                case k.facts.CallbackAsked(form=form):
                    self.forms[form] += 1
                case InteractionAddressed(address=address, account="callback"):
                    self.numbers[msgspec.json.decode(contents.get([address])[address])["to"]["value"]] += 1
                case i.InteractionArrived(channel=channel):
                    self.numbers["all"] += channel == CALLBACK

    def closed(self) -> dict[str, list[str]]:
        """What came of each call of those that are over, by conversation."""
        return {one: made for one, made in self.made.items() if made[-1] == "wrong_number"}

    def judge(self, said: Counter[tuple[str, int]]) -> str:
        """Each form is one conversation with its number; each call is written down once, and none that was not made."""
        asked = [phone(person, number) for (name, person), last in said.items() if name == CALLBACK
                 for number in range(1, last + 1)]  # fmt: skip
        assert self.numbers == Counter(asked) + Counter({"all": len(asked)})
        assert set(self.forms.values()) == {1} and len(self.forms) == len(asked)
        written = {key for key, one in self.tries.items() if one.n}
        refused = {key for key, one in self.tries.items() if one.n == -1}
        done = written - refused
        assert done, "nobody was called"
        assert done <= set(self.tried), ("accepted, and not written down", done - set(self.tried))
        assert not refused & set(self.tried), "refused, and written down"
        assert set(self.tried) <= set(self.tries)
        assert set(self.tried.values()) == {1}, "one call twice"
        return (
            f"callback: {len(asked)} in, {len(self.tries)} calls, {len(done)} accepted, {len(refused)} refused, "
            f"{len(self.unanswered())} never answered, {self.tried.total()} written down\n"
        )


def phone(person: int, number: int) -> str:
    """Somebody's number."""
    return f"+3725{person}{number:06}"
