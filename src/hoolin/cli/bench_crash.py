"""Is anything lost when the process is killed? `hoolin bench crash`.

A real site in a process of its own is killed with SIGKILL in the middle of a conversation, again and again, and started anew on
the same folder. Visitors and agents send on, and send again what was not answered, as their pages do. Then the journal is
asked: is every answered message there, once, where the answer said; is no conversation in two hands; has anybody lost their
place in line?

kill -9 says nothing about power cuts, since the operating system keeps what was written; those are simulated in
tests/journal/test_power_cut.py.
"""

import asyncio
import json
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from hoolin.cli.crowd import prepare
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.wiring import Built, HoolinSettings, build

ROUNDS = 200
VISITORS, AGENTS, WAITERS = 8, 2, 4
LOAD_SECONDS = (0.15, 0.6)
CHECK_EVERY = 25
GONE = (OSError, WebSocketException, asyncio.IncompleteReadError)


class Party:
    """Somebody at a socket: what they have sent, and what was answered. answered: key → position."""

    def __init__(self, token: str = "", cookie: str = "", language: str = "et") -> None:
        self.token, self.cookie, self.language = token, cookie, language
        self.pending: dict[str, dict[str, Any]] = {}
        self.answered: dict[str, int] = {}
        self.mine: list[str] = []
        self.numbers = count()

    async def live(self, port: int, sending: asyncio.Event) -> None:
        """Connect, send again what was not answered, and go on until the process dies."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        path = "live" if self.cookie else "chat"
        origin: Any = f"http://127.0.0.1:{port}"
        with suppress(*GONE):
            async with connect(
                f"ws://127.0.0.1:{port}/api/v1/{path}", additional_headers=headers, origin=origin
            ) as line:
                await line.send(json.dumps(self._hello()))
                reader = asyncio.ensure_future(self._listen(line))
                try:
                    for frame in list(self.pending.values()):
                        await line.send(json.dumps(frame))
                    await self._talk(line, sending)
                    await reader
                finally:
                    reader.cancel()

    def _hello(self) -> dict[str, Any]:
        if self.cookie:
            return {"type": "hello", "since": None}
        return {"type": "hello", "token": self.token, "since": 0, "language": self.language}

    async def _talk(self, line: ClientConnection, sending: asyncio.Event) -> None:
        while sending.is_set():
            frame = self._frame()
            if frame is not None:
                self.pending[frame["key"]] = frame
                await line.send(json.dumps(frame))
            await asyncio.sleep(0.02 if self.cookie else 0.06)

    def _frame(self) -> dict[str, Any] | None:
        key = f"{next(self.numbers)}-{secrets.token_hex(12)}"
        if not self.cookie:
            return {"type": "say", "key": key, "text": f"message {key}"}
        if not self.mine:
            return None
        command = {"command": "send_message", "interaction": random.choice(self.mine), "text": f"answer {key}"}  # noqa: S311
        return {"type": "do", "key": key, "command": command}

    async def _listen(self, line: ClientConnection) -> None:
        async for text in line:
            frame = json.loads(text)
            if frame["type"] == "accepted":
                self.pending.pop(frame["key"], None)
                self.answered[frame["key"]] = frame["n"]
            elif frame["type"] == "refused":
                self.pending.pop(frame["key"], None)
            elif frame["type"] == "snapshot":
                me = frame["desk"]["me"]["agent"]
                self.mine = [row["interaction"] for row in frame["desk"]["rows"] if row["agent"] == me]


def measure(rounds: int = ROUNDS) -> dict[str, object]:
    """Kills, restarts, and what was lost: the counts that must be zero, beside how much was at stake."""
    with tempfile.TemporaryDirectory(prefix="hoolin-crash-") as folder:
        site = Path(folder) / "site"
        crowd = prepare(site, VISITORS, AGENTS)
        parties = [Party(token) for token in crowd.tokens] + [Party(cookie=cookie) for cookie in crowd.cookies]
        # Nobody in the crowd speaks Russian: these stay in line, and must keep their places.
        parties += [Party(secrets.token_urlsafe(32), language="ru") for _ in range(WAITERS)]
        judge = Judge(site, parties)
        starts: list[float] = []
        for number in range(1, rounds + 1):
            starts.append(asyncio.run(_round(site, parties)))
            if number % CHECK_EVERY == 0 or number == rounds:
                judge.check()
                sys.stderr.write(f"{number} kills, {judge.at_stake} answered messages, {judge.wrongs()}\n")
        starts.sort()
        return {
            "kills": rounds,
            "answered_messages": judge.at_stake,
            **judge.wrongs(),
            "start_s_p50": round(starts[len(starts) // 2], 2),
            "start_s_max": round(starts[-1], 2),
        }


async def _round(site: Path, parties: list[Party]) -> float:
    """One life of the process; gives how long it took to answer."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hoolin.cli.bench_site", str(site), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            port = int((await process.stdout.readline()).split()[1])
        took = time.perf_counter() - begun
        sending = asyncio.Event()
        sending.set()
        lives = [asyncio.ensure_future(party.live(port, sending)) for party in parties]
        await asyncio.sleep(random.uniform(*LOAD_SECONDS))  # noqa: S311 - anywhere in the middle
    finally:
        process.kill()
        await process.wait()
    sending.clear()
    await asyncio.wait(lives, timeout=10)
    for life in lives:
        life.cancel()
    return took


class Judge:
    """Asks the journal what has become of everything that was answered."""

    def __init__(self, site: Path, parties: list[Party]) -> None:
        self._site = site
        self._parties = parties
        self._places: dict[str, int] = {}
        self._wrongs: Counter[str] = Counter()
        self.at_stake = 0

    def wrongs(self) -> dict[str, int]:
        """What must be zero."""
        names = (
            "acknowledged_lost",
            "acknowledged_elsewhere",
            "doubled",
            "in_two_hands",
            "places_lost",
            "out_of_order",
        )
        return {name: self._wrongs[name] for name in names}

    def check(self) -> None:
        """Replay the journal as a start would, and compare."""
        built = build(HoolinSettings(data=str(self._site)))
        try:
            self._wrongs = Counter({"places_lost": self._wrongs["places_lost"]})
            self._messages(built)
            self._hands(built.site)
            self._line(built.site)
        finally:
            built.accounts.close()
            built.close()

    def _messages(self, built: Built) -> None:
        found: dict[str, list[int]] = {}
        ordinals: Counter[str] = Counter()
        for entry in _entries(built):
            fact = entry.fact
            if isinstance(fact, f.MessageReceived | f.MessageSent):
                key = entry.cause.rpartition("/")[2].removeprefix("say-")
                found.setdefault(key, []).append(entry.position)
                ordinals[fact.interaction] += 1
                self._wrongs["out_of_order"] += fact.ordinal != ordinals[fact.interaction]
        self._wrongs["doubled"] = sum(len(at) > 1 for key, at in found.items() if "-" in key and "crowd" not in key)
        answered = [(key, n) for party in self._parties for key, n in party.answered.items()]
        self.at_stake = len(answered)
        for key, n in answered:
            there = found.get(key, [])
            self._wrongs["acknowledged_lost"] += not there
            self._wrongs["acknowledged_elsewhere"] += bool(there) and n not in there

    def _hands(self, site: Site) -> None:
        held = Counter(one for agent in site.kept.agents.values() for one in agent.work)
        self._wrongs["in_two_hands"] = sum(times > 1 for times in held.values())
        for agent in site.kept.agents.values():
            self._wrongs["in_two_hands"] += sum(
                site.interaction(one).agent != agent.profile.agent for one in agent.work
            )

    def _line(self, site: Site) -> None:
        for one in site.kept.interactions.values():
            if one.state == "waiting":
                known = self._places.setdefault(one.interaction, one.place_at)
                self._wrongs["places_lost"] += known != one.place_at
        waiting = {one.interaction for one in site.kept.interactions.values() if one.state == "waiting"}
        self._wrongs["places_lost"] += sum(interaction not in waiting for interaction in self._places)


def _entries(built: Built) -> list[Entry]:
    entries: list[Entry] = []
    while part := built.stores.journal.read(entries[-1].position if entries else 0, 5_000):
        entries.extend(part)
    return entries
