"""Awkward real mails that nobody here wrote. They are not part of the repository: HOOLIN_DATA names the folder, or it lies beside
the repository's folder as `shared/data`.
"""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from hoolin.channels.email.limits import READING_SECONDS_MAX
from hoolin.channels.email.plain import read_plainly
from hoolin.channels.email.reading import understood
from hoolin.channels.email.worker import Readers
from hoolin.channels.written import Passed, Reported
from tests.channels.email.mail import US, raw
from tests.channels.email.test_bounds import well_formed

ROOT = Path(__file__).resolve().parents[3]
MAILS = Path(os.environ.get("HOOLIN_DATA", ROOT.parent / "shared" / "data")) / "eml"
FILES = [file for file in sorted(MAILS.rglob("*")) if file.is_file() and file.name not in ("SOURCE.txt", "LICENSE")]
pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real mails is not here (HOOLIN_DATA)")


def test_every_real_mail_is_read() -> None:
    """None stops the reading, none takes a second, and each means the same when it is read again."""
    for file in FILES:
        mail = raw(file.read_bytes())
        began = time.process_time()
        meant = understood(mail, US)
        assert time.process_time() - began < READING_SECONDS_MAX, file
        assert len(meant) == 1, file
        assert understood(mail, US) == meant, file


def test_every_real_mail_is_read_when_it_was_hurt() -> None:
    """Cut, mixed with others, with signs that mean something where none belong: something is still made of each, in time."""
    chance = random.Random(7)
    signs = [
        b"\n",
        b"\n\n",
        b"--",
        b'"',
        b"=?utf-8?q?",
        b"<",
        b"(",
        b"\0",
        b"\xff",
        b"> ",
        b"&#x",
        b"<!--",
        b":",
        b"@",
        b" a@",
    ]
    bodies = [body for file in FILES if len(body := file.read_bytes()) < 100_000]
    for body in bodies:
        hurt = bytearray(body)
        for _ in range(4):
            at, other = chance.randrange(len(hurt) + 1), chance.choice(bodies)
            start = chance.randrange(len(other) + 1)
            hurt[at : at + chance.choice([0, 100])] = other[start : start + chance.choice([0, 2_000])]
            at = chance.randrange(len(hurt) + 1)
            hurt[at:at] = chance.choice(signs) * chance.choice([1, 50, 2_000])
        mail = raw(bytes(hurt))
        began = time.process_time()
        assert well_formed(understood(mail, US))
        assert time.process_time() - began < READING_SECONDS_MAX
        assert well_formed(read_plainly(mail, US))


async def test_every_real_mail_is_read_by_a_process() -> None:
    """It means there what it means here, and none of them ends the process."""
    readers = Readers()
    try:
        for file in FILES:
            mail = raw(file.read_bytes())
            assert await readers.understand(mail, US) == understood(mail, US), file
    finally:
        await readers.stop()
    assert readers.broken == 0


def test_real_bounces_are_told() -> None:
    """Of those that mail systems wrote, at most three in a hundred are taken for somebody's word."""
    folders = [MAILS / "flufl.bounce", MAILS / "flanker" / "bounce"]
    bounces = [file for file in FILES if file.parent in folders]
    told = Counter(isinstance(understood(raw(file.read_bytes()), US)[0], Reported | Passed) for file in bounces)
    assert told[False] <= 0.03 * len(bounces), told
