"""A site with written channels in a process of its own, as `hoolin serve` runs it, with people outside and an agent at a desk, killed
again and again.
"""

import asyncio
import json
import os
import random
import secrets
import sqlite3
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from hoolin.cli.bench_crash import GONE
from hoolin.cli.crowd import prepare
from hoolin.wiring.ids import site_secret
from tests.outage.calls import CALLBACK, Calls, where_it_is_noon
from tests.outage.outside import NOT_TAKEN, PEOPLE, Outside

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 90.0
FIRST_SECONDS_MAX = 120.0
SETTLE_SECONDS_MAX = 300.0
LIFE_SECONDS = (0.2, 1.0)
"""From when the agent sees their desk to the kill."""

TAKEN_AT_ONCE_MAX = 12
"""What an agent takes when they see what waits; the rest in the next life."""

MORE_LIVES_MAX = 20
"""Lives beyond those asked for, until the agent has written on every channel."""


class WholeSite:
    """The site. said: how many messages of each person were taken, by channel and person. answered: keys of the agent's messages that
    were accepted, by channel.
    """

    def __init__(self, folder: Path, port: int, channels: Sequence[Outside]) -> None:
        self.folder, self.port, self.channels = folder, port, channels
        self.data = folder / "site"
        self.cookie = prepare(self.data, 0, 1).cookies[0]
        self.secret = site_secret(self.data)
        self.said: Counter[tuple[str, int]] = Counter()
        self.answered: set[str] = set()
        self.written_on: dict[str, str] = {}
        self.calls = next((channel for channel in channels if isinstance(channel, Calls)), None)
        self.refused: dict[str, str] = {}
        self.writing = True
        self._seen = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None

    # ── the process ─────────────────────────────────────────────────────────────────────────────────────────────────

    def configure(self) -> None:
        """Write the settings, once the servers outside are there."""
        lines = [
            f'data = "{self.data}"', f'time_zone = "{where_it_is_noon()}"', "[server]", f"port = {self.port}",
            f'public_url = "http://127.0.0.1:{self.port}"', "public_rate_scale = 0", "access_log = false",
        ]  # fmt: skip
        for channel in self.channels:
            if (account := channel.settings()) is not None:
                lines.append(f"[channels.{channel.name}.main]")
                lines += [f"{name} = {json.dumps(value)}" for name, value in account.items()]
        text = "\n".join(lines)
        tomllib.loads(text)
        (self.folder / "hoolin.toml").write_text(text)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        log = (self.folder / "log").open("ab")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hoolin", "serve", "--config", str(self.folder / "hoolin.toml"), stdout=log, stderr=log,
            stdin=asyncio.subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        log.close()
        async with asyncio.timeout(START_SECONDS_MAX), httpx.AsyncClient(trust_env=False, timeout=90) as http:
            while True:
                assert self._process.returncode is None, (self.folder / "log").read_text()[-3_000:]
                with suppress(httpx.HTTPError):
                    if (await http.get(f"http://127.0.0.1:{self.port}/healthz")).status_code < 500:
                        return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """kill -9, by its own id."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def write(self, channel: Outside, person: int) -> None:
        """Somebody writes one message after another, each again until it was taken, as long as there is writing."""
        begun = 0
        while self.writing or begun > self.said[channel.name, person]:
            begun = number = self.said[channel.name, person] + 1
            try:
                await channel.say(person, number, f"Tere! Kiri {channel.name}-{person}-{number} on siin.")
            except NOT_TAKEN as problem:
                self.refused[channel.name] = repr(problem)
                await asyncio.sleep(0.05)
                continue
            self.said[channel.name, person] = number
            await asyncio.sleep(random.uniform(0.05, 0.5))

    async def live(self, seconds: float) -> None:
        """One life: so many seconds from when the agent sees their desk; then it is killed."""
        await self.start()
        self._seen.clear()
        desk = asyncio.ensure_future(self._desk())
        await asyncio.wait_for(self._seen.wait(), START_SECONDS_MAX)
        await asyncio.sleep(seconds)
        await self.kill()
        await asyncio.wait([desk], timeout=10)
        desk.cancel()

    async def _desk(self) -> None:
        origin: Any = f"http://127.0.0.1:{self.port}"
        with suppress(*GONE):
            async with connect(
                f"ws://127.0.0.1:{self.port}/api/v1/live", additional_headers={"Cookie": self.cookie}, origin=origin
            ) as line:
                await line.send('{"type": "hello", "since": null}')
                mine: list[tuple[str, str]] = []
                reading = asyncio.ensure_future(self._read(line, mine))
                try:
                    await self._seen.wait()
                    for key in self.calls.unanswered() if self.calls is not None else ():
                        assert self.calls is not None
                        await line.send(self.calls.wish(key))
                    while True:
                        if mine:
                            await line.send(self._next(mine))
                        await asyncio.sleep(0.03)
                finally:
                    reading.cancel()

    def _next(self, mine: list[tuple[str, str]]) -> str:
        """What the agent does next in one of their conversations: answers, or says what came of a call."""
        interaction, channel = one = random.choice(mine)
        if self.calls is not None and channel == CALLBACK:
            key, over = self.calls.call(interaction)
            if over:
                mine.remove(one)
            return self.calls.wish(key)
        words = f"answer-{secrets.token_hex(8)}"
        self.written_on[words] = channel
        asked = {"command": "send_message", "interaction": interaction, "text": words}
        return json.dumps({"type": "do", "key": words, "command": asked})

    async def _read(self, line: ClientConnection, mine: list[tuple[str, str]]) -> None:
        taking: dict[str, tuple[str, str]] = {}
        async for text in line:
            frame = json.loads(text)
            if frame["type"] in ("accepted", "refused"):
                self._told(frame, mine, taking)
            elif frame["type"] == "snapshot":
                self._seen.set()
                me = frame["desk"]["me"]["agent"]
                if any(one["agent"] == me and one["presence"] != "online" for one in frame["desk"]["agents"]):
                    # An offer ran out while the site was down, so they are away; as anybody would, they come back.
                    back = {"command": "set_presence", "presence": "online", "reason": ""}
                    await line.send(json.dumps({"type": "do", "key": secrets.token_hex(8), "command": back}))
                for row in frame["desk"]["rows"]:
                    if row["agent"] == me and row["state"] in ("active", "held", "parked"):
                        mine.append((row["interaction"], row["channel"]))
                    elif (row["agent"] != me or row["state"] == "offered") and len(taking) < TAKEN_AT_ONCE_MAX:
                        taking[key := secrets.token_hex(8)] = (row["interaction"], row["channel"])
                        take = {"command": "take", "interaction": row["interaction"]}
                        await line.send(json.dumps({"type": "do", "key": key, "command": take}))

    def _told(self, frame: dict[str, Any], mine: list[tuple[str, str]], taking: dict[str, tuple[str, str]]) -> None:
        """An answer to something the agent asked for."""
        key, well = frame["key"], frame["type"] == "accepted"
        if self.calls is not None and key in self.calls.tries:
            self.calls.tries[key].n = frame["n"] if well else -1
        elif well and key.startswith("answer-"):
            self.answered.add(key)
        elif well and key in taking:
            mine.append(taking[key])

    def answered_on(self) -> set[str]:
        """The channels on which what the agent did was taken."""
        called = self.calls is not None and any((one.n or 0) > 0 for one in self.calls.tries.values())
        return {self.written_on[words] for words in self.answered} | ({CALLBACK} if called else set())

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def settle(self) -> None:
        """The last life: nobody begins anything, and everything comes to its end."""
        await self.start()
        try:
            async with asyncio.timeout(SETTLE_SECONDS_MAX):
                while (left := self.left()) != (0, 0, 0):
                    assert self._process is not None
                    assert self._process.returncode is None
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(f"never settled: {left} inputs, deliveries, messages") from None

    def left(self) -> tuple[int, int, int]:
        """Open inputs, open deliveries, and people's messages that have not become one."""
        with closing(sqlite3.connect(f"file:{self.data / 'views.db'}?mode=ro", uri=True, timeout=10)) as views:

            def number(question: str) -> int:
                return int(views.execute(question).fetchone()[0])

            return (
                number("SELECT count(*) FROM input WHERE ending IS NULL"),
                number("SELECT count(*) FROM delivery WHERE state IN ('scheduled', 'sending')"),
                max(
                    0,
                    self.said.total()
                    - number("SELECT count(*) FROM event WHERE kind = 'message' AND speaker = 'customer'"),
                ),
            )

    async def shown(self, interactions: set[str]) -> Counter[str]:
        """How the desk shows our messages in some conversations: by state of their delivery."""
        found: Counter[str] = Counter()
        async with httpx.AsyncClient(trust_env=False, timeout=30, headers={"Cookie": self.cookie}) as http:
            for interaction in interactions:
                before = 1_000_000
                while True:
                    url = f"http://127.0.0.1:{self.port}/api/v1/conversations/{interaction}/messages"
                    answer = await http.get(url, params={"before": before, "limit": 100})
                    messages = answer.raise_for_status().json()["messages"]
                    if not messages:
                        break
                    found.update(one["delivery"]["state"] for one in messages if one.get("delivery"))
                    before = messages[0]["ordinal"]
        return found

    async def shown_calls(self, interactions: Iterable[str]) -> dict[str, list[str]]:
        """What the desk shows of the calls that were made, by conversation."""
        found = {}
        async with httpx.AsyncClient(trust_env=False, timeout=30, headers={"Cookie": self.cookie}) as http:
            for one in interactions:
                answer = await http.get(f"http://127.0.0.1:{self.port}/api/v1/conversations/{one}")
                found[one] = [tried["outcome"] for tried in answer.raise_for_status().json()["callback"]["tries"]]
        return found


async def trial(site: WholeSite, kills: int) -> None:
    """Everything begins, is killed so many times, and settles; it is left running."""
    site.configure()
    people = [(channel, person) for channel in site.channels for person in range(PEOPLE)]
    writers = [asyncio.ensure_future(site.write(*one)) for one in people]
    # In the first life everybody is met, so that the agent has whom to answer from the second on.
    await site.start()
    try:
        async with asyncio.timeout(FIRST_SECONDS_MAX):
            while any(not site.said[channel.name, person] for channel, person in people):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not everybody was heard: {site.said}, {site.refused}") from None
    await site.kill()
    channels = {channel.name for channel in site.channels}
    for number in range(kills + MORE_LIVES_MAX):
        if number >= kills and channels <= site.answered_on():
            break
        await site.live(random.uniform(*LIFE_SECONDS))
        sys.stderr.write(f"{number + 1} kills, {site.said.total()} in, {len(site.answered)} out\n")
    site.writing = False
    await site.settle()
    await asyncio.wait_for(asyncio.gather(*writers), 120)
    while site.left() != (0, 0, 0):  # noqa: ASYNC110  only its files tell
        await asyncio.sleep(0.2)
