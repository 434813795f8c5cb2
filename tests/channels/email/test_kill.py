"""Killed at any moment, the door has lost nothing that it said yes to, and what comes again is known by its key."""

import os
import random
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from hoolin.channels.email.doors import key_of
from hoolin.cli.mail_door import read_record
from tests.channels.email.dovecot import Dovecot
from tests.channels.email.keeping import mail, subject
from tests.channels.email.postfix import Postfix
from tests.channels.email.programs import wait_until
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("mail"), pytest.mark.timeout(600)]  # many processes begin

KILLS = int(os.environ.get("HOOLIN_KILLS", "6"))
"""How often the door is killed; 50 for a thorough run."""

SENDERS = 4


@contextmanager
def door(file: Path, via: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """A door in a process of its own, killed at the end if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.channels.email.keeping_process", str(file), via, str(port)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


def on_disk(file: Path) -> list[tuple[str, bytes]]:
    """Keys and bodies in the file, in order; what a crash tore off at its end is none."""
    data, at, records = file.read_bytes(), 0, []
    while (record := read_record(data, at)) is not None:
        key, body, at = record
        records.append((key, body))
    return records


class Pouring:
    """Senders that give one mail after another, each again until it was taken. acknowledged: those that were."""

    def __init__(self) -> None:
        self.acknowledged: set[bytes] = set()
        self.waiting: list[bytes] = []
        self.made = 0
        self.stop = threading.Event()
        self._lock = threading.Lock()

    def _next(self) -> bytes:
        with self._lock:
            if self.waiting:
                return self.waiting.pop(0)
            self.made += 1
            return mail(f"kiri {self.made}", "x" * (self.made * 97 % 5_000))

    def sender(self, port: int) -> None:
        """Give mails until told to stop or the line breaks."""
        body = b""
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=10) as session:
                while not self.stop.is_set():
                    body = self._next()
                    session.sendmail("mari@customer.example", ["support@support.example"], body)
                    with self._lock:
                        self.acknowledged.add(body)
                    body = b""
        except (OSError, smtplib.SMTPException):
            if body:
                with self._lock:
                    self.waiting.append(body)


def test_killed_while_mail_pours_in(tmp_path: Path) -> None:
    """kill -9 in the midst of mail from four senders, again and again: every mail that was taken is on disk, once."""
    file, pouring, chance = tmp_path / "kept", Pouring(), random.Random(7)
    repeats: set[bytes] = set()
    for _ in range(KILLS):
        with door(file, "smtp", port := free_port()) as process:
            senders = [threading.Thread(target=pouring.sender, args=(port,)) for _ in range(SENDERS)]
            for sender in senders:
                sender.start()
            time.sleep(chance.uniform(0.02, 0.5))  # the moment of the kill is what is varied
            process.kill()
            for sender in senders:
                sender.join(30)
        bodies = {body for _, body in on_disk(file)}
        assert pouring.acknowledged <= bodies
        repeats |= set(pouring.waiting) & bodies
    with door(file, "smtp", port := free_port()), smtplib.SMTP("127.0.0.1", port, timeout=10) as session:
        for body in pouring.waiting:
            session.sendmail("mari@customer.example", ["support@support.example"], body)
            pouring.acknowledged.add(body)
    records = on_disk(file)
    assert {body for _, body in records} == pouring.acknowledged
    assert len(records) == len(pouring.acknowledged)
    assert all(key == key_of("support", body) for key, body in records)
    assert len(pouring.acknowledged) > KILLS
    sys.stdout.write(f"{KILLS} kills, {len(records)} mails, {len(repeats)} came again that were on disk\n")


@pytest.mark.needs("dovecot", "postfix")
def test_killed_while_a_mail_server_delivers(tmp_path: Path, dovecot: Dovecot) -> None:
    """The same with a real mail server between: it comes again by itself, until all is here, once."""
    file, port = tmp_path / "kept", free_port()
    postfix = Postfix(dovecot.files, f"lmtp:inet:127.0.0.1:{port}", dovecot.lmtp)
    chance = random.Random(11)
    mails = [mail(f"kiri {number}", "y" * (number * 31)) for number in range(20 * KILLS)]
    try:
        with door(file, "lmtp", port), smtplib.SMTP("127.0.0.1", postfix.port, timeout=30) as session:
            for body in mails[:5]:
                session.sendmail("mari@customer.example", ["support@support.example"], body)
        for round_ in range(KILLS):
            with door(file, "lmtp", port) as process, smtplib.SMTP("127.0.0.1", postfix.port, timeout=30) as session:
                for body in mails[5:][round_::KILLS]:
                    session.sendmail("mari@customer.example", ["support@support.example"], body)
                time.sleep(chance.uniform(0, 0.3))  # the moment of the kill is what is varied
                process.kill()
        with door(file, "lmtp", port):
            wait_until(
                lambda: "is empty" in postfix.queue(), lambda: postfix.queue() + postfix.log()[-3_000:], 240, 0.5
            )
    finally:
        with suppress(subprocess.SubprocessError):
            postfix.stop()
    records = on_disk(file)
    assert sorted(subject(body) for _, body in records) == sorted(subject(body) for body in mails)
    assert len({key for key, _ in records}) == len(records)
