"""The calls beside the desk's socket: conversations, drafts, customers, set-up."""

import asyncio

from hoolin.core.interaction.site import Interaction
from tests.server.live.open_site import Line, OpenSite, until
from tests.server.live.test_desk import waiting


async def served(site: OpenSite) -> tuple[Line, Interaction]:
    """A customer whom Juss serves."""
    page, one = await waiting(site)
    await site.joined("juss", one)
    return page, site.only()


async def test_a_conversation_comes_with_everything_around_it(site: OpenSite) -> None:
    """Its row, customer, case, messages, life and marks are there, in the shapes of the reference."""
    page, one = await served(site)
    await page.say("Teine")
    told = (await (await site.client("juss")).get(f"/conversations/{one.interaction}")).json()
    assert set(told) == {
        "n",
        "row",
        "customer",
        "case",
        "messages",
        "read",
        "life",
        "drafts",
        "transfer_note",
        "callback",
        "transliterates",
    }
    assert (told["callback"], told["transliterates"]) == (None, False)
    assert [message["text"] for message in told["messages"]] == ["Tere", "Teine"]
    assert (told["row"]["state"], told["row"]["agent"], told["row"]["last_ordinal"]) == ("active", "juss", 2)
    assert set(told["read"]) == {"customer", "agent"}
    assert (told["case"]["state"], told["case"]["contacts"]) == ("open", 1)
    assert [line["interaction"] for line in told["customer"]["timeline"]] == [one.interaction]
    assert told["customer"]["identities"] == []
    assert "offer_accepted" in [line["fact"]["fact"] for line in told["life"]]
    older = (await (await site.client("juss")).get(f"/conversations/{one.interaction}/messages?before=2")).json()
    assert [message["ordinal"] for message in older["messages"]] == [1]


async def test_a_colleague_may_not_open_what_is_not_theirs(site: OpenSite) -> None:
    """An agent is refused another's conversation and the list of all; a supervisor is not."""
    _, one = await served(site)
    for path in (f"/conversations/{one.interaction}", "/conversations?view=all"):
        assert (await (await site.client("oleg")).get(path)).status_code == 403
        assert (await (await site.client("kristi")).get(path)).status_code == 200
    assert (await (await site.client("kristi")).get("/conversations/nowhere")).status_code == 404


async def test_why_says_why_it_waits_and_why_it_went(site: OpenSite) -> None:
    """With nobody at work all are away; once routed, whoever was chosen is named with the costs."""
    _, one = await waiting(site)
    juss = await site.client("juss")
    told = (await juss.get(f"/conversations/{one}/why")).json()
    assert (told["state"], told["place"], told["agent"]) == ("waiting", 1, None)
    assert told["explanation"]["chosen"] is None
    assert told["explanation"]["away"] == 3
    await site.command("juss", "set_presence", presence="online", reason="")
    await until(lambda: site.only().state == "offered", "an offer")
    went = (await juss.get(f"/conversations/{one}/why")).json()
    assert (went["agent"], went["explanation"]["chosen"]["agent"]) == ("juss", "juss")


async def test_a_draft_is_kept_refused_when_older_and_gone_when_sent(site: OpenSite) -> None:
    """An older revision is answered 409 with the newer draft; incoming messages leave it; sending removes it."""
    page, one = await served(site)
    juss, path = await site.client("juss"), f"/conversations/{one.interaction}/draft"
    for revision, text in ((1, "Ter"), (2, "Tere, ma")):
        answer = await juss.put(path, json={"kind": "reply", "text": text, "revision": revision})
        assert (answer.status_code, answer.json()["text"]) == (200, text)
    stale = await juss.put(path, json={"kind": "reply", "text": "vana", "revision": 1})
    assert (stale.status_code, stale.json()["draft"]["text"], stale.json()["draft"]["revision"]) == (409, "Tere, ma", 2)
    await page.say("Olete veel seal?")
    drafts = (await juss.get(f"/conversations/{one.interaction}")).json()["drafts"]
    assert [(draft["kind"], draft["text"]) for draft in drafts] == [("reply", "Tere, ma")]
    await site.command("juss", "send_message", interaction=one.interaction, text="Tere, ma vaatan")
    drafts = (await juss.get(f"/conversations/{one.interaction}")).json()["drafts"]
    assert [draft["text"] for draft in drafts if draft["text"]] == []


async def test_of_two_windows_with_one_revision_only_one_is_kept(site: OpenSite) -> None:
    """Other text under the same revision is refused with the kept one; the same text again is the same save."""
    _, one = await served(site)
    juss, path = await site.client("juss"), f"/conversations/{one.interaction}/draft"
    bodies = [{"kind": "note", "text": text, "revision": 1} for text in ("üks", "kaks")]
    answers = await asyncio.gather(*(juss.put(path, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    kept, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert refused.json()["draft"] == kept.json()
    again = await juss.put(path, json={"kind": "note", "text": kept.json()["text"], "revision": 1})
    assert (again.status_code, again.json()) == (200, kept.json())


async def test_the_set_up_is_the_admins(site: OpenSite) -> None:
    """A supervisor may neither read nor change it; what the admin changes is there, and nonsense is refused."""
    kristi, admin = await site.client("kristi"), await site.client("admin")
    assert (await kristi.get("/setup")).status_code == 403
    assert (await kristi.put("/setup/queue", json={"rules": {"queue": "new"}})).status_code == 403
    assert (await admin.put("/setup/queue", json={"rules": {"queue": "new"}})).status_code == 200
    assert "new" in [queue["queue"] for queue in (await admin.get("/setup")).json()["queues"]]
    assert (await admin.put("/setup/queue", json={"rules": {"queue": 5}})).status_code in (400, 422)
    without = await admin.put("/setup/queue", json={"rules": {"queue": "x"}}, headers={"x-hoolin-csrf": "forged"})
    assert without.status_code == 403


async def test_records_are_merged_unmerged_and_erased(site: OpenSite) -> None:
    """Merged, both pasts are shown together, whichever is asked about; unmerged, each has their own; erased, there is none."""
    await waiting(site)
    await waiting(site, "Mina jälle")
    one, two = (each.customer for each in site.built.site.kept.interactions.values())
    kristi, admin = await site.client("kristi"), await site.client("admin")
    for call, shown in (("merge", 2), ("unmerge", 1)):
        assert (await kristi.post(f"/customers/{one}/{call}", json={"customer": two})).status_code == 200
        for asked in (one, two):
            assert len((await kristi.get(f"/customers/{asked}")).json()["timeline"]) == shown
    assert (await kristi.post(f"/customers/{one}/unmerge", json={"customer": two})).status_code == 409
    assert (await kristi.delete(f"/customers/{one}")).status_code == 403
    assert (await admin.delete(f"/customers/{one}")).status_code == 200
    assert site.only().customer == two
    assert (await admin.delete(f"/customers/{one}")).status_code == 404
