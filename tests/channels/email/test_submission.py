"""An attempt to send ends as the truth has it: accepted, rejected, unknown, or surely not handed over."""

import asyncio
from typing import Any, NamedTuple

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from hoolin.channels.email.manifest import EmailAccount, Tls
from hoolin.channels.email.submission import submit
from hoolin.channels.email.tls import server_context
from hoolin.core.errors import NotReached
from tests.channels.email.carrier import CUT, SILENT, carrying
from tests.channels.email.certificates import Certificates
from tests.ports import free_port


class Written(NamedTuple):
    """A mail as it is handed over."""

    message_id: str = "<d1.abc@support.example>"
    envelope_from: str = "support+d1.abc@support.example"
    to: tuple[str, ...] = ("mari@customer.example",)
    envid: str = "d1+abc=1"
    body: bytes = b"Subject: Tere\r\n\r\nEsimene\r\n.peidus\r\n"


def account(port: int, **changes: Any) -> EmailAccount:
    """An account that sends through this port, without encryption unless a test says otherwise."""
    values = {"address": "support@support.example", "incoming": "none", "smtp_host": "127.0.0.1", "smtp_port": port,
              "smtp_tls": "none", "smtp_seconds_max": 5}  # fmt: skip
    return EmailAccount(**{**values, **changes})


async def test_a_mail_is_handed_over() -> None:
    """The server gets the envelope, what it needs for reports, and the very mail; its codes come back with our Message-ID."""
    async with carrying() as carrier:
        sent = await submit(account(carrier.port), Written())
    assert sent == ("accepted", "250 2.0.0", "<d1.abc@support.example>")
    assert carrier.said == [
        "EHLO support.example",
        "MAIL FROM:<support+d1.abc@support.example> SIZE=35 RET=HDRS ENVID=d1+2Babc+3D1",
        "RCPT TO:<mari@customer.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;mari@customer.example",
        "DATA",
        "QUIT",
    ]
    assert carrier.bodies == [Written().body]


async def test_a_plain_server_is_asked_for_nothing_it_does_not_know() -> None:
    """Without DSN and SIZE the commands are bare; bare line ends become whole ones."""
    async with carrying({"EHLO": "250 carrier.example"}) as carrier:
        sent = await submit(account(carrier.port), Written(body=b".\nSubject: x\n\ny"))
    assert sent.ending == "accepted"
    assert carrier.said[1:3] == ["MAIL FROM:<support+d1.abc@support.example>", "RCPT TO:<mari@customer.example>"]
    assert carrier.bodies == [b".\r\nSubject: x\r\n\r\ny\r\n"]


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ({"MAIL": "550 5.7.60 mari@customer.example may not send as this"}, "550 5.7.60"),
        ({"RCPT": "550 5.1.1 no such mari@customer.example"}, "550 5.1.1"),
        ({"DATA": "554 no"}, "554"),
        ({"DOT": "554 5.7.1 looks like spam"}, "554 5.7.1"),
        ({"BODY": "552 5.3.4 too large"}, "552 5.3.4"),
        ({"EHLO": "250-carrier.example\r\n250 SIZE 30"}, "552 too_large"),
    ],
)
async def test_a_no_is_a_no(replies: dict[str, str], code: str) -> None:
    """A refusal for good, at whichever step, is `rejected`; its codes are told, its words (which name people) are not."""
    async with carrying(replies) as carrier:
        sent = await submit(account(carrier.port), Written())
    assert (sent.ending, sent.code) == ("rejected", code)


@pytest.mark.parametrize(
    "replies",
    [
        {"CONNECT": "421 4.3.2 busy"}, {"CONNECT": "554 go away"}, {"CONNECT": CUT}, {"EHLO": CUT}, {"MAIL": "451 4.3.0 later"}, {"MAIL": CUT},
        {"MAIL": "530 5.7.0 log in first"}, {"RCPT": "450 4.2.1 greylisted"}, {"RCPT": CUT}, {"DATA": "451 later"},
        {"DATA": CUT}, {"BODY": CUT}, {"BODY": "421 4.3.2 shutting down"}, {"DOT": "451 4.3.0 disk full"}, {"CONNECT": SILENT}, {"MAIL": SILENT},
        {"DATA": SILENT},
    ],
    ids=str,
)  # fmt: skip
async def test_what_was_surely_not_taken_is_tried_again(replies: dict[str, str]) -> None:
    """Until the last dot has been written nothing has been handed over, and `later` means the same even after it."""
    large = Written(body=b"Subject: x\r\n\r\n" + b"y" * 70 + b"\r\n" * 7_500_000)
    async with carrying(replies) as carrier:
        with pytest.raises(NotReached):
            await submit(account(carrier.port, smtp_seconds_max=1), large if "BODY" in replies else Written())


@pytest.mark.parametrize(("what", "code"), [(CUT, "line_broke"), (SILENT, "timed_out"), ("1xx nonsense", "line_broke")])
async def test_nobody_knows(what: str, code: str) -> None:
    """When the line breaks or falls silent after the last dot, the server may have the mail or not: that is what we say."""
    async with carrying({"DOT": what}) as carrier:
        sent = await submit(account(carrier.port, smtp_seconds_max=1), Written())
    assert sent == ("unknown", code, "<d1.abc@support.example>")
    assert carrier.bodies == [Written().body]


async def test_nobody_there() -> None:
    """A port that nobody listens on and a host that does not exist are told apart; both are tried again."""
    with pytest.raises(NotReached) as refused:
        await submit(account(free_port()), Written())
    assert refused.value.code == "smtp_refused"
    with pytest.raises(NotReached) as unknown:
        await submit(account(25, smtp_host="mx.invalid"), Written())
    assert unknown.value.code == "smtp_unknown_host"


async def test_copies_that_are_refused_do_not_stop_the_mail() -> None:
    """The customer decides: without them nobody gets a copy, with them a refused copy changes nothing."""
    both = Written(to=("mari@customer.example", "boss@customer.example"))
    async with carrying({"RCPT 2": "550 5.1.1 no"}) as carrier:
        assert (await submit(account(carrier.port), both)).ending == "accepted"
    async with carrying({"RCPT 1": "550 5.1.1 no"}) as carrier:
        assert (await submit(account(carrier.port), both)).ending == "rejected"
        assert not carrier.bodies


async def test_letters_the_server_cannot_carry() -> None:
    """An address or a body beyond ASCII goes where the server knows such; where it does not, that is said."""
    foreign = Written(to=("märi@customer.example",))
    async with carrying() as carrier:
        assert await submit(account(carrier.port), foreign) == ("rejected", "553 address_letters", "")
    async with carrying({"EHLO": "250-carrier.example\r\n250-8BITMIME\r\n250 SMTPUTF8"}) as carrier:
        sent = await submit(account(carrier.port), foreign._replace(body="Subject: õ\r\n\r\nõ\r\n".encode()))
        assert sent.ending == "accepted"
        assert carrier.said[1].endswith("BODY=8BITMIME SMTPUTF8")
        assert carrier.said[2] == "RCPT TO:<märi@customer.example>"


async def test_a_line_break_in_an_address_goes_nowhere() -> None:
    """Nobody slips a command in by an address."""
    async with carrying() as carrier:
        with pytest.raises((NotReached, ValueError)):
            await submit(account(carrier.port), Written(to=("a@b.example>\r\nRCPT TO:<c@d.example",)))
    assert not any("c@d.example" in line for line in carrier.said)


class Mailroom:
    """A second real server: aiosmtpd with a log-in."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a mail."""
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 Ok"


@pytest.mark.parametrize("how", ["starttls", "tls"])
@pytest.mark.parametrize("password", ["parool", "vale"])
async def test_the_log_in_goes_over_an_encrypted_line(files: Certificates, password: str, how: Tls) -> None:
    """With TLS, begun or from the first byte, and a log-in the mail is taken; with a wrong password it is tried again later, and the log-in is named."""
    mailroom = Mailroom()

    def check(_server: Any, _session: Any, _envelope: Any, _how: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"support", b"parool"), handled=False)

    loop = asyncio.get_running_loop()
    context = server_context(files.certificate, files.key)
    begun = {"tls_context": context, "require_starttls": True} if how == "starttls" else {"auth_require_tls": False}
    server = await loop.create_server(
        lambda: SMTP(mailroom, authenticator=check, loop=loop, **begun), "127.0.0.1", 0,
        ssl=context if how == "tls" else None,
    )  # fmt: skip
    port = server.sockets[0].getsockname()[1]
    settings = account(port, smtp_tls=how, smtp_user="support", smtp_password=password, ca_file=files.authority)
    try:
        if password == "vale":
            with pytest.raises(NotReached) as problem:
                await submit(settings, Written())
            assert problem.value.code == "smtp_log_in"
            assert "vale" not in str(problem.value) + repr(settings)
        else:
            assert (await submit(settings, Written())).ending == "accepted"
            assert mailroom.taken == [(Written().envelope_from, list(Written().to), Written().body)]
    finally:
        server.close()
        await server.wait_closed()


async def test_a_certificate_that_nobody_vouches_for(files: Certificates) -> None:
    """Without the authority nothing is sent: neither the log-in nor the mail."""
    loop = asyncio.get_running_loop()
    mailroom, context = Mailroom(), server_context(files.certificate, files.key)
    server = await loop.create_server(lambda: SMTP(mailroom, tls_context=context, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(NotReached) as problem:
        await submit(account(port, smtp_tls="starttls", smtp_user="support", smtp_password="parool"), Written())
    assert problem.value.code == "smtp_certificate"
    assert not mailroom.taken
    server.close()
    await server.wait_closed()


async def test_a_server_without_encryption_gets_nothing() -> None:
    """Where encryption is asked for and not offered, the mail does not go in the clear."""
    async with carrying() as carrier:
        with pytest.raises(NotReached) as problem:
            await submit(account(carrier.port, smtp_tls="starttls"), Written())
    assert problem.value.code == "smtp_tls"
    assert not any(line.startswith("MAIL") for line in carrier.said)
