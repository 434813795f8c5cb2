"""What a file holds is known before anybody opens it; a scanner that fails loses nothing and hides nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest

from hoolin.channels.email import clamd, screening
from hoolin.channels.email.clamd import Verdict, scan
from hoolin.channels.email.screening import screened
from hoolin.channels.written import Address, File, Heard, Passed
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX
from tests.channels.email.scanner import HARMLESS, NAME, STREAM_BYTES_MAX, Scanner

PDF = File(name="arve.pdf", media_type="application/pdf", body=b"%PDF-1.4 tere")
BAD = File(name="arve.exe", media_type="application/octet-stream", body=HARMLESS)


def heard(*files: File, text: str = "Tere!") -> Heard:
    """A message with files."""
    return Heard(key="k", sender=Address(kind="email", value="mari@customer.example"), text=text, files=files)


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    """A clamd of one's own."""
    server = Scanner()
    try:
        yield server
    finally:
        server.stop()


@asynccontextmanager
async def pretender(answer: bytes | None) -> AsyncIterator[str]:
    """Something that listens and is no scanner: it says this, or nothing at all."""
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            serving.add(task)
        try:
            if answer is None:
                await asyncio.get_running_loop().create_future()
            else:
                writer.write(answer)
                await writer.drain()
                await reader.read(1_000)
        finally:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await asyncio.sleep(0)


@pytest.mark.needs("clamav")
async def test_a_real_scanner(scanner: Scanner) -> None:
    """By either socket: clean is clean, infected is named, too large is unchecked; the scanner says who it is."""
    for where in (scanner.path, scanner.network):
        assert await scan(where, PDF.body, 10) == Verdict(checked=True)
        assert (await scan(where, HARMLESS, 10)).name.startswith(NAME)
        assert await scan(where, b"x" * (STREAM_BYTES_MAX + 1_000_000), 10) == Verdict(checked=False)
        assert (await clamd.version(where, 10)).startswith("ClamAV")


@pytest.mark.needs("clamav")
async def test_an_infected_file_is_withheld(scanner: Scanner) -> None:
    """The infected file is not handed on, and the message says which and why; all else comes through as it was."""
    (told, passed) = await screened((heard(PDF, BAD), Passed(why="echo")), scanner.path, "et", 10)
    assert isinstance(told, Heard)
    assert told.files == (PDF,)
    first, _, rest = told.text.partition("\n\n")
    assert "arve.exe" in first
    assert NAME in first
    assert "nakatunud" in first
    assert rest == "Tere!"
    assert passed == Passed(why="echo")


@pytest.mark.needs("clamav")
async def test_a_long_text_keeps_to_the_limit(scanner: Scanner) -> None:
    """A message that is as long as may be stays within the limit with our word in it."""
    (told,) = await screened((heard(BAD, text="x" * MESSAGE_CHARACTERS_MAX),), scanner.path, "ru", 10)
    assert isinstance(told, Heard)
    assert len(told.text) == MESSAGE_CHARACTERS_MAX
    assert "заражён" in told.text


@pytest.mark.parametrize("answer", [b"", b"stream: OK but not quite", b"UNKNOWN COMMAND\0", b"\xff" * 100, None])
async def test_a_scanner_that_fails_marks_the_file(answer: bytes | None) -> None:
    """Nonsense, silence and a cut line leave the file there, with the word that nobody looked at it."""
    async with pretender(answer) as where:
        (told,) = await screened((heard(PDF),), where, "en", 0.3)
    assert isinstance(told, Heard)
    assert [(file.name, file.body) for file in told.files] == [("UNCHECKED arve.pdf", PDF.body)]
    assert told.text == "Tere!"


async def test_no_scanner_at_all() -> None:
    """When it is not there, it is as if it failed; asked who it is, it says so."""
    (told,) = await screened((heard(PDF),), "/nowhere/clamd.ctl", "et", 1)
    assert isinstance(told, Heard)
    assert told.files[0].name == "KONTROLLIMATA arve.pdf"
    with pytest.raises(FileNotFoundError):
        await clamd.version("/nowhere/clamd.ctl", 1)
    async with pretender(b"220 mail.example ESMTP\r\n") as where:
        with pytest.raises(ValueError, match="not clamd"):
            await clamd.version(where, 1)


async def test_all_files_together_have_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner that never answers holds up a mail of many files once, not once for each."""
    monkeypatch.setattr(screening, "MAIL_SECONDS_MAX", 0.5)
    async with pretender(None) as where, asyncio.timeout(90):
        (told,) = await screened((heard(*[PDF] * 50),), where, "en", 0.2)
    assert isinstance(told, Heard)
    assert all(file.name.startswith("UNCHECKED") for file in told.files)
