import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hoolin.channels.email import limits, worker
from hoolin.channels.email.plain import read_plainly
from hoolin.channels.email.reading import understood
from hoolin.channels.email.worker import Readers, is_small
from hoolin.channels.written import Heard, Raw, Reported
from tests.channels.email.mail import HEAD, US, raw
from tests.channels.email.test_reports import OURS, WORDED, report

HTML = f"{HEAD}Content-Type: text/html\n\n<p>Tere"
SLOW = f"{HEAD}Content-Type: text/html\n\n<p>{''.join(f'<font color=x{at}>' for at in range(7_000))}</p>{'x<p>x</p>' * 2_900}"
"""Within every limit, and yet more than a second of work for the sanitiser: formats that are opened anew in each paragraph."""


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    """One reader."""
    made = Readers()
    await made.start()
    yield made
    await made.stop()


def runs(pid: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{pid}").exists()


def shown(pid: int) -> tuple[bytes, bytes, set[int], dict[str, str]]:
    """Environment, arguments, open files and limits of a process."""
    place = Path(f"/proc/{pid}")
    lines = (place / "limits").read_text().splitlines()[1:]
    allowed = {line[:25].strip(): line[25:].split()[0] for line in lines}
    files = {int(file.name) for file in (place / "fd").iterdir()}
    return (place / "environ").read_bytes(), (place / "cmdline").read_bytes(), files, allowed


def the_process(readers: Readers) -> int:
    """The id of the reader's process."""
    process = readers.all[0].process
    assert process is not None
    return process.pid


async def text_of(readers: Readers, mail: Raw) -> str:
    """What was heard."""
    (one,) = await readers.understand(mail, US)
    assert isinstance(one, Heard)
    return one.text


async def test_a_process_reads_what_this_one_would(readers: Readers) -> None:
    """The same meaning, for what is heard with files, reported, or passed over; one process reads them all."""
    pids = set()
    for mail in (
        HTML,
        report(original=OURS),
        WORDED,
        HTML.replace("Subject", "Precedence: bulk\nSubject"),
        HTML * 2000,
    ):
        assert not is_small(raw(mail))
        assert await readers.understand(raw(mail), US) == understood(raw(mail), US)
        pids.add(the_process(readers))
    assert (len(pids), readers.broken) == (1, 0)


async def test_a_small_mail_needs_no_process(readers: Readers) -> None:
    """Plain text is read right here."""
    assert await text_of(readers, raw(f"{HEAD}\nTere")) == "Tere"
    assert readers.all[0].process is None


async def test_a_mail_that_takes_too_long_is_read_plainly(readers: Readers) -> None:
    """The system ends the reader, a person sees the mail as it came, and the next mail finds a new reader."""
    await readers.understand(raw(HTML), US)
    before = the_process(readers)
    (one,) = await readers.understand(raw(SLOW), US)
    assert isinstance(one, Heard)
    assert one.letter is not None
    assert (one.sender.value, one.letter.subject, readers.broken) == ("mari@customer.example", "Question", 1)
    assert "x x x x" in " ".join(one.text.split())
    assert "<font" not in one.text
    assert await text_of(readers, raw(HTML)) == "Tere"
    assert the_process(readers) != before


async def test_a_mail_read_plainly_is_the_same_event(readers: Readers) -> None:
    """Its key and its sender are those of the full reading."""
    (plainly,) = await readers.understand(raw(SLOW), US)
    (fully,) = understood(raw(SLOW), US)
    assert isinstance(plainly, Heard)
    assert isinstance(fully, Heard)
    assert (plainly.key, plainly.sender, plainly.reference) == (fully.key, fully.sender, fully.reference)


def test_the_cheap_reading_takes_the_text_it_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoded, the plain one before HTML; when the parts cannot be found, the mail as it came."""
    parts = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Transfer-Encoding: quoted-printable\n\n=C3=95htu\n"
    mail = raw(f"{HEAD}{parts}--b\nContent-Type: text/html\n\n<p>x\n--b--")

    def text() -> str:
        (one,) = read_plainly(mail, US)
        assert isinstance(one, Heard)
        return one.text

    assert text().endswith("]\n\nÕhtu")
    monkeypatch.setattr("hoolin.channels.email.plain.Tree", None)
    assert "=C3=95htu" in text()


async def test_a_reader_that_is_killed(readers: Readers) -> None:
    """Between mails or amid one: the mail at hand is read plainly, and the next by a new reader."""
    await readers.understand(raw(HTML), US)
    os.kill(the_process(readers), signal.SIGKILL)
    assert "Tere" in await text_of(readers, raw(HTML))
    assert await text_of(readers, raw(HTML)) == "Tere"
    os.kill(the_process(readers), signal.SIGSTOP)
    asking = asyncio.ensure_future(text_of(readers, raw(HTML)))
    await asyncio.sleep(0)
    os.kill(the_process(readers), signal.SIGKILL)
    assert "Tere" in await asking
    assert await text_of(readers, raw(HTML)) == "Tere"


async def test_a_reader_that_says_nothing(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped process is not waited for longer than patience goes."""
    monkeypatch.setattr(worker, "READING_PATIENCE_SECONDS_MAX", 0.3)
    monkeypatch.setattr(worker, "PROGRAM", ("sleep", "60"))
    assert "Tere" in await text_of(readers, raw(HTML))
    assert readers.broken == 1
    monkeypatch.setattr(worker, "PROGRAM", ("/nowhere/at/all",))
    assert "Tere" in await text_of(readers, raw(HTML))


async def test_a_question_that_is_given_up(readers: Readers) -> None:
    """Whoever stops waiting leaves no half answer behind for the next mail."""
    await readers.understand(raw(HTML), US)
    asking = asyncio.ensure_future(readers.understand(raw(SLOW), US))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await text_of(readers, raw(HTML.replace("Tere", "Head aega"))) == "Head aega"


async def test_many_at_once() -> None:
    """Each gets the answer to its own mail, with fewer readers than mails."""
    readers = Readers(2)
    mails = [raw(HTML.replace("Tere", f"Mail {at}")) for at in range(40)]
    try:
        texts = await asyncio.gather(*(text_of(readers, mail) for mail in mails))
    finally:
        await readers.stop()
    assert texts == [f"Mail {at}" for at in range(40)]
    assert readers.broken == 0


async def test_after_the_end_mails_are_read_plainly() -> None:
    """Nothing starts again by itself, and nothing is left running."""
    readers = Readers()
    await readers.understand(raw(HTML), US)
    pid = the_process(readers)
    await readers.stop()
    assert not runs(pid)
    assert "Tere" in await text_of(readers, raw(HTML))
    assert readers.all[0].process is None


async def test_a_reader_has_nothing_that_it_does_not_need(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret of the house in its environment or arguments, no open files but its three, no dump, limited memory."""
    monkeypatch.setenv("HOOLIN_SECRET", "hidden")
    await readers.understand(raw(HTML), US)
    environment, arguments, files, allowed = shown(the_process(readers))
    assert b"hidden" not in environment
    assert US.secret not in environment + arguments
    assert files == {0, 1, 2}
    assert allowed["Max address space"] == str(limits.READER_MEMORY_BYTES_MAX)
    assert allowed["Max core file size"] == allowed["Max file size"] == "0"


async def test_a_report_is_a_report_from_a_process_too(readers: Readers) -> None:
    """All kinds of meaning come through."""
    (one,) = await readers.understand(raw(report(original=OURS), mail_from="<>"), US)
    assert isinstance(one, Reported)


async def test_a_defect_in_reading_is_no_end(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """When even a small mail breaks it, a person sees the mail; when the head breaks it too, then without its sender."""

    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(worker, "understood", broken)
    assert "Tere" in await text_of(readers, raw(f"{HEAD}\nTere"))
    monkeypatch.setattr("hoolin.channels.email.plain.sender", broken)
    (one,) = await readers.understand(raw(f"{HEAD}\nTere"), US)
    assert isinstance(one, Heard)
    assert one.sender.value.endswith("@sender.invalid")
    assert "Tere" in one.text
