"""A mailbox is read whole, once, and through everything that can happen to the line; the server is a real Dovecot."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError

from hoolin.channels.email import imap as imap_module
from hoolin.channels.email.imap import MailboxReader
from hoolin.channels.email.imap_link import Link, Mailbox
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Raw
from hoolin.core.errors import Defect
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.keeping import Keeping, mail, soon
from tests.ports import free_port

pytestmark = [pytest.mark.needs("dovecot"), pytest.mark.xdist_group("mail")]

NOW = 1_750_000_000_000


def account(dovecot: Dovecot, **changes: Any) -> EmailAccount:
    """The mailbox of support, read without encryption unless a test says otherwise."""
    values = {
        "address": "support@support.example", "imap_host": "127.0.0.1", "imap_port": dovecot.imap, "imap_tls": "none",
        "imap_user": "support", "imap_password": PASSWORD,
    }  # fmt: skip
    return EmailAccount(**{**values, **changes})


@asynccontextmanager
async def reading(keeping: Keeping, settings: EmailAccount) -> AsyncIterator[MailboxReader]:
    """A mailbox that is being read."""
    reader = MailboxReader("support", settings, keeping.keep, lambda: NOW)
    reader.start()
    try:
        yield reader
    finally:
        await reader.stop()


async def put(dovecot: Dovecot, *topics: str, folder: str = "INBOX") -> None:
    """Mails arrive in the mailbox of support."""
    for topic in topics:
        await asyncio.to_thread(dovecot.append, "support", mail(topic), folder)


async def test_a_mail_comes_in_while_we_wait(dovecot: Dovecot, keeping: Keeping) -> None:
    """What lay there unread comes in first, what arrives later is told by the server; both are marked as read and as kept."""
    await put(dovecot, "enne")
    async with reading(keeping, account(dovecot)) as reader:
        await keeping.until(lambda: keeping.subjects() == ["enne"])
        await soon(lambda: reader.state == "waiting")
        await put(dovecot, "pärast")
        await keeping.until(lambda: keeping.subjects() == ["enne", "pärast"])
        await soon(lambda: all("\\Seen" in row and "$HoolinKept" in row for row in dovecot.flags("support")))
    raw = keeping.raws[0]
    assert raw.body == mail("enne")
    assert raw.at == NOW
    assert {raw.envelope[name] for name in ("via", "mailbox", "tls")} == {"imap", "INBOX", "no"}
    assert keeping.calls == 2
    assert reader.state == "stopped"


async def test_stopping_is_prompt(dovecot: Dovecot, keeping: Keeping) -> None:
    """A reader that waits for news for minutes stops at once, and its session is gone from the server."""
    async with reading(keeping, account(dovecot)) as reader:
        await soon(lambda: reader.state == "waiting")
        began = time.monotonic()
    assert time.monotonic() - began < 3
    await soon(lambda: not dovecot.sessions("support"))


async def test_the_server_hangs_up_while_we_wait(dovecot: Dovecot, keeping: Keeping) -> None:
    """Thrown out in the middle of waiting, we come back and miss nothing; nothing is asked in a ring meanwhile."""
    async with reading(keeping, account(dovecot)) as reader:
        for number in range(2):
            await soon(lambda: reader.state == "waiting" and bool(dovecot.sessions("support")))
            await asyncio.to_thread(dovecot.adm, "kick", "support")
            await put(dovecot, f"kiri {number}")
            await keeping.until(lambda: len(keeping.raws) > number)  # noqa: B023 - awaited in the same turn
    assert keeping.subjects() == ["kiri 0", "kiri 1"]
    assert keeping.repeats == 0
    assert dovecot.log().count("Login: user=<support>") < 20


async def test_a_dead_line_is_noticed(dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that still holds the line and says nothing more is left after its silence and one unanswered question."""
    monkeypatch.setattr("hoolin.channels.email.imap_link.ANSWER_SECONDS_MAX", 1)
    async with reading(keeping, account(dovecot, imap_quiet_seconds=1)) as reader:
        await soon(lambda: reader.state == "waiting" and len(dovecot.sessions("support")) == 1)
        (session,) = await asyncio.to_thread(dovecot.sessions, "support")
        os.kill(session, signal.SIGSTOP)
        try:
            await put(dovecot, "vaikus")
            await keeping.until(lambda: keeping.subjects() == ["vaikus"])
        finally:
            os.kill(session, signal.SIGKILL)


async def test_a_mailbox_counted_anew(dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is made again has other numbers for the same mails: all are fetched again, and known by their content."""
    monkeypatch.setattr(imap_module, "PAUSE_SECONDS", (0.1, 0.5))
    await asyncio.to_thread(dovecot.adm, "mailbox", "create", "-u", "support", "Kliendid")
    await put(dovecot, "üks", "kaks", folder="Kliendid")
    async with reading(keeping, account(dovecot, imap_folder="Kliendid", imap_quiet_seconds=2)) as reader:
        await keeping.until(lambda: len(keeping.raws) == 2)
        first = {raw.envelope["uidvalidity"] for raw in keeping.raws}
        await soon(lambda: reader.state == "waiting")
        await asyncio.to_thread(dovecot.adm, "mailbox", "delete", "-u", "support", "Kliendid")
        await asyncio.to_thread(dovecot.adm, "mailbox", "create", "-u", "support", "Kliendid")
        await put(dovecot, "üks", "kaks", "kolm", folder="Kliendid")
        await keeping.until(lambda: len(keeping.raws) == 3 and keeping.repeats >= 2)
    assert keeping.raws[2].envelope["uidvalidity"] not in first
    assert keeping.subjects() == ["kaks", "kolm", "üks"]


async def test_a_folder_in_other_letters(dovecot: Dovecot, keeping: Keeping) -> None:
    """Folders have names in any script; kept mails can be moved from one to another that did not exist."""
    await asyncio.to_thread(dovecot.adm, "mailbox", "create", "-u", "support", "Входящие")
    await put(dovecot, "привет", folder="Входящие")
    settings = account(dovecot, imap_folder="Входящие", imap_after="move", imap_moved_to="Обработано & готово")
    async with reading(keeping, settings):
        await keeping.until(lambda: len(keeping.raws) == 1)
        moved = ("fetch", "-u", "support", "hdr.subject", "mailbox", "Обработано & готово", "all")
        await soon(lambda: "привет" in dovecot.adm(*moved))
    assert dovecot.adm("fetch", "-u", "support", "uid", "mailbox", "Входящие", "all") == ""


async def test_deleting_takes_only_what_was_kept(dovecot: Dovecot, keeping: Keeping) -> None:
    """With `delete` a kept mail goes; what somebody else has marked as deleted stays for them."""
    await put(dovecot, "teiste oma")
    with dovecot.mailbox("support") as session:
        session.select("INBOX")
        session.store("1", "+FLAGS", "\\Deleted")
    await put(dovecot, "meie oma")
    async with reading(keeping, account(dovecot, imap_after="delete")):
        await keeping.until(lambda: len(keeping.raws) == 1)
        await soon(lambda: len(dovecot.flags("support")) == 1)
    assert keeping.subjects() == ["meie oma"]
    assert "\\Deleted" in dovecot.flags("support")[0]


async def test_nothing_is_marked_that_was_not_kept(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the disk refuses, the mail stays as it was; it is offered again until it is kept, and only then marked."""
    monkeypatch.setattr(imap_module, "PAUSE_SECONDS", (0.1, 0.2))
    seen_while_failing: list[list[str]] = []

    def refuse(_raw: object) -> None:
        if keeping.failing:
            seen_while_failing.append(dovecot.flags("support"))

    keeping.failing, keeping.on_keep = 3, refuse
    await put(dovecot, "oluline")
    async with reading(keeping, account(dovecot)):
        await keeping.until(lambda: len(keeping.raws) == 1)
        await soon(lambda: "\\Seen" in dovecot.flags("support")[0])
    assert keeping.calls == 4
    assert len(seen_while_failing) == 3
    assert not any("\\Seen" in flags[0] or "$HoolinKept" in flags[0] for flags in seen_while_failing)


async def test_somebody_reads_beside_us(dovecot: Dovecot, keeping: Keeping) -> None:
    """From our first mail on, one that somebody else opened first is taken all the same; older ones, read before, are not."""
    await put(dovecot, "ammu loetud")
    with dovecot.mailbox("support") as session:
        session.select("INBOX")
        session.store("1", "+FLAGS", "\\Seen")
    await put(dovecot, "esimene")
    async with reading(keeping, account(dovecot)) as reader:
        await keeping.until(lambda: len(keeping.raws) == 1)
        await soon(lambda: reader.state == "waiting")
    with dovecot.mailbox("support") as session:
        session.append("INBOX", "\\Seen", "", mail("teine luges"))
    async with reading(keeping, account(dovecot)):
        await keeping.until(lambda: len(keeping.raws) == 2)
    assert keeping.subjects() == ["esimene", "teine luges"]
    assert keeping.repeats == 0


async def test_a_mail_over_the_limit_is_cut_and_stays(dovecot: Dovecot, keeping: Keeping) -> None:
    """Of a mail that is too large its beginning is kept, and says how large it was; the mail stays unread where it is."""
    body = mail("suur", "\r\n".join(["x" * 70] * 1_000))
    with dovecot.mailbox("support") as session:
        session.append("INBOX", "", "", body)
    await put(dovecot, "väike")
    settings = account(dovecot, bytes_max=65_536, imap_after="delete")
    async with reading(keeping, settings) as reader:
        await keeping.until(lambda: len(keeping.raws) == 2)
        await soon(lambda: reader.state == "waiting")
    large = next(raw for raw in keeping.raws if "cut" in raw.envelope)
    assert large.envelope["cut"] == str(len(body))
    assert body.startswith(large.body)
    (left,) = dovecot.flags("support")
    assert "\\Seen" not in left


@pytest.mark.parametrize("how", ["tls", "starttls"])
async def test_the_line_is_encrypted(dovecot: Dovecot, keeping: Keeping, how: str) -> None:
    """Over TLS and STARTTLS, with an authority of one's own, mail comes in as ever, news included."""
    port = dovecot.imaps if how == "tls" else dovecot.imap
    settings = account(dovecot, imap_tls=how, imap_port=port, ca_file=dovecot.files.authority)
    async with reading(keeping, settings) as reader:
        await soon(lambda: reader.state == "waiting")
        await put(dovecot, "salaja")
        await keeping.until(lambda: len(keeping.raws) == 1)
    assert keeping.raws[0].envelope["tls"] == "yes"


async def test_a_certificate_that_nobody_vouches_for(dovecot: Dovecot, keeping: Keeping) -> None:
    """Without the authority the line is never used: the password does not leave us."""
    async with reading(keeping, account(dovecot, imap_tls="tls", imap_port=dovecot.imaps)) as reader:
        await soon(lambda: reader.state == "away")
        assert reader.trouble == "SSLCertVerificationError"
    assert "Login: user=" not in dovecot.log()


async def test_many_mails_come_in_once_each(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than one window and one batch of mails: each is kept once, whatever the sizes."""
    monkeypatch.setattr("hoolin.channels.email.imap_link.WINDOW", 40)
    with dovecot.mailbox("support") as session:
        for number in range(130):
            session.append("INBOX", "", "", mail(f"{number:03}", "y" * (number * 200)))
    async with reading(keeping, account(dovecot)) as reader:
        await keeping.until(lambda: len(keeping.raws) == 130)
        await soon(lambda: reader.state == "waiting")
    assert keeping.subjects() == [f"{number:03}" for number in range(130)]
    assert keeping.repeats == 0
    assert all("\\Seen" in row for row in dovecot.flags("support"))


async def test_pauses_grow_while_nobody_is_there(
    keeping: Keeping, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is not there is tried with growing pauses up to the longest, not in a ring."""
    pauses: list[float] = []
    monkeypatch.setattr(imap_module, "PAUSE_SECONDS", (0.02, 0.1))
    async with reading(keeping, account(dovecot, imap_port=free_port())) as reader:
        wait = reader._stopping.wait

        def noted(seconds: float) -> bool:
            pauses.append(seconds)
            return wait(seconds)

        monkeypatch.setattr(reader._stopping, "wait", noted)
        await soon(lambda: len(pauses) >= 5)
    assert reader.trouble == "ConnectionRefusedError"
    assert pauses[0] < 0.03 < pauses[2]
    assert 0.08 <= pauses[4] <= 0.12


async def test_a_wrong_password_is_named(keeping: Keeping, dovecot: Dovecot) -> None:
    """A log-in that is refused is no defect of ours: it is named, and tried again later."""
    async with reading(keeping, account(dovecot, imap_password="vale")) as reader:
        await soon(lambda: reader.trouble == "LoginError")


async def test_a_keep_that_breaks_is_no_reason_to_end(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a defect of ours leaves the reader alive: the next connection finds the mail."""
    monkeypatch.setattr(imap_module, "PAUSE_SECONDS", (0.1, 0.2))

    def broken(_raw: object) -> None:
        if keeping.calls < 3:
            raise Defect("broken")

    keeping.on_keep = broken
    await put(dovecot, "kannatlik")
    async with reading(keeping, account(dovecot)):
        await keeping.until(lambda: keeping.subjects() == ["kannatlik"])


async def test_one_bad_mail_stands_in_nobodys_way(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that can never be kept stays unmarked, and all others, before and behind it, come in."""
    monkeypatch.setattr(imap_module, "PAUSE_SECONDS", (0.1, 0.2))
    monkeypatch.setattr(imap_module, "BATCH_MESSAGES", 2)

    def refuse(raw: Raw) -> None:
        if b"paha" in raw.body:
            raise Defect("never")

    keeping.on_keep = refuse
    await put(dovecot, "a", "paha", "b", "c", "d")
    async with reading(keeping, account(dovecot)):
        await keeping.until(lambda: keeping.subjects() == ["a", "b", "c", "d"])
        await soon(lambda: sum("\\Seen" in row for row in dovecot.flags("support")) == 4)
    assert "\\Seen" not in dovecot.flags("support")[1]


async def test_a_server_that_refuses_one_mail(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that the server will not give out is left and said to the log; those around it come in."""
    fetch = Link.fetch

    def grudging(link: Link, uids: list[int], bytes_max: int = 0) -> dict[int, bytes]:
        if 2 in uids:
            raise IMAPClientError("FETCH failed")
        return fetch(link, uids, bytes_max)

    monkeypatch.setattr(Link, "fetch", grudging)
    await put(dovecot, "a", "b", "c")
    async with reading(keeping, account(dovecot)) as reader:
        await keeping.until(lambda: keeping.subjects() == ["a", "c"])
        await soon(lambda: reader.state == "waiting")
        await put(dovecot, "d")
        await keeping.until(lambda: keeping.subjects() == ["a", "c", "d"])
    assert keeping.repeats == 0


async def test_a_mailbox_that_takes_no_marks(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be marked we remember what was kept; after a reconnection nothing is doubled and news come in."""
    opened = Link.open

    def bare(link: Link, folder: str, readonly: bool = False) -> Mailbox:
        return opened(link, folder, True)

    monkeypatch.setattr(Link, "open", bare)
    await put(dovecot, "a", "b")
    async with reading(keeping, account(dovecot)) as reader:
        await keeping.until(lambda: len(keeping.raws) == 2)
        await soon(lambda: reader.state == "waiting")
        await asyncio.to_thread(dovecot.adm, "kick", "support")
        await put(dovecot, "c")
        await keeping.until(lambda: len(keeping.raws) == 3)
    assert (keeping.subjects(), keeping.repeats) == (["a", "b", "c"], 0)


async def test_a_session_that_tells_of_news_where_there_is_none(
    dovecot: Dovecot, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News at once, over and over, with nothing new: asked a few times, each time later, then the session is left."""
    waits: list[float] = []

    def restless(_link: Link, _seconds: float) -> int:
        waits.append(time.monotonic())
        return 0

    monkeypatch.setattr(Link, "wait", restless)
    async with reading(keeping, account(dovecot)) as reader:
        await soon(lambda: reader.trouble == "ConnectionAbortedError")
        asked = len(waits)
    assert asked == imap_module.RESTLESS_TIMES_MAX
    assert waits[-1] - waits[0] > 1
