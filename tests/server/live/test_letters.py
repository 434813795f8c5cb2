"""What the desk has beside its socket for letters, codes and records of one person."""

import base64
from typing import Any

import pytest

from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import Attachment
from hoolin.people.commands import AddIdentity, NameCustomer
from hoolin.wiring import new_id
from tests.server.live.open_site import OpenSite
from tests.server.live.test_calls import served

HTML = (
    '<p style="color:red">Tere</p><img src="cid:file-1"><img src="cid:file-7" alt="none">'
    '<img alt="far" data-remote="https://far.example/a.png?x=1&amp;y=2">'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


async def with_letter(site: OpenSite, **more: Any) -> str:
    """Juss's conversation, in which a letter has come as the second message; its name."""
    _, one = await served(site)
    blob = f"{new_id('b')}.png"
    site.built.stores.blobs.put(blob, one.customer, [PNG])
    picture = Attachment(blob=blob, media_type="image/png", size=len(PNG))
    command = c.ReceiveMessage(
        interaction=one.interaction, key="letter", text="Tere", attachments=(picture,), names=("a.png",),
        letter=c.Letter(html=HTML, **more),
    )  # fmt: skip
    await site.built.loop.submit(command, actor="system", key="letter")
    return one.interaction


async def test_a_letter_is_a_page_that_runs_nothing_and_loads_only_what_is_asked_for(site: OpenSite) -> None:
    """Images that came along are in it; those from elsewhere only when they are asked for; its policy says the same."""
    name = await with_letter(site)
    juss = await site.client("juss")
    shut = await juss.get(f"/conversations/{name}/messages/2/letter")
    assert (shut.status_code, shut.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert base64.b64encode(PNG).decode() in shut.text and "cid:" not in shut.text
    assert 'src="https:' not in shut.text
    policy = shut.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "img-src data:;" in policy and "script" not in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy and "frame-ancestors 'self'" in policy
    opened = await juss.get(f"/conversations/{name}/messages/2/letter?images=true")
    assert 'src="https://far.example/a.png?x=1&amp;y=2" referrerpolicy="no-referrer"' in opened.text
    assert "img-src data: http: https:;" in opened.headers["content-security-policy"]


async def test_only_what_is_a_letter_is_shown_and_only_to_whom_may_read_it(site: OpenSite) -> None:
    """A message without layout, one that is not there and a colleague's conversation are refused."""
    name = await with_letter(site)
    juss, oleg = await site.client("juss"), await site.client("oleg")
    for ordinal in (1, 3):
        assert (await juss.get(f"/conversations/{name}/messages/{ordinal}/letter")).status_code == 404
    assert (await oleg.get(f"/conversations/{name}/messages/2/letter")).status_code == 403


async def test_an_agent_gives_out_a_code_for_their_own_conversation_alone(site: OpenSite) -> None:
    """The code is known to the house and leads to this case; a colleague gets none."""
    _, one = await served(site)
    told = await (await site.client("juss")).post(f"/conversations/{one.interaction}/pass")
    assert told.status_code == 200
    found = await site.built.office.house.passes.show(told.json()["code"], "email", "mari@example.ee")
    assert found is not None and (found.customer, found.interaction) == (one.customer, one.interaction)
    assert told.json()["until"] > site.built.loop.clock()
    # Only where customers reach the site there is an address to give them.
    code, passes = told.json()["code"], site.built.faces.passes
    assert told.json()["link"] == passes.link(code, "et") == ""
    passes._public_url = "https://help.example.ee"
    assert passes.link(code, "et") == f"https://help.example.ee/contact?language=et#pass={code}"
    linked = (await (await site.client("juss")).post(f"/conversations/{one.interaction}/pass")).json()
    assert linked["link"] == f"https://help.example.ee/contact?language=et#pass={linked['code']}"
    refused = await (await site.client("oleg")).post(f"/conversations/{one.interaction}/pass")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ({"subject": "Re: Arve", "cc": ["a@example.ee"]}, {"text": "", "subject": "Re: Arve", "cc": ["a@example.ee"]}),
        ({"text": "\0 imelik"}, {"text": "\0 imelik", "subject": "", "cc": []}),
        ({"text": "Tere", "cc": ["poolik"]}, {"text": "Tere", "subject": "", "cc": ["poolik"]}),
    ],
)
async def test_a_draft_keeps_what_stands_above_a_letter(
    site: OpenSite, head: dict[str, Any], kept: dict[str, Any]
) -> None:
    """Subject and copies come back as they were typed, valid or not; and with nothing in it there is no draft."""
    _, one = await served(site)
    juss, path = await site.client("juss"), f"/conversations/{one.interaction}/draft"
    body = {"kind": "reply", "text": "", "revision": 1} | head
    told = (await juss.put(path, json=body)).json()
    assert {name: told[name] for name in kept} == kept
    emptied = (await juss.put(path, json={"kind": "reply", "text": "", "revision": 2})).json()
    assert (emptied["text"], emptied["subject"], emptied["cc"]) == ("", "", [])


async def test_one_person_has_one_name_in_every_row(site: OpenSite) -> None:
    """Whoever has no name in one record is called as in the other, once both are one person; taken apart, nobody has the other's."""
    _, one = await served(site)
    for number, command in enumerate((
        c.Arrive(interaction="other", customer="c-other", case="k-other", channel="chat", language="et"),
        NameCustomer(customer="c-other", content="n-other", name="Mari Maasikas"),
    )):  # fmt: skip
        await site.built.loop.submit(command, actor="system", key=f"name-{number}")
    kristi = await site.client("kristi")

    async def names() -> set[str]:
        rows = (await kristi.get("/conversations", params={"view": "mine"})).json()["rows"]
        await site.built.reading.reached(site.built.loop.durable_position)
        (line,) = (line for line in site.built.hub.desk.lines.values() if line.customer == one.customer)
        return {row["name"] for row in rows} | {site.built.hub.texts.rows([line], keep=False)[0].name}

    assert await names() == {""}
    assert (await kristi.post(f"/customers/{one.customer}/merge", json={"customer": "c-other"})).status_code == 200
    assert await names() == {"Mari Maasikas"}
    assert (await kristi.post(f"/customers/{one.customer}/unmerge", json={"customer": "c-other"})).status_code == 200
    assert await names() == {""}


async def test_a_record_tells_who_may_be_the_same_person_and_who_was_found_to_be(site: OpenSite) -> None:
    """Whoever gave the same unverified address is named until they are merged; then both records' addresses are shown."""
    _, one = await served(site)
    arrive = c.Arrive(interaction="other", customer="c-other", case="k-other", channel="chat", language="et")
    commands: list[Any] = [arrive]
    for number, (customer, value, lookup) in enumerate(
        (
            (one.customer, "mari@example.ee", "same"),
            ("c-other", "mari@example.ee", "same"),
            ("c-other", "m@example.ee", "own"),
        )
    ):
        identity = AddIdentity(
            customer=customer, identity=f"v{number}", kind="email", value=value, lookup=lookup, verified=number == 0
        )
        commands.append(identity)
    for number, command in enumerate(commands):
        await site.built.loop.submit(command, actor="system", key=f"alike-{number}")
    kristi = await site.client("kristi")
    told = (await kristi.get(f"/customers/{one.customer}")).json()
    assert [one["customer"] for one in told["alike"]] == ["c-other"] and told["merged"] == []
    assert (await kristi.post(f"/customers/{one.customer}/merge", json={"customer": "c-other"})).status_code == 200
    told = (await kristi.get(f"/customers/{one.customer}")).json()
    assert [one["customer"] for one in told["merged"]] == ["c-other"] and told["alike"] == []
    assert {identity["value"] for identity in told["identities"]} == {"mari@example.ee", "m@example.ee"}
