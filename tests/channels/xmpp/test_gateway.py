"""The XMPP gateway against a real server: both directions, outages, reports, files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from hoolin.channels.written import Heard, Passed, Reported
from hoolin.channels.xmpp import manifest, wire
from hoolin.channels.xmpp.stream import Stream
from tests.channels.xmpp.customer import Customer
from tests.channels.xmpp.prosody import Prosody
from tests.channels.xmpp.stand import HELP, Kept, connected, gateway, outgoing

pytestmark = pytest.mark.needs("prosody")


async def test_a_customer_is_heard_and_answered(prosody: Prosody) -> None:
    """What a customer writes is kept once, told apart and receipted; our answer reaches them and is reported on."""
    kept = Kept()
    async with gateway(prosody, kept) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        ident = mari.say(HELP, "Tere! Õun &amp; šokk 🙂", "<request xmlns='urn:xmpp:receipts'/>")
        receipt = await mari.until("message")
        assert receipt.find(f"{wire.RECEIPTS}received").attrib == {"id": ident}  # type: ignore[union-attr]
        (raw,) = kept.all
        (heard,) = await made.understand(raw)
        assert isinstance(heard, Heard)
        assert (heard.text, heard.sender.value, heard.sender.proven) == ("Tere! Õun & šokk 🙂", mari.address, True)
        assert heard.key == raw.key and len(raw.key) < 64

        sent = await made.send(outgoing(mari.address, "Tere, Mari! \x00\x0b<b>", "d-1"))
        assert sent.ending == "accepted"
        answer = await mari.hears()
        assert answer.findtext(wire.BODY) == "Tere, Mari! \ufffd\ufffd<b>"
        assert answer.get("id") == "d-1" and answer.find(wire.ORIGIN_ID).attrib == {"id": "d-1"}  # type: ignore[union-attr]
        for name, space in (("received", "urn:xmpp:receipts"), ("displayed", "urn:xmpp:chat-markers:0")):
            mari.write(f"<message to='{HELP}' type='chat'><{name} xmlns='{space}' id='d-1'/></message>")
        await kept.until(lambda: len(kept.all) == 3)
        reports = [await made.understand(raw) for raw in kept.all[1:]]
        assert reports == [(Reported(state="delivered", ours="d-1"),), (Reported(state="read", ours="d-1"),)]


async def test_what_came_while_we_were_away_comes_once(prosody: Prosody) -> None:
    """Messages to an account that is away come from the offline store and from the archive, and are one and the same."""
    kept = Kept()
    async with Customer(prosody, "mari") as mari:
        for number in range(120):
            mari.say(HELP, f"no {number}")
        await mari.settled()
    async with gateway(prosody, kept) as made:
        await connected(made)
        await kept.until(lambda: len(kept.all) == 120 and kept.repeats >= 100)
        texts = [(await made.understand(raw))[0].text for raw in kept.all]  # type: ignore[union-attr]
    assert sorted(texts) == sorted(f"no {number}" for number in range(120))
    again = Kept()
    async with gateway(prosody, again) as made:
        await connected(made)
    assert again.keys == kept.keys


@pytest.mark.slow
async def test_an_outage_loses_and_doubles_nothing(prosody: Prosody) -> None:
    """The server dies in the middle and comes back: what it had taken is heard exactly once, and we are connected again."""
    kept = Kept()
    async with gateway(prosody, kept) as made:
        await connected(made)
        async with Customer(prosody, "mari") as mari:
            for number in range(50):
                mari.say(HELP, f"before {number}")
            await mari.settled()
        prosody.stop(kill=True)
        with pytest.raises(Exception, match="not_connected"):
            while True:
                await made.send(outgoing("mari@xmpp.test", "hello", "d-0"))
                await asyncio.sleep(0.01)
        prosody.start()
        async with Customer(prosody, "mari") as mari:
            for number in range(50):
                mari.say(HELP, f"after {number}")
            await mari.settled()
            await kept.until(lambda: len(kept.all) >= 100, 60)
            await connected(made)
            texts = [(await made.understand(raw))[0].text for raw in kept.all]  # type: ignore[union-attr]
            assert sorted(texts) == sorted([f"{when} {n}" for when in ("before", "after") for n in range(50)])
            assert (await made.send(outgoing(mari.address, "back", "d-2"))).ending == "accepted"
            assert (await mari.hears()).get("id") == "d-2"


async def test_a_full_disk_loses_nothing(prosody: Prosody) -> None:
    """What could not be kept is not receipted, and is fetched from the archive once it can be."""
    kept = Kept()
    async with gateway(prosody, kept) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        kept.fails = 2
        mari.say(HELP, "one")
        await kept.until(lambda: len(kept.all) == 1, 30)
        assert (await made.understand(kept.all[0]))[0].text == "one"  # type: ignore[union-attr]


async def test_a_message_to_nobody_is_rejected(prosody: Prosody) -> None:
    """The server's own word comes with the attempt's end, not later."""
    async with gateway(prosody, Kept()) as made:
        await connected(made)
        sent = await made.send(outgoing("nobody@xmpp.test", "hello", "d-9"))
        assert sent == ("rejected", "service-unavailable", "")


async def test_what_goes_to_another_program_of_ours_reaches_us(prosody: Prosody) -> None:
    """A message to one program of the account comes to us as a carbon and from the archive, as one; what that program says
    itself is passed over.
    """
    kept = Kept()
    async with gateway(prosody, kept) as made, Customer(prosody, "help") as phone, Customer(prosody, "mari") as mari:
        await connected(made)
        mari.say(phone.full, "to your phone")
        await kept.until(lambda: len(kept.all) == 1)
        (heard,) = await made.understand(kept.all[0])
        assert isinstance(heard, Heard) and heard.text == "to your phone" and not heard.key.startswith("sha256:")
        phone.say(mari.address, "from my phone")
        assert (await mari.hears()).findtext(wire.BODY) == "from my phone"
    async with gateway(prosody, kept) as made:
        await connected(made)
        assert [(await made.understand(raw))[0] for raw in kept.all[1:]] == [Passed(why="echo")]


async def test_whoever_asks_may_see_us(prosody: Prosody) -> None:
    """A request to see that we are there is granted, and is not answered with one of our own."""
    async with gateway(prosody, Kept()) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        # Only whoever has asked for the roster is told about subscriptions.
        mari.write("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>")
        await mari.until("iq")
        mari.write(f"<presence to='{HELP}' type='subscribe'/>")
        kinds: list[str] = []
        while not {"subscribed", "here"} <= set(kinds):
            kinds.append((await mari.until("presence")).get("type", "here"))
        assert "subscribe" not in kinds


async def test_an_attempt_whose_end_we_did_not_see_is_unknown_until_the_archive_tells(prosody: Prosody) -> None:
    """The server has the message and its answer is lost: unknown. The next connection finds it in the archive: accepted."""
    kept, between = Kept(), Between(prosody.starttls)
    async with between.lying(), gateway(prosody, kept, port=between.port) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        between.deaf = True
        attempt = asyncio.create_task(made.send(outgoing(mari.address, "did it arrive?", "d-7")))
        assert (await mari.hears()).get("id") == "d-7"
        between.cut()
        assert await attempt == ("unknown", "lost", "")
        await kept.until(lambda: len(kept.all) == 1)
        assert await made.understand(kept.all[0]) == (Reported(state="accepted", ours="d-7"),)


async def test_a_slow_disk_makes_the_server_wait(prosody: Prosody, monkeypatch: pytest.MonkeyPatch) -> None:
    """When more comes than can be put on disk we read no further for a while; nothing is lost, and order is kept."""
    monkeypatch.setattr(manifest, "QUEUE_MAX", 16)
    paused: list[bool] = []
    pause = Stream.pause

    def noting(stream: Stream, wait: bool) -> None:
        paused.append(wait)
        pause(stream, wait)

    monkeypatch.setattr(Stream, "pause", noting)
    kept = Kept()
    async with gateway(prosody, kept) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        for number in range(300):
            mari.say(HELP, f"no {number}")
        await kept.until(lambda: len(kept.all) == 300)
        texts = [(await made.understand(raw))[0].text for raw in kept.all]  # type: ignore[union-attr]
        assert texts == [f"no {number}" for number in range(300)] and True in paused


async def test_a_server_without_an_archive_still_serves(prosody: Prosody) -> None:
    """What the server kept for us while we were away, and what comes live, is heard, under keys of our own making."""
    prosody.stop()
    prosody.configure(modules='"carbons"')
    prosody.start()
    kept = Kept()
    async with Customer(prosody, "mari") as mari:
        mari.say(HELP, "while you were away")
        await mari.settled()
        async with gateway(prosody, kept) as made:
            await kept.until(lambda: len(kept.all) == 1)
            mari.say(HELP, "yes")
            mari.say(HELP, "yes")
            await kept.until(lambda: len(kept.all) == 3)
            (late,) = await made.understand(kept.all[0])
            assert isinstance(late, Heard) and late.text == "while you were away" and late.sent_at > 0
            assert (await made.send(outgoing(mari.address, "welcome", "d-1"))).ending == "accepted"
            assert (await mari.hears()).get("id") == "d-1"


class Between:
    """What lies between us and the server. deaf: what the server says does not come through."""

    def __init__(self, to: int) -> None:
        self.port = 0
        self.deaf = False
        self._to = to
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lying(self) -> AsyncIterator[None]:
        """It lies there."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield
            await self._end()

    def cut(self) -> None:
        """Break all connections; new ones hear again."""
        self.deaf = False
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _end(self) -> None:
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, ours: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)
        theirs, there = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers += [back, there]
        await asyncio.gather(self._pass(ours, there, False), self._pass(theirs, back, True))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, towards_us: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if not (towards_us and self.deaf):
                    writer.write(data)
            writer.close()
