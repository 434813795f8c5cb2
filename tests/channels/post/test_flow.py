"""A menu greets whoever writes by a channel with a provider, on the whole product: it answers where they wrote from, asks machines, and goes on
after a kill.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from hoolin.channels.loopback.post import CHANNEL, letter
from hoolin.channels.machines import Hook, Machines
from hoolin.core.delivery.facts import DeliveryEnded
from hoolin.core.flow import commands as fc
from hoolin.core.flow import facts as f
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.site.rules import AgentProfile, QueueRules
from tests.channels.killing import KILLS, killed, started
from tests.channels.post.flow_process import SKILLS, WORDS
from tests.channels.post.site import PostSite, post_site
from tests.core.flow.floor import MENU


async def furnish(site: PostSite) -> None:
    """The second queue, somebody who serves both, and the menu."""
    for command in (
        c.SetQueue(rules=QueueRules(queue="bills")),
        c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
        fc.SetFlow(flow=read(yaml.safe_load(MENU), "menu")),
        fc.UseFlow(channel=CHANNEL, flow="menu"),
    ):
        await site.ask(command)


async def out(site: PostSite, number: int) -> str:
    """What was sent as the so manieth."""
    await site.fact(DeliveryEnded, lambda _: len(list(site.all(DeliveryEnded))) >= number)
    return site.box.out[number - 1].text


async def test_a_menu_answers_where_the_customer_wrote_from() -> None:
    """Begun as soon as the address is known, one message a step, marked as automatic; a choice leads into line."""
    async with post_site() as site:
        await furnish(site)
        await site.heard(letter("mari@naide.ee", "tere", "k1", language="et"))
        first = await out(site, 1)
        assert first.startswith("[automaat] Siin vastab automaat.")
        assert first.endswith("Arved 1, tellimus 2, aitäh 3")
        assert site.box.out[0].to.value == "mari@naide.ee"
        await site.heard(letter("mari@naide.ee", "Arve, palun!", "k2", language="et"))
        left = await site.fact(f.FlowLeft)
        assert (left.way, left.passed[0].node) == ("queue", "bills")
        queued = await site.fact(i.InteractionQueued)
        assert queued.queue == "bills"


@asynccontextmanager
async def machine(answer: bytes, delay_s: float = 0) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A machine that answers every question the same; gives its address, and what it was asked."""
    asked: list[dict[str, Any]] = []
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(cast("asyncio.Task[None]", asyncio.current_task()))
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = int(head.split("content-length: ")[1].split("\r\n")[0])
            signature = head.split("x-hoolin-signature: ")[1].split("\r\n")[0]
            asked.append({**json.loads(await reader.readexactly(size)), "signature": signature})
            await asyncio.sleep(delay_s)
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(answer) + answer)
            await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}/", asked
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


def attach(site: PostSite, url: str) -> None:
    """Let the site's flows ask that machine."""
    hooks = {"orders": Hook(url=url, secret="a-secret-of-the-site")}
    machines = Machines(hooks, site.built.loop.submit, lambda ids: site.built.stores.contents.get(list(ids)))
    object.__setattr__(site.built.faces, "machines", machines)


async def test_a_machine_is_asked_and_answered_for() -> None:
    """With what was collected, signed; its values are told to the customer."""
    async with (
        machine(b'{"answer": "found", "values": {"day": "homme", "more": "x"}}') as (url, asked),
        post_site() as site,
    ):
        await furnish(site)
        attach(site, url)
        for number, word in enumerate(("tere", "2", "1234")):
            await site.heard(letter("mari@naide.ee", word, f"k{number}", language="et"))
            if number < 2:
                await out(site, number + 1)
        assert (await out(site, 3)).startswith("[automaat] Tuleb homme.")
        assert asked[0]["values"] == {"order": "1234"}
        assert len(asked[0]["signature"]) == 64


@pytest.mark.parametrize(
    ("answer", "delay_s"),
    [(b'{"answer": "nonsense"}', 0), (b"<html>", 0), (b'{"answer": 7}', 0), (b"x" * 100_000, 0), (b'{"answer": "found"}', 30)],
    ids=["unheard of", "no json", "no text", "too much", "silent"],
)  # fmt: skip
async def test_a_machine_that_fails_leads_to_a_person(answer: bytes, delay_s: float) -> None:
    """Whatever it says or does not say, within the flow's time."""
    async with machine(answer, delay_s) as (url, _), post_site() as site:
        await furnish(site)
        attach(site, url)
        for number, word in enumerate(("tere", "2", "1234")):
            await site.heard(letter("mari@naide.ee", word, f"k{number}", language="et"))
        left = await site.fact(f.FlowLeft)
        assert left.passed[0].why == "failed"
        assert left.way == "queue"
        await site.built.faces.machines.stop()


async def test_an_address_that_nobody_answers_is_a_failure_too() -> None:
    """A hook that is not set up, or a machine that is gone."""
    async with post_site() as site:
        await furnish(site)
        attach(site, "http://127.0.0.1:9/")
        for number, word in enumerate(("tere", "2", "1234")):
            await site.heard(letter("mari@naide.ee", word, f"k{number}", language="et"))
        assert (await site.fact(f.FlowLeft)).way == "queue"


@pytest.mark.slow
@pytest.mark.timeout(120 + 30 * KILLS)  # a whole process starts for each kill
async def test_it_goes_on_after_kills(tmp_path: Path) -> None:
    """Killed again and again, wherever it is: entered once, each word taken up once, said once, and led into line in the end."""
    chance = random.Random(11)
    module, folder = "tests.channels.post.flow_process", str(tmp_path / "site")
    for _ in range(KILLS):
        process = await started(module, folder)
        await asyncio.sleep(chance.uniform(0, 0.25))
        await killed(process)
    process = await started(module, folder)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(90):
            assert (await process.stdout.readline()).strip() == b"done"
        assert await process.wait() == 0
    finally:
        await killed(process)
    async with post_site(folder, settle=False) as site:
        facts = [entry.fact for entry in site.built.stores.journal.read(0, 10_000)]
    kinds = [type(fact) for fact in facts]
    assert [kinds.count(kind) for kind in (f.FlowEntered, f.FlowLeft)] == [1, 1]
    assert kinds.count(i.MessageReceived) == len(WORDS)
    passed = [
        (one.node, one.why) for fact in facts if isinstance(fact, f.FlowStepped | f.FlowLeft) for one in fact.passed
    ]
    assert passed == [
        ("menu", "began"), ("menu", "wrong"), ("number", "answered"), ("number", "wrong"), ("find", "answered"), ("line", "failed"),
    ]  # fmt: skip
    said = [fact for fact in facts if isinstance(fact, i.MessageSent)]
    assert len(said) == 4
