"""The whole channel with real servers around it: in by mailbox or door, understood, answered, and what became of the answer known."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hoolin.channels.email.doors import key_of
from hoolin.channels.email.gateway import EmailGateway
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.written import Address, Heard, OutFile, Outgoing, Raw, Reported, Surroundings
from hoolin.core.errors import Invalid, NotFound, NotReached
from hoolin.core.interaction.commands import Letter
from tests.channels.email.carrier import CUT, SILENT, carrying
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.keeping import Keeping, mail
from tests.channels.email.postfix import Postfix
from tests.ports import free_port

NOW = 1_750_000_000_000
pytestmark = pytest.mark.xdist_group("mail")


@asynccontextmanager
async def gateway(keeping: Keeping, accounts: Mapping[str, EmailAccount]) -> AsyncIterator[EmailGateway]:
    """A gateway that runs."""
    around = Surroundings(keep=keeping.keep, now=lambda: NOW, secret=b"s" * 32, operator="Põhjala Mobiil")
    running = EmailGateway(around, accounts)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


def account(**changes: Any) -> EmailAccount:
    """An account of support."""
    values: dict[str, Any] = {"address": "support@support.example", "name": "Põhjala Mobiil", "incoming": "none", "smtp_tls": "none",
                              "smtp_host": "127.0.0.1", "smtp_seconds_max": 5}  # fmt: skip
    return EmailAccount(**{**values, **changes})


def outgoing(to: str = "mari@customer.example", **changes: Any) -> Outgoing:
    """An answer of ours."""
    values: dict[str, Any] = {
        "delivery": "d7", "attempt": 1, "account": "support", "to": Address(kind="email", value=to, name="Mari Mets"),
        "text": "Tere, Mari!\nArve on parandatud.", "letter": Letter(subject="Arve"), "person": "Kristi",
    }  # fmt: skip
    return Outgoing(**{**values, **changes})


@pytest.mark.needs("dovecot")
async def test_a_customer_writes_and_is_answered(dovecot: Dovecot, keeping: Keeping) -> None:
    """A mail in the mailbox is heard; our answer, with a file, arrives in the customer's mailbox; and their reply names it."""
    async with carrying() as carrier:
        settings = account(
            incoming="imap", imap_host="127.0.0.1", imap_port=dovecot.imap, imap_tls="none", imap_user="support",
            imap_password=PASSWORD, smtp_port=carrier.port,
        )  # fmt: skip
        async with gateway(keeping, {"support": settings}) as running:
            await asyncio.to_thread(dovecot.append, "support", mail("Arve on vale"))
            await keeping.until(lambda: len(keeping.raws) == 1)
            (heard,) = await running.understand(keeping.raws[0])
            assert isinstance(heard, Heard)
            assert (heard.sender.value, heard.text, heard.apart) == ("mari@customer.example", "Tere!", True)
            file = OutFile("arve.pdf", "application/pdf", 5, lambda: iter([b"%PDF", b"-"]))
            sent = await running.send(outgoing(files=(file,)))
            assert sent.ending == "accepted"
            again = await running.send(outgoing(files=(file,), attempt=2))
            assert again.reference == sent.reference
            assert carrier.bodies[0] == carrier.bodies[1]
            assert b"arve.pdf" in carrier.bodies[0]
            reply = mail("Re: Arve").replace(b"Subject:", f"In-Reply-To: {sent.reference}\r\nSubject:".encode())
            (answer,) = await running.understand(Raw(account="support", key="r", body=reply, at=NOW))
            assert isinstance(answer, Heard)
            assert answer.ours == "d7"


@pytest.fixture
def postfix_for(dovecot: Dovecot) -> Iterator[Any]:
    """Makes a Postfix that hands our mail to a port by LMTP."""
    running: list[Postfix] = []

    def make(port: int, lifetime: str = "1h") -> Postfix:
        running.append(Postfix(dovecot.files, f"lmtp:inet:127.0.0.1:{port}", dovecot.lmtp, lifetime=lifetime))
        return running[-1]

    yield make
    for one in running:
        one.stop()


@pytest.mark.needs("dovecot", "postfix")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("domain", "state", "reply_plus"),
    [("customer.example", "accepted", True), ("bounce.example", "failed", True), ("defer.example", "failed", True),
     ("bounce.example", "failed", False)],
)  # fmt: skip
async def test_what_became_of_our_mail(
    postfix_for: Any, keeping: Keeping, domain: str, state: str, reply_plus: bool
) -> None:
    """Through a real mail server: handed on, refused or given up, the report finds the very delivery, with and without a plus."""
    port = free_port()
    postfix = await asyncio.to_thread(postfix_for, port, "3s" if domain == "defer.example" else "1h")
    settings = account(incoming="lmtp", listen_port=port, smtp_port=postfix.port, reply_plus=reply_plus)
    async with gateway(keeping, {"support": settings}) as running:
        assert (await running.send(outgoing(f"mari@{domain}"))).ending == "accepted"
        reported: list[Reported] = []
        seen = 0
        async with asyncio.timeout(60):
            while not any(one.state == state for one in reported):
                await keeping.until(lambda: len(keeping.raws) > seen, 60)  # noqa: B023 - awaited in the same turn
                for raw in keeping.raws[seen:]:
                    reported += [one for one in await running.understand(raw) if isinstance(one, Reported)]
                seen = len(keeping.raws)
        last = reported[-1]
        assert (last.state, last.ours) == (state, "d7")


@pytest.mark.needs("dovecot")
async def test_the_same_mail_by_two_ways_is_one(dovecot: Dovecot, keeping: Keeping) -> None:
    """The same bytes by mailbox and by door for one account have one key."""
    settings = account(
        incoming="imap", imap_host="127.0.0.1", imap_port=dovecot.imap, imap_tls="none", imap_user="support",
        imap_password=PASSWORD,
    )  # fmt: skip
    async with gateway(keeping, {"support": settings}):
        await asyncio.to_thread(dovecot.append, "support", mail("sama"))
        await keeping.until(lambda: len(keeping.raws) == 1)
    assert keeping.raws[0].key == key_of("support", mail("sama"))


async def test_how_an_attempt_ends(keeping: Keeping) -> None:
    """What no server can be asked is rejected; what was not reached is tried again; after the last dot nobody knows."""
    async with (
        carrying({"DOT": CUT}) as carrier,
        gateway(keeping, {"support": account(smtp_port=carrier.port)}) as running,
    ):
        assert (await running.send(outgoing())).ending == "unknown"
        assert (await running.send(outgoing("not an address"))).ending == "rejected"
        large = OutFile("suur.bin", "application/octet-stream", 30_000_000, lambda: iter([]))
        assert await running.send(outgoing(files=(large,))) == ("rejected", "files_too_large", "")
        gone = OutFile("kadunud.pdf", "application/pdf", 5, lambda: _missing())
        with pytest.raises(NotReached):
            await running.send(outgoing(files=(gone,)))
    async with gateway(keeping, {"support": account(smtp_port=free_port())}) as running:
        with pytest.raises(NotReached):
            await running.send(outgoing())
        with pytest.raises(NotFound):
            await running.check("unheard_of")


async def test_a_slow_server_gets_few_lines(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than a handful of connections at once; a mail that waits too long for one is tried later, not unknown."""
    monkeypatch.setattr("hoolin.channels.email.gateway.LINE_SECONDS_MAX", 0.3)
    async with carrying({"DOT": SILENT}) as carrier:
        slow = account(smtp_port=carrier.port, smtp_seconds_max=1)
        async with gateway(keeping, {"support": slow}) as running:
            sent = await asyncio.gather(
                *(running.send(outgoing(delivery=f"d{number}")) for number in range(6)), return_exceptions=True
            )
    endings = sorted(getattr(one, "ending", getattr(one, "code", "")) for one in sent)
    assert endings == ["smtp_busy"] * 2 + ["unknown"] * 4
    assert len(carrier.bodies) == 4


async def test_a_cut_mail_says_so(keeping: Keeping) -> None:
    """Of a mail that was too large its beginning is shown, and how large it was, in the account's language."""
    async with gateway(keeping, {"support": account(language="en")}) as running:
        raw = Raw(account="support", key="k", body=mail("suur"), envelope={"via": "imap", "cut": "31457280"}, at=NOW)
        (heard,) = await running.understand(raw)
    assert isinstance(heard, Heard)
    assert heard.text.startswith("This mail is too large (30 MB)")
    assert heard.text.endswith("Tere!")


async def test_accounts_that_contradict_each_other(keeping: Keeping) -> None:
    """One address for two accounts, and one port for two protocols, are refused before anything begins."""
    around = Surroundings(keep=keeping.keep, now=lambda: NOW, secret=b"s")
    with pytest.raises(Invalid):
        EmailGateway(around, {"a": account(), "b": account(address="Support@support.example")})
    with pytest.raises(Invalid):
        EmailGateway(
            around, {"a": account(incoming="smtp"), "b": account(address="sales@support.example", incoming="lmtp")}
        )


@pytest.mark.parametrize(
    "changes",
    [{"address": "support"}, {"address": "support+x@support.example"}, {"aliases": ("x",)}, {"incoming": "imap", "imap_host": ""},
     {"imap_after": "move", "imap_moved_to": "INBOX"}, {"listen_certificate": "a.pem"}],
    ids=str,
)  # fmt: skip
def test_settings_that_cannot_be(changes: dict[str, Any]) -> None:
    """A setting that makes no sense is refused where it is read."""
    with pytest.raises(Invalid):
        account(**changes)


def test_secrets_are_not_shown() -> None:
    """An account as text has no password in it."""
    text = repr(account(imap_password="hunter2", smtp_password="hunter3")) + str(account(smtp_password="hunter3"))
    assert "hunter" not in text


def _missing() -> Any:
    raise FileNotFoundError
