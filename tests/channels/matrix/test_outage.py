"""Outages: a homeserver that dies before we hear how it went, and a gateway that dies while customers write."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hoolin.core.errors import NotReached
from tests.channels.killing import KILLS, killed, started
from tests.channels.matrix.stand import Customer, Kept, gateway, outgoing, ready
from tests.channels.matrix.synapse import Synapse, account

pytestmark = [pytest.mark.needs("synapse"), pytest.mark.slow]


class Wire:
    """What lies between us and the homeserver. cut: answers to requests that hold these bytes do not come through. swallowed: how many."""

    def __init__(self) -> None:
        self.cut = b""
        self.swallowed = 0
        self.port = 0

    @asynccontextmanager
    async def lying(self, to: str) -> AsyncIterator[None]:
        """It lies there."""
        parts = urlsplit(to)

        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                there, back = await asyncio.open_connection(parts.hostname, parts.port)
                while asked := await reader.read(65_536):
                    back.write(asked)
                    answer = await there.read(65_536)
                    if self.cut and self.cut in asked:
                        self.swallowed += 1
                        break
                    writer.write(answer)
                back.transport.abort()
            writer.transport.abort()

        server = await asyncio.start_server(carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield


@pytest.mark.timeout(400)  # a homeserver is started twice, on a machine that may be busy
async def test_a_message_whose_end_we_did_not_see_is_said_once(own_synapse: Synapse) -> None:
    """The answer to a send is lost and the homeserver is killed: the attempt did not reach it as far as we know, and the same
    delivery again, after its restart, is one message all the same.
    """
    kept, wire = Kept(), Wire()
    async with wire.lying(own_synapse.url):
        ours = account(f"http://127.0.0.1:{wire.port}")
        async with gateway(own_synapse, kept.keep, ours) as (made, _), Customer(own_synapse) as mari:
            await ready(made)
            room = await mari.talk()
            wire.cut = b"/send/m.room.message/d-1"
            with pytest.raises(NotReached, match="timed_out"):
                await made.send(outgoing(mari, room, "once", "d-1"))
            assert wire.swallowed == 1
            first = await mari.hears(room, "once")
            wire.cut = b""
            await asyncio.to_thread(own_synapse.stop, kill=True)
            with pytest.raises(NotReached):
                await made.send(outgoing(mari, room, "once", "d-1"))
            await asyncio.to_thread(own_synapse.start)
            sent = await made.send(outgoing(mari, room, "once", "d-1"))
            assert sent == ("accepted", "", first["event_id"])
            await mari.say(room, "thanks")
            await kept.until(lambda: len(kept.of(room, sender=mari.user)) == 1, 60)
            assert [event["content"]["body"] for event in await mari.messages(room)] == ["once", "thanks"]


@pytest.mark.timeout(300 + 30 * KILLS)  # each kill is followed by the start of a whole process
async def test_kills_under_load_lose_nothing(own_synapse: Synapse, tmp_path: Path) -> None:
    """While customers go on writing, the gateway is killed and started again: each message ends up on disk, under its event's
    id. (Not in order: a homeserver that finds us back may hand over what is new before what it still owed.)
    """
    file = tmp_path / "kept"
    file.touch()
    arguments = (str(file), str(own_synapse.port), str(own_synapse.ours))
    chance = random.Random(7)
    said: dict[str, list[str]] = {}
    process = await started("tests.channels.matrix.keeping_process", *arguments)
    try:
        async with Customer(own_synapse) as mari, Customer(own_synapse) as jaan:
            rooms = [(customer, await customer.talk()) for customer in (mari, jaan)]

            async def writing(customer: Customer, room: str) -> None:
                while True:
                    said.setdefault(room, []).append(await customer.say(room, "hello"))

            writers = [asyncio.create_task(writing(*room)) for room in rooms]
            for _ in range(KILLS):
                await asyncio.sleep(chance.uniform(0.3, 1.0))
                await killed(process)
                process = await started("tests.channels.matrix.keeping_process", *arguments)
            for writer in writers:
                writer.cancel()
            await asyncio.gather(*writers, return_exceptions=True)
            # The last outage has nobody writing when we are back, so that the homeserver looks through all that it still owes.
            await killed(process)
            for customer, room in rooms:
                said[room].append(await customer.say(room, "bye"))
            process = await started("tests.channels.matrix.keeping_process", *arguments)
            wanted = {event for events in said.values() for event in events}
            async with asyncio.timeout(90):
                while not wanted <= set(file.read_text().split()):  # noqa: ASYNC110  only the file tells
                    await asyncio.sleep(0.05)
    finally:
        await killed(process)
    assert all(len(events) > 5 * KILLS for events in said.values())
