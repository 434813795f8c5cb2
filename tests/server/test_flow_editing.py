"""What the editor of menus asks the server for, on the whole product: versions, both ways of writing, sound, hours, and the ways customers took."""

import io
import wave
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
import yaml

from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.voices import Voices
from hoolin.core.flow.read import read
from hoolin.core.flow.written import written
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules
from hoolin.server.flow_voice import FlowVoice, NoVoice, Words
from hoolin.wiring import new_id
from tests.channels.chat.stand import Stand
from tests.channels.post.flow_process import SKILLS
from tests.channels.post.site import PostSite, post_site
from tests.core.flow.floor import MENU
from tests.server.test_contact import client_of
from tests.server.test_flows import FLOWS, asked

PATH = f"{FLOWS}/menu"


@pytest_asyncio.fixture
async def site() -> AsyncIterator[PostSite]:
    """A site with two queues, open by day, and a channel that speaks first."""
    async with post_site() as made:
        week: dict[Day, Spans] = dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),))
        for command in (
            c.SetQueue(rules=QueueRules(queue="bills")),
            c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
            c.SetHours(hours=Hours(week=week)),
            c.SetChannel(rules=ChannelRules(channel="chat")),
        ):
            await made.ask(command)
        yield made


@pytest_asyncio.fixture
async def admin(site: PostSite) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever sets it up."""
    async with client_of(cast(Stand, site), "admin") as client:
        yield client


def changed(**texts: str) -> dict[str, Any]:
    """The menu with another goodbye."""
    flow: dict[str, Any] = yaml.safe_load(MENU)
    flow["nodes"]["bye"]["text"] |= texts
    return flow


async def test_nobodys_change_is_written_over_unseen(admin: httpx.AsyncClient) -> None:
    """Two begin with the first version: the second to save is told that there is a newer one, and may then save over it knowingly."""
    assert (await asked(admin, "POST", f"{PATH}/check", yaml=MENU))["revision"] == 0
    assert (await asked(admin, "PUT", PATH, yaml=MENU, based_on=0))["revision"] == 1
    await asked(admin, "PUT", PATH, 409, flow=changed(en="So long."), based_on=0)
    assert (await asked(admin, "PUT", PATH, flow=changed(en="Bye."), based_on=1))["revision"] == 2
    refused = await asked(admin, "PUT", PATH, 409, flow=changed(en="See you."), based_on=1)
    assert (refused["code"], refused["revision"], refused["based_on"]) == ("flow_changed", 2, 1)
    assert (await asked(admin, "GET", PATH))["flow"]["nodes"]["bye"]["text"]["en"] == "Bye."
    assert (await asked(admin, "POST", f"{PATH}/check", yaml=MENU))["revision"] == 2
    # The same words by two hands are no conflict.
    assert (await asked(admin, "PUT", PATH, flow=changed(en="Bye."), based_on=1))["revision"] == 2
    assert (await asked(admin, "PUT", PATH, flow=changed(en="See you."), based_on=2))["revision"] == 3


async def test_a_flow_that_was_retired_may_be_begun_anew(admin: httpx.AsyncClient) -> None:
    """There is none to be based on, and its versions are counted on."""
    await asked(admin, "PUT", PATH, yaml=MENU)
    await asked(admin, "DELETE", PATH, 204)
    again = await asked(admin, "PUT", PATH, yaml=MENU, based_on=0)
    assert again["revision"] > 1
    assert [one["revision"] for one in (await asked(admin, "GET", f"{PATH}/revisions"))["revisions"]] == [3, 1]


async def test_every_version_is_kept_with_who_when_and_why(admin: httpx.AsyncClient, site: PostSite) -> None:
    """The newest first, each to be had as it was."""
    await asked(admin, "PUT", PATH, yaml=MENU, note="  the first  ")
    await asked(admin, "PUT", PATH, flow=changed(en="Bye."))
    told = (await asked(admin, "GET", f"{PATH}/revisions"))["revisions"]
    assert [(one["revision"], one["note"], one["nodes"]) for one in told] == [(2, "", 8), (1, "the first", 8)]
    assert told[1]["at"] <= told[0]["at"]
    assert {one["by"] for one in told} == {"admin"}
    first = await asked(admin, "GET", f"{PATH}/revisions/1")
    assert read(first["flow"], "menu") == read(yaml.safe_load(MENU), "menu")
    assert (await asked(admin, "GET", f"{PATH}/revisions/9", 404))["code"] == "flow_revision"
    assert (await asked(admin, "GET", f"{FLOWS}/none/revisions"))["revisions"] == []


async def test_a_flow_is_written_as_yaml_and_read_again(admin: httpx.AsyncClient) -> None:
    """What is as if it had not been said is left out, and nothing else; nothing is set."""
    told = await asked(admin, "POST", f"{PATH}/written", yaml=MENU)
    flow = read(yaml.safe_load(MENU), "menu")
    assert told["flow"] == written(flow)
    assert "barge_in" not in told["yaml"] and "name" not in told["flow"]
    back = await asked(admin, "POST", f"{PATH}/written", yaml=told["yaml"])
    assert back == told
    assert read(yaml.safe_load(back["yaml"]), "menu") == flow
    assert (await asked(admin, "GET", FLOWS))["flows"] == []
    broken = await asked(admin, "POST", f"{PATH}/written", 400, yaml="start: a\nnodes:\n  a: {do: [say\n")
    assert (broken["code"], broken["line"] > 1) == ("not_yaml", True)
    wrong = await asked(admin, "POST", f"{PATH}/written", 422, yaml=MENU.replace("then: find", "then: fnid"))
    assert [(one["node"], one["field"], one["code"]) for one in wrong["problems"]] == [
        ("number", "then", "no_such_node")
    ]


async def test_the_site_says_what_a_flow_can_name(admin: httpx.AsyncClient) -> None:
    """Its queues, skills and languages, and the channels that a flow may greet on."""
    told = (await asked(admin, "GET", FLOWS))["site"]
    assert told["queues"] == ["bills", "service"]
    assert (told["languages"], told["skills"]) == (["et", "ru", "en"], ["bills"])
    assert "chat" in told["channels"] and "letterbox" in told["channels"]


async def test_a_preview_is_of_any_hour(admin: httpx.AsyncClient) -> None:
    """A Tuesday morning and a Sunday, whatever it is now."""
    await asked(admin, "PUT", PATH, yaml=MENU)
    zone = ZoneInfo("Europe/Tallinn")
    ways = {}
    for name, day in (("tuesday", 3), ("sunday", 8)):
        at = int(datetime(2026, 11, day, 10, tzinfo=zone).timestamp() * 1_000)
        begun = await asked(admin, "POST", f"{PATH}/preview", language="et", at=at)
        person = {"event": "person_asked"}
        ways[name] = await asked(admin, "POST", f"{PATH}/preview", state=begun["step"]["state"], event=person, at=at)
    assert ways["tuesday"]["step"]["out"]["kind"] == "queue"
    assert ways["sunday"]["step"]["awaits"]["what"] == "recording"


@pytest.mark.needs("espeak-ng")
async def test_a_prompt_is_heard_as_on_the_telephone(admin: httpx.AsyncClient, site: PostSite) -> None:
    """As a WAV file that is not kept; a longer text is longer."""
    seconds = []
    for text in ("Arved 1.", "Arved 1, tellimuse asukoht 2, kõik muu 3."):
        answer = await admin.post(f"{PATH}/sound", json={"language": "et", "text": text})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
        with wave.open(io.BytesIO(answer.content)) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8_000, 1, 2)
            seconds.append(file.getnframes() / 8_000)
    assert 0.3 < seconds[0] < seconds[1] < 15
    nothing = await asked(admin, "POST", f"{PATH}/sound", 503, language="et", text=" ")
    assert nothing["code"] == "no_voice"


@pytest.mark.needs("espeak-ng")
async def test_nothing_that_was_only_tried_is_kept(tmp_path: Path) -> None:
    """No file of it is left; a recording of the site's own is played instead, and stays."""
    own = tmp_path / "own" / "et" / "welcome.au"
    own.parent.mkdir(parents=True)
    own.write_bytes(write_au(bytes([0xD5]) * 4_000))
    voice = FlowVoice(Voices(tmp_path / "tried", str(tmp_path / "own")))
    spoken = await voice.sound(Words(language="et", text="Tere, mina olen Mari."))
    assert len(spoken) > 8_000
    assert [file for file in (tmp_path / "tried").rglob("*") if file.is_file()] == []
    assert len(await voice.sound(Words(language="et", text="Tere.", prompt="welcome"))) == 44 + 2 * 4_000
    assert own.is_file()


async def test_without_a_voice_it_is_said_so(tmp_path: Path) -> None:
    """Where the program is not installed, nobody is kept waiting for a sound."""
    voice = FlowVoice(Voices(tmp_path, program="no-such-program"))
    with pytest.raises(NoVoice):
        await voice.sound(Words(language="et", text="Tere."))


async def test_the_ways_customers_took_are_counted(admin: httpx.AsyncClient, site: PostSite) -> None:
    """From where, to where, how, and how many of them; and how they left."""
    open_always: dict[Day, Spans] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))
    await site.ask(c.SetHours(hours=Hours(week=open_always)))
    await asked(admin, "PUT", PATH, yaml=MENU)
    await asked(admin, "PUT", "/api/v1/flow-channels/chat", flow="menu")
    for customer, said in (("c1", ("1",)), ("c2", ("x", "1")), ("c3", ("inimene",)), ("c4", ())):
        arrive = c.Arrive(
            interaction=f"i-{customer}", customer=customer, case=f"k-{customer}", channel="chat", language="et"
        )
        for text in ("tere", *said):
            await site.ask(
                c.ReceiveMessage(interaction=arrive.interaction, key=new_id("m"), text=text, begins=arrive),
                f"customer:{customer}",
            )
    await site.built.reading.reached(site.built.loop.durable_position)
    told = await asked(admin, "GET", f"{PATH}/ways?days=1")
    passed = {(one["earlier"], one["node"], one["why"]): (one["times"], one["customers"]) for one in told["passed"]}
    assert passed["", "menu", "began"] == (4, 4)
    assert passed["menu", "bills", "answered"] == (2, 2)
    assert passed["menu", "menu", "wrong"] == (1, 1)
    assert passed["menu", "line", "person"] == (1, 1)
    assert (told["came"], told["left"]["queue"]) == (4, 3)
    assert (await asked(admin, "GET", f"{FLOWS}/other/ways"))["came"] == 0
