"""A menu greets whoever opens the chat: the page shows what the system says, a word asks for a person, and an agent sees all of it."""

from typing import Any

import yaml

from hoolin.core.flow import commands as fc
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules
from tests.channels.chat.stand import Stand, Visitor, standing
from tests.channels.post.flow_process import SKILLS
from tests.core.flow.floor import MENU
from tests.server.test_contact import client_of


async def furnish(stand: Stand) -> None:
    """The second queue, somebody who serves both, and the menu."""
    for command in (
        c.SetQueue(rules=QueueRules(queue="bills")),
        c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
        fc.SetFlow(flow=read(yaml.safe_load(MENU), "menu")),
        fc.UseFlow(channel="chat", flow="menu"),
    ):
        await stand.do(command)


def heard(visitor: Visitor) -> list[dict[str, Any]]:
    """What the system said to a page."""
    events = [frame["event"] for frame in visitor.line.frames if frame.get("type") == "event"]
    return [one for one in events if one.get("kind") == "message" and one["from"] == "system"]


async def test_a_visitor_is_greeted_and_a_word_brings_a_person() -> None:
    """Shown as the system, marked as automatic; the way is there for whoever takes the conversation."""
    async with standing() as stand, client_of(stand, "admin") as client:
        await furnish(stand)
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        await visitor.event("message")
        one = stand.one()
        assert one.state == "greeted"
        await visitor.say("tellimus 2")
        await visitor.say("inimesega palun")
        await visitor.event("waiting")
        texts = [message["text"] for message in heard(visitor)]
        assert texts[0].startswith("[automaat] Siin vastab automaat.")
        path = (await client.get(f"/api/v1/conversations/{one.interaction}/path")).json()
        assert (path["flow"], path["revision"], path["way"]) == ("menu", 1, "queue")
        assert [(row["node"], row["why"]) for row in path["passed"]] == [
            ("menu", "began"),
            ("menu", "wrong"),
            ("line", "person"),
        ]
        life = (await client.get(f"/api/v1/conversations/{one.interaction}")).json()["life"]
        assert [row["fact"]["fact"] for row in life][:3] == ["flow_stepped", "flow_stepped", "flow_left"]
        shown = (await client.get(f"/api/v1/conversations/{one.interaction}")).json()
        assert [message["from"] for message in shown["messages"]] == [
            "customer",
            "system",
            "customer",
            "system",
            "customer",
        ]


async def test_whoever_was_greeted_by_nothing_has_no_way() -> None:
    """The answer says so, and a conversation that is not there is not found."""
    async with standing() as stand, client_of(stand, "admin") as client:
        visitor = Visitor(stand.gateway)
        await visitor.come()
        await visitor.say("Tere!")
        path = (await client.get(f"/api/v1/conversations/{stand.one().interaction}/path")).json()
        assert (path["flow"], path["passed"]) == (None, [])
        assert (await client.get("/api/v1/conversations/nothing/path")).status_code == 404
