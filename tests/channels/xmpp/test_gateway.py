"""The XMPP gateway against a real server: both directions, outages, reports, files."""

import asyncio

import pytest

from hoolin.channels.written import Heard, Reported
from hoolin.channels.xmpp import wire
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
