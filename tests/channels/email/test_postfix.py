"""A real mail server hands us mail and carries ours; each mail is kept once, whatever goes wrong between us."""

import asyncio
import re
import smtplib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, NamedTuple

import pytest

from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.email.submission import submit
from hoolin.core.errors import NotReached
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.keeping import Keeping, mail, soon, subject
from tests.channels.email.postfix import Postfix
from tests.ports import free_port

pytestmark = [pytest.mark.needs("dovecot", "postfix"), pytest.mark.xdist_group("mail"), pytest.mark.slow]

NOW = 1_750_000_000_000
DEADLINE = 90.0


class World(NamedTuple):
    """A mail server, its customers' mailboxes, and our door behind it."""

    postfix: Postfix
    dovecot: Dovecot
    listener: Listener
    keeping: Keeping

    def pour(self, *messages: bytes, to: tuple[str, ...] = ("support@support.example",)) -> None:
        """Customers' mail reaches the server. Blocking."""
        with smtplib.SMTP("127.0.0.1", self.postfix.port, timeout=30) as session:
            for message in messages:
                session.sendmail("mari@customer.example", to, message)

    def account(self, **changes: Any) -> EmailAccount:
        """Our account, sending through the server."""
        values = {"address": "support@support.example", "incoming": "none", "smtp_host": "127.0.0.1",
                  "smtp_port": self.postfix.port, "smtp_tls": "none"}  # fmt: skip
        return EmailAccount(**{**values, **changes})


def accounts(port: int, via: str) -> dict[str, EmailAccount]:
    """Two accounts behind one door."""
    shared: dict[str, Any] = {"incoming": via, "listen_port": port}
    return {
        "support": EmailAccount(address="support@support.example", **shared),
        "sales": EmailAccount(address="sales@support.example", **shared),
    }


Begin = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture
def world(dovecot: Dovecot, keeping: Keeping) -> Begin:
    """Makes a world: `async with world(via="lmtp", lifetime="1h", auth=False)`."""

    @asynccontextmanager
    async def begin(via: str = "lmtp", lifetime: str = "1h", auth: bool = False) -> AsyncIterator[World]:
        listener = Listener(accounts(free_port(), via), keeping.keep, lambda: NOW)
        await listener.start()
        door = f"{'lmtp:inet' if via == 'lmtp' else 'smtp'}:127.0.0.1:{listener.port}"
        with carried(dovecot, door.replace("smtp:127.0.0.1", "smtp:[127.0.0.1]"), lifetime, auth) as postfix:
            yield World(postfix, dovecot, listener, keeping)
            await listener.stop()

    return begin


@contextmanager
def carried(dovecot: Dovecot, door: str, lifetime: str, auth: bool) -> Iterator[Postfix]:
    """A Postfix, ended in any case."""
    postfix = Postfix(dovecot.files, door, dovecot.lmtp, auth=dovecot.auth if auth else 0, lifetime=lifetime)
    try:
        yield postfix
    finally:
        postfix.stop()


class Written(NamedTuple):
    """A mail of ours as it is handed over."""

    message_id: str
    envelope_from: str
    to: tuple[str, ...]
    envid: str
    body: bytes


def written(to: str, delivery: str = "d42") -> Written:
    """A mail of ours to somebody."""
    body = mail("Vastus", "Tere, Mari!", "support@support.example", to)
    head = f"Message-ID: <{delivery}.mac@support.example>\r\n".encode()
    return Written(
        f"<{delivery}.mac@support.example>", f"support+{delivery}.mac@support.example", (to,), delivery, head + body
    )


@asynccontextmanager
async def trying_again(postfix: Postfix) -> AsyncIterator[None]:
    """What waits is tried every now and then: on a busy machine the queue's own clock has been seen to miss its turns for a minute."""

    async def again() -> None:
        while True:
            await asyncio.sleep(3)
            await asyncio.to_thread(postfix.again)

    task = asyncio.ensure_future(again())
    try:
        yield
    finally:
        task.cancel()


@pytest.mark.parametrize("via", ["lmtp", "smtp"])
async def test_two_recipients_get_one_mail_each(world: Begin, via: str) -> None:
    """A mail for two of our accounts comes once to each of them, in LMTP as in SMTP, and the server has nothing left to repeat."""
    async with world(via) as here:
        await asyncio.to_thread(here.pour, mail("kahele"), to=("support@support.example", "sales@support.example"))
        await here.keeping.until(lambda: len(here.keeping.raws) == 2, DEADLINE)
        await soon(lambda: "is empty" in here.postfix.queue())
        assert sorted(raw.account for raw in here.keeping.raws) == ["sales", "support"]
        assert here.keeping.calls == 2
        assert here.postfix.log().count("status=sent") == 2
        assert "status=deferred" not in here.postfix.log()
        assert here.keeping.raws[0].envelope["mail_from"] == "mari@customer.example"
        assert here.keeping.raws[0].envelope["via"] == via


async def test_a_disk_that_refuses_makes_the_server_come_again(world: Begin) -> None:
    """While nothing can be kept the server is told `later` and comes again, with the same bytes: kept once, lost never."""
    async with world() as here:
        here.keeping.failing = 2
        await asyncio.to_thread(here.pour, mail("kannatust"))
        async with trying_again(here.postfix):
            await here.keeping.until(lambda: len(here.keeping.raws) == 1, DEADLINE)
        await soon(lambda: "is empty" in here.postfix.queue())
        assert "451 4.3.0" in here.postfix.log()
        assert (here.keeping.calls, here.keeping.repeats) == (3, 0)


async def test_an_answer_that_is_lost_makes_a_repeat_that_is_known(world: Begin) -> None:
    """The line breaks after the mail is on disk and before our answer: it comes again, under the same key."""
    async with world() as here:

        def cut(_raw: object) -> None:
            if here.keeping.calls == 1:
                for session in list(here.listener._held):
                    asyncio.get_running_loop().call_soon(session.hang_up)

        here.keeping.on_keep = cut
        await asyncio.to_thread(here.pour, mail("kaks korda"))
        async with trying_again(here.postfix):
            await here.keeping.until(lambda: here.keeping.repeats == 1, DEADLINE)
        await soon(lambda: "is empty" in here.postfix.queue())
        assert here.keeping.subjects() == ["kaks korda"]


async def test_mail_of_ours_arrives_and_is_reported(world: Begin) -> None:
    """Our mail reaches the customer's mailbox; the report of it comes back to the address that carries our proof, with our ENVID."""
    async with world() as here:
        sent = await submit(here.account(), written("mari@customer.example"))
        assert sent[:2] == ("accepted", "250 2.0.0")
        await here.keeping.until(lambda: len(here.keeping.raws) == 1, DEADLINE)
        (body,) = await asyncio.to_thread(here.dovecot.bodies, "mari")
        assert subject(body) == "Vastus"
        assert b"Return-Path: <support+d42.mac@support.example>" in body
        assert_report(here, "success", "d42")


@pytest.mark.parametrize(("domain", "lifetime"), [("bounce.example", "1h"), ("defer.example", "3s")])
async def test_mail_of_ours_bounces(world: Begin, domain: str, lifetime: str) -> None:
    """A mail that is refused, at once or after waiting in vain, comes back as a report that names our mail three times over."""
    async with world(lifetime=lifetime) as here:
        sent = await submit(here.account(), written(f"mari@{domain}"))
        assert sent.ending == "accepted"
        await here.keeping.until(lambda: len(here.keeping.raws) == 1, DEADLINE)
        assert_report(here, "failed", "d42")


def assert_report(here: World, action: str, delivery: str) -> None:
    """The one input is a report: from nobody, to the address with our proof, with our ENVID and our Message-ID."""
    raw = here.keeping.raws[0]
    assert raw.envelope["mail_from"] == ""
    assert raw.envelope["rcpt_to"] == f"support+{delivery}.mac@support.example"
    text = raw.body.decode()
    assert f"Original-Envelope-Id: {delivery}" in text
    assert re.search(rf"^Message-ID: <{delivery}\.mac@support\.example>", text, re.MULTILINE | re.IGNORECASE)
    assert {"success": ("delivered", "relayed", "expanded"), "failed": ("failed",)}[action].count(
        re.search(r"^Action: (\w+)", text, re.MULTILINE)[1]  # type: ignore[index]
    )


async def test_submission_with_a_log_in(world: Begin) -> None:
    """Where the server wants encryption and a log-in before it carries anything, our account has both; a stranger is refused."""
    async with world(auth=True) as here:
        known = here.account(
            smtp_port=here.postfix.submission, smtp_tls="starttls", smtp_user="support", smtp_password=PASSWORD,
            ca_file=here.dovecot.files.authority,
        )  # fmt: skip
        assert (await submit(known, written("mari@customer.example"))).ending == "accepted"
        await soon(lambda: len(here.dovecot.bodies("mari")) == 1)
        stranger = await submit(here.account(), written("mari@customer.example"))
        assert stranger.ending == "rejected"
        wrong = here.account(
            smtp_port=here.postfix.submission, smtp_tls="starttls", smtp_user="support", smtp_password="vale",
            ca_file=here.dovecot.files.authority,
        )  # fmt: skip
        with pytest.raises(NotReached) as problem:
            await submit(wrong, written("mari@customer.example"))
        assert problem.value.code == "smtp_log_in"


async def test_many_at_once(world: Begin) -> None:
    """A heap of mails through the server: each is kept once, none is lost, none comes back."""
    async with world() as here:
        heap = [mail(f"kiri {number:03}", "x" * (number * 50)) for number in range(200)]
        await asyncio.gather(*(asyncio.to_thread(here.pour, *heap[first::4]) for first in range(4)))
        await here.keeping.until(lambda: len(here.keeping.raws) == 200, DEADLINE)
        await soon(lambda: "is empty" in here.postfix.queue())
        assert here.keeping.subjects() == [f"kiri {number:03}" for number in range(200)]
        assert here.keeping.repeats == 0
