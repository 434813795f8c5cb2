"""What a killed gateway had receipted is on disk; what it had not is fetched again, under the same key."""

import asyncio
import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from hoolin.channels.xmpp import wire
from tests.channels.killing import KILLS, killed, started
from tests.channels.xmpp.customer import Customer
from tests.channels.xmpp.prosody import Prosody
from tests.channels.xmpp.stand import HELP

pytestmark = [pytest.mark.needs("prosody"), pytest.mark.slow]

REQUEST = "<request xmlns='urn:xmpp:receipts'/>"


@pytest.mark.timeout(90 + 60 * KILLS)  # each kill is followed by the start of a whole process
async def test_kills_under_load_lose_nothing(prosody: Prosody, tmp_path: Path) -> None:
    """While a customer goes on writing, the gateway is killed and started again: each message ends up on disk, each receipt
    was for one that was there already, and no message has two keys.
    """
    file = tmp_path / "kept"
    file.touch()
    arguments = (str(file), str(prosody.starttls), str(prosody.authority))
    chance = random.Random(7)
    receipted: set[str] = set()
    said = 0
    process = await started("tests.channels.xmpp.keeping_process", *arguments)
    try:
        async with Customer(prosody, "mari") as mari, Customer(prosody, "jaan") as jaan:

            async def reading() -> None:
                while True:
                    mark = (await jaan.until("message", 120)).find(f"{wire.RECEIPTS}received")
                    if mark is not None:
                        receipted.add(mark.get("id", ""))

            reader = asyncio.create_task(reading())
            for _ in range(KILLS):
                until = asyncio.get_running_loop().time() + chance.uniform(0.2, 0.8)
                while asyncio.get_running_loop().time() < until:
                    for customer in (mari, jaan):
                        customer.say(HELP, f"no {said}", REQUEST, ident=f"no {said}")
                        said += 1
                    await asyncio.sleep(0.002)
                await killed(process)
                on_disk = {json.loads(line.split(" ", 1)[1]) for line in file.read_text().splitlines()}
                assert receipted <= on_disk
                process = await started("tests.channels.xmpp.keeping_process", *arguments)
            await mari.settled()
            reader.cancel()
            async with asyncio.timeout(60):
                while len({line.split(" ", 1)[1] for line in file.read_text().splitlines()}) < said:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
    finally:
        await killed(process)
    keys = defaultdict(set)
    for line in file.read_text().splitlines():
        key, text = line.split(" ", 1)
        keys[json.loads(text)].add(key)
    assert set(keys) == {f"no {number}" for number in range(said)} and said > 50 * KILLS
    assert receipted and {len(of_one) for of_one in keys.values()} == {1}
