"""Killed at any moment, in both directions at once: nothing that was answered is lost, nothing is doubled, unknown is unknown.

Seven kills by default; `HOOLIN_KILLS=50` for a long run.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.sms.alphabet import encode
from hoolin.cli.sms_peer import Smsc
from tests.channels.sms.killed import Book, Clock, gateway_of
from tests.channels.sms.stand import from_person, part_of

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("HOOLIN_KILLS", "7"))
A_ROUND = 60
"""Messages from people before each kill; a third of them in three parts."""


def people_write(smsc: Smsc, round_: int) -> list[str]:
    """Bring messages; gives the texts that must be heard. References are few and shared, as with real telephones."""
    texts, fields = [], []
    for number in range(A_ROUND):
        if number % 3:
            texts.append(f"round {round_} message {number}")
            fields.append(from_person(texts[-1]))
            continue
        said = [f"round {round_} long {number}: ", f"middle {round_} ", f"end {round_} €"]
        texts.append("".join(said))
        who = f"3725550{number:04d}"
        fields += [part_of(encode(word, "gsm7"), round_ % 5, 3, n, who) for n, word in enumerate(said, 1)]
    random.Random(round_).shuffle(fields)
    smsc.bring(*fields)
    return texts


def wait_until_bound(smsc: Smsc, process: subprocess.Popen[bytes]) -> None:
    """The process has connected."""
    for _ in range(1_500):
        assert process.poll() is None, "it ended by itself"
        if smsc.call("/counts")["bound"]:
            return
        time.sleep(0.02)
    raise AssertionError("never bound")


def start(smsc: Smsc, file: Path, messages: int) -> subprocess.Popen[bytes]:
    """Start the process that is killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.channels.sms.killed", str(smsc.port), str(file), str(messages)], cwd=ROOT
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """kill -9, by its own id."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)


@pytest.mark.needs("node")
@pytest.mark.slow
@pytest.mark.timeout(90 + 10 * KILLS)  # a whole process starts for each kill
def test_nothing_is_lost_or_doubled_by_kills(smsc: Smsc, tmp_path: Path) -> None:
    """Each text that the SMSC has our answer for is heard once; each of ours arrives at most once, and accepted ones did arrive."""
    file, chance, ours = tmp_path / "book", random.Random(5), 40 * (KILLS + 1)
    smsc.set(lateMs=30, moWindow=20)
    wanted: list[str] = []
    for round_ in range(KILLS):
        process = start(smsc, file, ours)
        try:
            wait_until_bound(smsc, process)
            wanted += people_write(smsc, round_)
            time.sleep(chance.uniform(0.02, 0.25))
        finally:
            end(process)
    process = start(smsc, file, ours)
    try:
        wait_until_all_is_done(smsc, file, ours)
    finally:
        end(process)
    state = smsc.call("/state")
    assert state["unacked"] == 0
    assert state["redelivered"] > 0, "no kill met a message on its way: the load was too small to prove anything"
    assert sorted(asyncio.run(heard_in_the_end(file, smsc.port))) == sorted(wanted)
    check_ours(Book(file), state["submitted"], ours)


def wait_until_all_is_done(smsc: Smsc, file: Path, ours: int) -> None:
    """Everything has been answered and sent."""
    for _ in range(1_000 + 100 * KILLS):
        if smsc.call("/counts")["unacked"] == 0 and file.read_bytes().count(b'{"done"') == ours:
            return
        time.sleep(0.05)
    raise AssertionError("never done")


async def heard_in_the_end(file: Path, port: int) -> list[str]:
    """What was heard, once everything that is left over has had its time: days later, by a clock that is put forward."""
    book, clock = Book(file), Clock()
    gateway = gateway_of(book, port, clock)
    for days in (0, 3, 6):
        clock.ahead_ms = days * 86_400_000
        await book.take_in(gateway)
    assert set(book.kept) == book.ended
    return list(book.heard.values())


def check_ours(book: Book, submitted: list[dict[str, Any]], ours: int) -> None:
    """What became of our own messages, by our book and by the SMSC's."""
    arrived = Counter(int(text.split()[1]) for one in submitted if (text := str(one["message"])).startswith("ours "))
    assert set(book.done) == set(range(ours))
    assert max(arrived.values()) == 1, "one of ours was sent twice"
    accepted = {number for number, line in book.done.items() if line["ending"] == "accepted"}
    unknown = {number for number, line in book.done.items() if line["ending"] == "unknown"}
    assert accepted | unknown == set(range(ours))
    assert accepted <= set(arrived), "accepted, and the SMSC does not know it"
    assert {book.done[number]["reference"] for number in accepted} <= {one["id"] for one in submitted}
    assert unknown & set(arrived), "no kill met a message of ours on its way: the load was too small to prove anything"
