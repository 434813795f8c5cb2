"""Menus over HTTP, on the whole product: set only when nobody is trapped, shown with their verdict, tried out as text."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
import yaml

from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import AgentProfile, QueueRules
from tests.channels.chat.stand import Stand
from tests.channels.post.flow_process import SKILLS
from tests.channels.post.site import post_site
from tests.core.flow.floor import MENU
from tests.server.test_contact import client_of

FLOWS = "/api/v1/flows"


@pytest_asyncio.fixture
async def admin() -> AsyncIterator[httpx.AsyncClient]:
    """Whoever sets up a site with two queues, served by Mari in every language, by day."""
    async with post_site() as site, client_of(cast(Stand, site), "admin") as client:
        week: dict[Day, Spans] = dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),))
        for command in (
            c.SetQueue(rules=QueueRules(queue="bills")),
            c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
            c.SetHours(hours=Hours(week=week)),
        ):
            await site.ask(command)
        yield client


async def asked(client: httpx.AsyncClient, method: str, path: str, status: int = 200, **body: Any) -> dict[str, Any]:
    """What was answered."""
    answer = await client.request(method, path, json=body or None)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json() if answer.content else {}
    return told


async def test_a_flow_is_set_shown_used_and_retired(admin: httpx.AsyncClient) -> None:
    """As YAML or as data; the list says who uses what."""
    told = await asked(admin, "PUT", f"{FLOWS}/menu", yaml=MENU)
    assert (told["name"], told["revision"], told["holds"], told["nodes"]) == ("menu", 1, True, 8)
    assert told["verdict"]["steps"] == 1
    again = await asked(admin, "PUT", f"{FLOWS}/menu", flow=yaml.safe_load(MENU))
    assert again["revision"] == 1
    assert await asked(admin, "PUT", "/api/v1/flow-channels/letterbox", flow="menu") == {
        "channels": {"letterbox": "menu"}
    }
    (line,) = (await asked(admin, "GET", FLOWS))["flows"]
    assert line["channels"] == ["letterbox"]
    refused = await asked(admin, "DELETE", f"{FLOWS}/menu", 409)
    assert refused["code"] == "flow_in_use"
    await asked(admin, "PUT", "/api/v1/flow-channels/letterbox", flow="")
    await asked(admin, "DELETE", f"{FLOWS}/menu", 204)
    told = await asked(admin, "GET", FLOWS)
    assert (told["flows"], told["channels"]) == ([], {})
    await asked(admin, "GET", f"{FLOWS}/menu", 404)


async def test_a_flow_that_traps_is_refused_and_told_how(admin: httpx.AsyncClient) -> None:
    """Before it is set by a check, and when it is set; in three languages, with the way into the trap."""
    trap = MENU.replace("{do: queue, queue: service, closed: shut}", "{do: queue, queue: service}")
    checked = await asked(admin, "POST", f"{FLOWS}/menu/check", yaml=trap)
    assert not checked["holds"]
    assert [one["kind"] for one in checked["traps"]] == ["closed"]
    assert checked["traps"][0]["path"][-1]["node"] == "line"
    refused = await asked(admin, "PUT", f"{FLOWS}/menu", 422, yaml=trap)
    assert (refused["code"], refused["kind"], refused["node"]) == ("flow_traps", "closed", "line")
    assert set(refused["said"]) == set(refused["way"]) == {"et", "ru", "en"}
    assert (await asked(admin, "GET", FLOWS))["flows"] == []


@pytest.mark.parametrize(
    ("draft", "status", "code"),
    [
        ({"yaml": "nodes: ["}, 400, "not_yaml"),
        ({"yaml": "- 1"}, 422, "flow_unreadable"),
        ({"flow": {}}, 422, "flow_unreadable"),
        ({"yaml": "!!python/object/apply:os.system [ls]"}, 400, "not_yaml"),
        ({"flow": 7}, 400, "flow"),
        ({"loosen": True}, 400, "flow"),
        ({"yaml": "start: a\nperson: a\nnodes: {a: {do: dance}}"}, 422, "flow_unreadable"),
    ],
)
async def test_what_cannot_be_read_is_said(
    admin: httpx.AsyncClient, draft: dict[str, Any], status: int, code: str
) -> None:
    """And nothing is set."""
    told = await asked(admin, "PUT", f"{FLOWS}/menu", status, **draft)
    assert told["code"] == code
    assert (await asked(admin, "GET", FLOWS))["flows"] == []


async def test_a_preview_walks_step_by_step(admin: httpx.AsyncClient) -> None:
    """As text, in any language, as if it were open or closed; nothing is recorded."""
    await asked(admin, "PUT", f"{FLOWS}/menu", yaml=MENU)
    path = f"{FLOWS}/menu/preview"
    begun = await asked(admin, "POST", path, language="ru", hours="closed")
    assert begun["said"][-1] == "Счета 1, заказ 2, спасибо 3"
    shut = await asked(
        admin, "POST", path, hours="closed", state=begun["step"]["state"], event={"event": "keyed", "keys": "1"}
    )
    assert shut["said"][0].startswith("Напишите, ответим ")
    assert "{when}" not in shut["said"][0]
    left = await asked(
        admin, "POST", path, hours="closed", state=shut["step"]["state"], event={"event": "said", "text": "Перезвоните"}
    )
    assert left["step"]["out"]["kind"] == "message"
    opened = await asked(
        admin, "POST", path, hours="open", state=begun["step"]["state"], event={"event": "said", "text": "0"}
    )
    assert (opened["step"]["out"]["kind"], opened["step"]["out"]["queue"]) == ("queue", "service")
    await asked(admin, "POST", path, 422, state={**begun["step"]["state"], "node": "x"}, event={"event": "silence"})
    await asked(admin, "POST", path, 400, event={"event": "explode"})


async def test_a_preview_of_a_draft_needs_no_flow(admin: httpx.AsyncClient) -> None:
    """What is being written is tried out before it is set."""
    told = await asked(admin, "POST", f"{FLOWS}/new/preview", language="en", draft={"yaml": MENU})
    assert told["said"][-1] == "Bills 1, order 2, thanks 3"
