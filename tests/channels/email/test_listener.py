"""The door takes mail for our addresses and nobody else's, says yes only to what is on disk, and stays bounded."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvloop

from hoolin.channels.email import listener as listener_module
from hoolin.channels.email.doors import key_of
from hoolin.channels.email.listener import Listener
from hoolin.channels.email.manifest import EmailAccount
from hoolin.core.errors import TooLarge
from tests.channels.email.certificates import Certificates
from tests.channels.email.keeping import Keeping, mail, soon
from tests.channels.email.talking import talking
from tests.ports import free_port

NOW = 1_750_000_000_000


def accounts(port: int, **changes: Any) -> dict[str, EmailAccount]:
    """Two accounts that share a door."""
    values = {"incoming": "smtp", "listen_port": port, **changes}
    return {
        "support": EmailAccount(address="support@support.example", aliases=("tugi@support.example",), **values),
        "sales": EmailAccount(address="sales@support.example", reply_plus=False, **values),
    }


@asynccontextmanager
async def door(keeping: Keeping, **changes: Any) -> AsyncIterator[Listener]:
    """An open door for both accounts."""
    listener = Listener(accounts(free_port(), **changes), keeping.keep, lambda: NOW)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop()


async def test_a_mail_is_taken_as_it_came(keeping: Keeping) -> None:
    """The very bytes are kept, with what the transport knew: who sent it, for whom, from where, encrypted or not."""
    body = mail("Arve", "Esimene\r\n.peidetud\r\n..kaks\r\nviimane")
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert await talk.give(body, "Support@SUPPORT.example") == ["250 2.0.0 Kept"]
    (raw,) = keeping.raws
    assert (raw.account, raw.body, raw.at) == ("support", body, NOW)
    assert raw.key == key_of("support", body)
    assert raw.envelope == {
        "via": "smtp", "mail_from": "mari@customer.example", "rcpt_to": "Support@SUPPORT.example",
        "peer": "127.0.0.1", "tls": "no",
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [b"", b"\r\n", b".\r\n"[:0] + b"\r\n\r\n", b"x\r\n", b"\r\n.\r\nSubject: x\r\n", b"a\nb\r\n", b"lone\rcr\r\n"],
)
async def test_odd_bodies_end_where_they_end(keeping: Keeping, body: bytes) -> None:
    """Empty bodies, bare line ends and lines of one dot come out as they went in; the next mail on the line is whole too."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert await talk.give(body, "support@support.example") == ["250 2.0.0 Kept"]
        assert await talk.give(mail("järgmine"), "support@support.example") == ["250 2.0.0 Kept"]
    assert [raw.body for raw in keeping.raws] == [body, mail("järgmine")]


async def test_bare_line_feeds_do_not_end_a_mail(keeping: Keeping) -> None:
    """A dot between bare line feeds is text: nobody smuggles a second mail behind it."""
    smuggled = b"Subject: a\r\n\r\nx\n.\nMAIL FROM:<a@b.example>\n.\r\ny\r\n"
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert await talk.give(smuggled, "support@support.example") == ["250 2.0.0 Kept"]
    assert [raw.body for raw in keeping.raws] == [smuggled]


async def test_only_our_addresses(keeping: Keeping) -> None:
    """Our address, its aliases and what stands behind a plus are taken; anybody else's is not, and nothing is told of which exist."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert (await talk.say("MAIL FROM:<>")).startswith("250")
        for ours in ("support@support.example", "TUGI@support.example", "support+abc.def@support.example"):
            assert (await talk.say(f"RCPT TO:<{ours}>")).startswith("250"), ours
        for other in ("mari@customer.example", "supporting@support.example", "sales+x@support.example", "support@x.example",
                      "support%customer.example@support.example", "@support.example:mari@customer.example"):  # fmt: skip
            assert (await talk.say(f"RCPT TO:<{other}>"))[0] == "5", other
        assert (await talk.say("VRFY support@support.example")).startswith("502")
        assert (await talk.say("EXPN support")).startswith("502")
        assert (await talk.say("AUTH PLAIN AGEAYQ==")).startswith("502")
    assert keeping.calls == 0


async def test_no_log_in_is_offered(keeping: Keeping, files: Certificates) -> None:
    """Neither before nor after encryption does the door offer a log-in; what it offers is said."""
    certificate = {"listen_certificate": files.certificate, "listen_key": files.key}
    async with door(keeping, **certificate) as listener, talking(listener.port, "") as talk:
        await talk.heard()
        offered = await talk.say("EHLO mx")
        assert "STARTTLS" in offered
        assert "SIZE 26214400" in offered
        assert "AUTH" not in offered
        await talk.starttls(ssl.create_default_context(cafile=files.authority))
        offered = await talk.say("EHLO mx")
        assert "STARTTLS" not in offered
        assert "AUTH" not in offered
        assert await talk.give(mail("salaja"), "support@support.example") == ["250 2.0.0 Kept"]
    assert keeping.raws[0].envelope["tls"] == "yes"


def test_encryption_on_the_loop_of_production(files: Certificates) -> None:
    """uvloop, on which Hoolin runs, does all of it too: STARTTLS, a large mail, small ones behind it, and a clean end."""

    async def run() -> Keeping:
        keeping = Keeping()
        certificate = {"listen_certificate": files.certificate, "listen_key": files.key}
        async with door(keeping, **certificate) as listener, talking(listener.port) as talk:
            await talk.starttls(ssl.create_default_context(cafile=files.authority))
            await talk.say("EHLO mx")
            large = mail("suur", "\r\n".join(["x" * 998] * 10_000))
            for body in (large, mail("teine"), mail("kolmas")):
                assert await talk.give(body, "support@support.example") == ["250 2.0.0 Kept"]
        return keeping

    keeping = uvloop.run(run())
    assert keeping.subjects() == ["kolmas", "suur", "teine"]
    assert {raw.envelope["tls"] for raw in keeping.raws} == {"yes"}


async def test_the_yes_waits_for_the_disk(keeping: Keeping) -> None:
    """Until `keep` returns nothing is said; when it fails the answer is `later`, and the mail can come again on the same line."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        keeping.failing = 1
        assert (await talk.give(mail("katse"), "support@support.example"))[0].startswith("451")
        assert await talk.give(mail("katse"), "support@support.example") == ["250 2.0.0 Kept"]
        assert await talk.give(mail("katse"), "support@support.example") == ["250 2.0.0 Kept"]
    assert keeping.subjects() == ["katse"]
    assert keeping.repeats == 1


async def test_a_slow_disk_is_later(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes too long is answered with `later`; what it keeps in the end is known when it comes again."""
    monkeypatch.setattr(listener_module, "KEEP_SECONDS_MAX", 0.1)
    go_on = asyncio.Event()

    async def slow(raw: Any) -> bool:
        await go_on.wait()
        return await keeping.keep(raw)

    listener = Listener(accounts(free_port()), slow, lambda: NOW)
    await listener.start()
    async with talking(listener.port) as talk:
        assert (await talk.give(mail("aeglane"), "support@support.example"))[0].startswith("451")
        go_on.set()
        assert (await talk.give(mail("aeglane"), "support@support.example"))[0].startswith("250")
    await listener.stop()
    assert len(keeping.raws) == 1


async def test_one_reply_for_each_recipient_in_lmtp(keeping: Keeping) -> None:
    """In LMTP every accepted recipient gets a reply of its own, in order, and one account's trouble is not another's."""
    keeping.on_keep = lambda raw: _fails(raw.account == "sales")
    async with door(keeping, incoming="lmtp") as listener, talking(listener.port, "LHLO mx") as talk:
        replies = await talk.give(
            mail("kahele"),
            "support@support.example",
            "nobody@support.example",
            "sales@support.example",
            "tugi@support.example",
        )
        assert [reply[:3] for reply in replies] == ["250", "451", "250"]
        assert (await talk.say("HELO mx"))[:3] == "500"
        assert (await talk.say("NOOP"))[:3] == "250"
    (raw,) = keeping.raws
    assert raw.envelope["rcpt_to"] == "support@support.example tugi@support.example"


async def test_one_mail_for_two_accounts(keeping: Keeping) -> None:
    """A mail for two of our accounts is one input for each; in SMTP its one reply is the worse of two."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        both = ("support@support.example", "sales@support.example")
        keeping.failing = 1
        assert (await talk.give(mail("kahele"), *both))[0].startswith("451")
        assert (await talk.give(mail("kahele"), *both))[0].startswith("250")
    assert sorted(raw.account for raw in keeping.raws) == ["sales", "support"]
    assert len({raw.key for raw in keeping.raws}) == 2


async def test_long_lines_are_taken(keeping: Keeping) -> None:
    """Real mail has lines of any length: they are taken as they are."""
    body = mail("pikk rida", "x" * 3_000_000)
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert await talk.give(body, "support@support.example") == ["250 2.0.0 Kept"]
    assert keeping.raws[0].body == body


async def test_a_mail_over_the_limit(keeping: Keeping) -> None:
    """26 MB are refused, whether their size was said before or only turns out; the line lives on. The limit itself is taken."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert (await talk.say("MAIL FROM:<a@b.example> SIZE=27262976")).startswith("552")
        large = mail("suur", "\r\n".join(["x" * 998] * 26_300))
        assert len(large) > 26_214_400
        assert (await talk.give(large, "support@support.example"))[0].startswith("552")
        fits = mail("paras") + b"\r\n".join([b"y" * 998] * 26_300)
        fits = fits[: 26_214_400 - 2] + b"\r\n"
        began = time.monotonic()
        assert await talk.give(fits, "support@support.example") == ["250 2.0.0 Kept"]
        assert time.monotonic() - began < 10
    assert [len(raw.body) for raw in keeping.raws] == [26_214_400]


async def test_a_mail_without_end(keeping: Keeping) -> None:
    """Whoever sends on for ever, with lines or without, is cut off at twice the limit; nothing of it is kept."""
    async with door(keeping, bytes_max=65_536) as listener:
        for piece in (b"x" * 65_536, b"x\r\n" * 20_000):
            async with talking(listener.port) as talk:
                await talk.say("MAIL FROM:<a@b.example>")
                await talk.say("RCPT TO:<support@support.example>")
                await talk.say("DATA")
                sent = 0
                while not talk.reader.at_eof() and sent < 100_000_000 and not talk.writer.is_closing():
                    await talk.write(piece)
                    sent += len(piece)
                    await asyncio.sleep(0)
                assert sent < 20_000_000
    assert keeping.calls == 0


async def test_a_keep_that_finds_it_too_large(keeping: Keeping) -> None:
    """What the house finds too large is refused for good, not asked for again and again."""
    keeping.on_keep = lambda raw: _raises(TooLarge("raw"))
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert (await talk.give(mail("x"), "support@support.example"))[0].startswith("552")


async def test_a_thousand_recipients(keeping: Keeping) -> None:
    """Of a thousand recipients of ours a hundred are taken, the others asked to come in another mail; a mail of ours is kept once."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        replies = await talk.give(mail("x"), *(f"support+{number}@support.example" for number in range(1_000)))
        assert replies == ["250 2.0.0 Kept"]
    (raw,) = keeping.raws
    assert len(raw.envelope["rcpt_to"].split()) == 100


async def test_guessing_addresses_ends(keeping: Keeping) -> None:
    """Whoever tries one unknown address after another is shown the door."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        await talk.say("MAIL FROM:<a@b.example>")
        replies = [await talk.say(f"RCPT TO:<guess{number}@support.example>") for number in range(60)]
    assert replies[49].startswith("550")
    assert replies[50].startswith("421")
    assert replies[51] == ""


async def test_who_says_nothing_is_cut_off(keeping: Keeping) -> None:
    """Silence, a command that never ends and a body in drops are all cut off in time; the door then serves others."""
    async with door(keeping, listen_seconds_max=2) as listener:
        began = time.monotonic()
        async with talking(listener.port) as silent, talking(listener.port) as dripping, talking(listener.port) as slow:
            await slow.say("MAIL FROM:<a@b.example>")
            await slow.say("RCPT TO:<support@support.example>")
            await slow.say("DATA")

            async def drip(talk: Any) -> None:
                while not (talk.reader.at_eof() or talk.reader.exception()) and time.monotonic() - began < 20:
                    await talk.write(b"x")
                    await asyncio.sleep(0.05)

            await asyncio.gather(drip(dripping), drip(slow), silent.heard())
        assert time.monotonic() - began < 15
        async with talking(listener.port) as talk:
            assert await talk.give(mail("teised"), "support@support.example") == ["250 2.0.0 Kept"]


async def test_a_full_door(keeping: Keeping) -> None:
    """Connections beyond the limit are asked to come later, at once; when one leaves there is room again."""
    async with door(keeping, listen_connections_max=2) as listener:
        async with talking(listener.port), talking(listener.port), talking(listener.port, "") as third:
            assert (await third.heard()).startswith("421")
            assert await third.heard() == ""
        await soon(lambda: not listener._held)
        async with talking(listener.port) as talk:
            assert (await talk.say("NOOP")).startswith("250")


async def test_all_mails_together_are_bounded(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """When what is coming in at the same moment is too much for the machine, the next mail is asked to come later."""
    monkeypatch.setattr(listener_module, "HELD_BYTES_MAX", 3_000_000)
    async with door(keeping) as listener, talking(listener.port) as first, talking(listener.port) as second:
        await first.say("MAIL FROM:<a@b.example>")
        await first.say("RCPT TO:<support@support.example>")
        await first.say("DATA")
        await first.write(mail("esimene", "x" * 2_500_000))
        await asyncio.sleep(0)
        await soon(lambda: sum(listener._held.values()) >= 1_000_000)
        assert (await second.give(mail("teine", "x" * 2_500_000), "support@support.example"))[0].startswith("452")
        await first.write(b".\r\n")
        assert (await first.heard()).startswith("250")
        assert (await second.give(mail("teine", "x" * 2_500_000), "support@support.example"))[0].startswith("250")
    assert keeping.subjects() == ["esimene", "teine"]


@pytest.mark.parametrize(
    "line",
    ["MAIL FROM:<" + "(" * 480 + "@b.example>", "MAIL FROM:<" + "a" * 400 + "@b.example>", b"MAIL FROM:<\xff\xfe@b.example>",
     "MAIL FROM:<a@b.example> RET=HDRS", "x" * 5_000, b"\xff\xff", "", "BDAT 5"],
)  # fmt: skip
async def test_nonsense_is_answered(keeping: Keeping, line: str | bytes) -> None:
    """Whatever a command is made of, there is an answer that begins with 4 or 5, and the next command works."""
    async with door(keeping) as listener, talking(listener.port) as talk:
        assert (await talk.say(line))[:1] in ("4", "5")
        assert await talk.give(mail("edasi"), "support@support.example") == ["250 2.0.0 Kept"]


async def test_the_port_is_taken(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program holds the port, starting goes on by itself; once it is free, the door is open."""
    port = free_port()
    other = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    listener = Listener(accounts(port), keeping.keep, lambda: NOW)
    await listener.start()
    assert listener._server is None
    other.close()
    await other.wait_closed()
    await soon(lambda: listener._server is not None)
    async with talking(port) as talk:
        assert await talk.give(mail("lõpuks"), "support@support.example") == ["250 2.0.0 Kept"]
    await listener.stop()


async def test_stopping_finishes_what_is_being_kept(keeping: Keeping) -> None:
    """A mail that is just being kept is kept, and its sender told, before the door closes; idle lines are cut."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(raw: Any) -> bool:
        began.set()
        await go_on.wait()
        return await keeping.keep(raw)

    listener = Listener(accounts(free_port()), slow, lambda: NOW)
    await listener.start()
    async with talking(listener.port) as talk, talking(listener.port) as idle:
        giving = asyncio.create_task(talk.give(mail("viimane"), "support@support.example"))
        await began.wait()
        stopping = asyncio.create_task(listener.stop())
        await asyncio.sleep(0.05)
        go_on.set()
        assert await giving == ["250 2.0.0 Kept"]
        assert await idle.heard() == ""
        await stopping
    assert keeping.subjects() == ["viimane"]


def _raises(problem: Exception) -> None:
    raise problem


def _fails(when: bool) -> None:
    if when:
        raise OSError
