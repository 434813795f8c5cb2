"""WhatsApp's gateway against a Graph API on loopback."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import hoolin.channels.whatsapp as whatsapp
from hoolin.channels import calling
from hoolin.channels.gathering import WAIT_MS_MAX
from hoolin.channels.signed import signature
from hoolin.channels.whatsapp.gateway import WhatsappGateway
from hoolin.channels.whatsapp.manifest import WINDOW_MS, WhatsappAccount
from hoolin.channels.written import Heard, HookRequest, Passed, Sent
from hoolin.core.errors import Defect, Invalid, Malformed, NotAllowed, NotFound, NotReached
from hoolin.core.interaction.commands import Letter
from tests.channels.around import NOW, House, file, meta, outgoing, raw
from tests.channels.double import Answer, Double, Fault, said
from tests.channels.graph_api import APP_SECRET, BUSINESS, NUMBER, TOKEN, GraphApi, error

FIXTURES = Path(str(whatsapp.__file__)).parent / "fixtures"
PERSON = "EE.13491208655302741918"


def fixture(name: str) -> Any:
    """One of the channel's own payloads."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
async def api() -> AsyncIterator[GraphApi]:
    """A Graph API; what is asked against its rules fails the test."""
    async with GraphApi() as double:
        yield double
    assert double.wrong == []


@pytest.fixture
def house() -> House:
    """The house that keeps."""
    return House()


@pytest.fixture
async def gateway(api: GraphApi, house: House) -> AsyncIterator[WhatsappGateway]:
    """A gateway with three numbers: two of one app, one of another."""
    one = WhatsappGateway(
        house.around(),
        {
            "main": account(api),
            "second": account(api, phone_number_id="42"),
            "foreign": account(api, phone_number_id="43", app_secret="x"),
        },
    )
    yield one
    await one.stop()


def account(api: Double, **more: Any) -> WhatsappAccount:
    """One number's settings."""
    fields = {
        "phone_number_id": NUMBER,
        "token": TOKEN,
        "app_secret": APP_SECRET,
        "verify_token": "verify-me",
        "api_url": api.url,
    }
    return WhatsappAccount(**{**fields, **more})


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_call_is_kept_as_it_came(gateway: WhatsappGateway, house: House) -> None:
    """Once for the account whose number is in it, to the byte, under the same key each time."""
    call = meta(fixture("message__text"), APP_SECRET)
    for _ in range(2):
        assert (await gateway.hook("main", call)).status == 200
    assert [(one.account, one.body) for one in house.kept] == [("main", call.body)]
    assert house.asked[0] == house.asked[1]


async def test_a_call_for_another_number_of_the_app_goes_to_it(gateway: WhatsappGateway, house: House) -> None:
    """Meta calls one address for all numbers of an app: the account whose number it is gets it, a foreign app's never."""
    await gateway.hook("main", meta(fixture("message__other_number"), APP_SECRET))
    assert [one.account for one in house.kept] == ["second"]
    (heard,) = await gateway.understand(house.kept[0])
    assert isinstance(heard, Heard) and heard.text == "x"
    both = fixture("message__text")
    both["entry"] += fixture("message__other_number")["entry"]
    house.kept.clear()
    await gateway.hook("second", meta(both, APP_SECRET))
    assert [one.account for one in house.kept] == ["main", "second"]
    assert [len([one for one in await gateway.understand(kept) if isinstance(one, Heard)]) for kept in house.kept] == [
        1,
        1,
    ]


async def test_a_wrong_signature_is_refused(gateway: WhatsappGateway, house: House) -> None:
    """Without, with another secret's, in the old form, and with the body changed by one byte: nothing is kept or read."""
    call = meta(fixture("message__text"), APP_SECRET)
    others: list[tuple[dict[str, str], bytes]] = [
        ({}, call.body),
        ({"x-hub-signature-256": "sha256=" + signature("other", call.body)}, call.body),
        ({"x-hub-signature": "sha1=" + signature(APP_SECRET, call.body)}, call.body),
        ({"x-hub-signature-256": signature(APP_SECRET, call.body)}, call.body),
        (dict(call.headers), call.body.replace(b"Tere", b"tere")),
    ]
    for headers, body in others:
        with pytest.raises(NotAllowed):
            await gateway.hook("main", HookRequest("POST", headers, {}, body))
    assert house.asked == []
    with pytest.raises(NotFound):
        await gateway.hook("other", call)
    with pytest.raises(Malformed):
        await gateway.hook("main", meta(None, APP_SECRET, b"{"))


async def test_what_cannot_be_kept_is_not_acknowledged(gateway: WhatsappGateway, house: House) -> None:
    """When the disk refuses, Meta is not told that we have it."""
    house.broken = True
    with pytest.raises(Defect):
        await gateway.hook("main", meta(fixture("message__text"), APP_SECRET))


async def test_the_question_of_meta_is_answered(gateway: WhatsappGateway, house: House) -> None:
    """With the right word the challenge comes back; with another nobody learns anything."""
    query = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    reply = await gateway.hook("main", HookRequest("GET", {}, query, b""))
    assert (reply.status, reply.body, reply.media_type) == (200, b"1158201444", "text/plain")
    with pytest.raises(NotAllowed):
        await gateway.hook("main", HookRequest("GET", {}, {**query, "hub.verify_token": "x"}, b""))
    script = {**query, "hub.challenge": "<script>alert(1)</script>"}
    assert (await gateway.hook("main", HookRequest("GET", {}, script, b""))).status == 400
    assert house.asked == []


async def test_a_picture_is_fetched(gateway: WhatsappGateway, api: GraphApi) -> None:
    """Its address is asked for, and fetched with the account's token."""
    api.media["65463453"] = b"\xff\xd8 a picture"
    (heard,) = await gateway.understand(raw(fixture("message__image")))
    assert isinstance(heard, Heard)
    assert [(one.name, one.media_type, one.body) for one in heard.files] == [
        ("image.jpg", "image/jpeg", b"\xff\xd8 a picture")
    ]


async def test_a_picture_that_is_not_there(gateway: WhatsappGateway, api: GraphApi, house: House) -> None:
    """Gone for good is said; not to be had now is waited for, and said after half an hour."""
    (gone,) = await gateway.understand(raw(fixture("message__image")))
    assert isinstance(gone, Heard) and gone.text == "Ruuter\n📎 image.jpg · ⚠ 400"
    api.media["65463453"] = b"x"
    faults: list[tuple[str, Fault | Answer]]
    faults = [("/65463453", error(2, "Temporary", 503)), ("/65463453", "drop"), ("/cdn/", Answer(500))]
    faults += [("/65463453", error(80007, "Too many calls")), ("/65463453", error(190, "Expired"))]
    for fault in faults:
        api.faults.append(fault)
        with pytest.raises(NotReached):
            await gateway.understand(raw(fixture("message__image")))
    api.faults.append(("/cdn/", Answer(500)))
    house.now = NOW + WAIT_MS_MAX + 1
    (late,) = await gateway.understand(raw(fixture("message__image")))
    assert isinstance(late, Heard) and late.files == ()


async def test_the_token_goes_nowhere_else(gateway: WhatsappGateway, api: GraphApi) -> None:
    """A redirect to another origin is asked without the account's token, and into our own network not at all."""
    async with Double(lambda _: Answer(200, b"secret")) as inner:
        api.media["65463453"] = b"x"
        api.faults.append(("/cdn/", Answer(302, b"", {"location": f"{inner.url}/latest"})))
        (heard,) = await gateway.understand(raw(fixture("message__image")))
        assert isinstance(heard, Heard)
        assert (heard.files, heard.text) == ((), "Ruuter\n📎 image.jpg · ⚠ refused")
        assert inner.calls == []


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_text_and_files_go_out(gateway: WhatsappGateway, api: GraphApi) -> None:
    """Files are handed over before the first message; every part's reference is kept."""
    files = (file("arve.pdf", "application/pdf", b"%PDF"), file("a.jpg", "image/jpeg", b"j"))
    sent = await gateway.send(outgoing("whatsapp", PERSON, "Tere!", thread="3725551234", files=files))
    assert sent == Sent("accepted", "", "wamid.s1 wamid.s2 wamid.s3")
    assert [one["type"] for one in api.sent] == ["text", "document", "image"]
    assert list(api.uploads.values()) == [("arve.pdf", "application/pdf", b"%PDF"), ("a.jpg", "image/jpeg", b"j")]
    paths = [call.path.rpartition("/")[2] for call in api.calls]
    assert paths == ["media", "media", "messages", "messages", "messages"]


async def test_outside_the_window_only_a_template(gateway: WhatsappGateway, api: GraphApi, house: House) -> None:
    """A day after the customer's last word we know it ourselves; a template still goes; a new word opens the window again."""
    await gateway.understand(raw(fixture("message__text")))
    house.now = NOW + WINDOW_MS
    assert (await gateway.send(outgoing("whatsapp", PERSON))).ending == "accepted"
    house.now += 1
    assert await gateway.send(outgoing("whatsapp", PERSON)) == Sent("rejected", "window_closed")
    assert len(api.sent) == 1
    letter = Letter(template="order_ready", values=("12",))
    assert (await gateway.send(outgoing("whatsapp", PERSON, letter=letter))).ending == "accepted"
    refused = await gateway.send(outgoing("whatsapp", PERSON, letter=letter, files=(file("a", "image/png", b""),)))
    assert refused == Sent("rejected", "template_with_files")
    later = fixture("message__text")
    later["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"] = str(house.now // 1_000)
    await gateway.understand(raw(later))
    await gateway.understand(raw(fixture("message__text")))
    assert (await gateway.send(outgoing("whatsapp", PERSON))).ending == "accepted"


async def test_meta_says_that_the_window_is_closed(gateway: WhatsappGateway, api: GraphApi) -> None:
    """After a restart we do not know, and Meta's own word for it is the same code."""
    api.faults.append(("/messages", error(131047, "Re-engagement message")))
    assert await gateway.send(outgoing("whatsapp", PERSON)) == Sent("rejected", "window_closed")


LATER = [
    error(130429, "Rate limit hit"),
    error(131056, "Pair rate limit hit"),
    error(80007, "Too many"),
    error(0, "", 429),
]


@pytest.mark.parametrize("fault", LATER)
async def test_throttling_is_not_reached(gateway: WhatsappGateway, api: GraphApi, fault: Answer) -> None:
    """Meta's ways of saying later: nothing was accepted, and the next attempt to the same person waits without a call."""
    api.faults.append(("/messages", fault))
    with pytest.raises(NotReached, match="throttled"):
        await gateway.send(outgoing("whatsapp", "37255501"))
    assert len(api.asked("/messages")) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [("drop", "remote_protocol_error"), ("garbage", "remote_protocol_error"), (error(1, "Unknown", 500), "1 Unknown"),
     ("hang", "timed_out"), (Answer(200, b"ok"), "unreadable_answer")],
)  # fmt: skip
async def test_what_may_have_arrived_is_unknown(
    gateway: WhatsappGateway, api: GraphApi, monkeypatch: pytest.MonkeyPatch, fault: Any, code: str
) -> None:
    """The message was written and no clear answer came: unknown, and sent once."""
    monkeypatch.setattr(calling, "CALL_SECONDS_MAX", 0.5)
    api.faults.append(("/messages", fault))
    sent = await gateway.send(outgoing("whatsapp", PERSON))
    assert (sent.ending, sent.code) == ("unknown", code)
    assert len(api.asked("/messages")) == 1


async def test_an_upload_that_went_wrong_may_be_tried_again(
    gateway: WhatsappGateway, api: GraphApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees a file that no message names: not reached. What Meta refuses of it is final. No message went."""
    files = (file("a.jpg", "image/jpeg", b"j"),)
    faults: list[Fault | Answer] = ["drop", Answer(500), "hang", "trickle"]
    for fault in faults:
        api.faults.append(("/media", fault))
        with monkeypatch.context() as patch, pytest.raises(NotReached):
            # Only of what never ends: a busy machine may take longer than that for an answer.
            patch.setattr(calling, "UPLOAD_SECONDS_MAX", 0.5)
            await gateway.send(outgoing("whatsapp", PERSON, "x", files=files))
    api.faults.append(("/media", error(100, "Unsupported type")))
    assert await gateway.send(outgoing("whatsapp", PERSON, "x", files=files)) == Sent(
        "rejected", "100 Unsupported type"
    )
    assert api.sent == []


async def test_refusals_and_limits(gateway: WhatsappGateway, api: GraphApi) -> None:
    """What Meta refuses is rejected with its word; an empty message and one too large are not even tried; a later part is unknown."""
    api.faults.append(("/messages", error(131026, "Message undeliverable")))
    assert await gateway.send(outgoing("whatsapp", PERSON)) == Sent("rejected", "131026 Message undeliverable")
    assert await gateway.send(outgoing("whatsapp", PERSON, " ")) == Sent("rejected", "empty")
    large = file("a", "video/mp4", b"")._replace(size=200 << 20)
    assert await gateway.send(outgoing("whatsapp", PERSON, files=(large,))) == Sent("rejected", "file_too_large")
    good = said({"messages": [{"id": "wamid.one"}]})
    api.faults.extend([("/messages", good), ("/messages", error(131026, "Message undeliverable"))])
    sent = await gateway.send(outgoing("whatsapp", PERSON, "a" * 4_096 + " b"))
    assert sent == Sent("unknown", "part_2_of_2:131026 Message undeliverable", "wamid.one")


# ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_check_says_what_is_wrong(gateway: WhatsappGateway, api: GraphApi, house: House) -> None:
    """All well; then a webhook elsewhere, a secret that does not fit, a token that is none."""
    whole = WhatsappGateway(house.around(), {"main": account(api, business_id=BUSINESS)})
    found = await whole.check("main")
    assert {one.what for one in found} == {"number", "app_secret", "webhook", "subscription"}
    assert all(one.well for one in found)
    await whole.stop()
    api.callback = "https://old.example/x"
    assert [one.said for one in await gateway.check("main") if not one.well] == [
        "Meta calls https://old.example/x; set the callback URL of the app to https://help.example.ee/hooks/whatsapp/main."
    ]
    api.proof_of = "another"
    assert [one.what for one in await gateway.check("main")] == ["app_secret"]
    stranger = WhatsappGateway(house.around(), {"main": account(api, token="other")})
    assert [one.what for one in await stranger.check("main")] == ["token"]
    await stranger.stop()


async def test_nobody_there_is_not_reached(house: House) -> None:
    """A server that is not there got nothing, so it may be tried again, and the check says so."""
    async with GraphApi() as gone:
        pass
    gateway = WhatsappGateway(house.around(), {"main": account(gone)})
    with pytest.raises(NotReached):
        await gateway.send(outgoing("whatsapp", PERSON))
    assert [one.what for one in await gateway.check("main")] == ["reachable"]
    await gateway.stop()


async def test_an_account_is_checked_and_hides_its_secrets(api: GraphApi) -> None:
    """What cannot be right is refused by the name of its field; no secret shows."""
    for wrong in (
        {"phone_number_id": "+372 555"},
        {"token": ""},
        {"app_secret": "a b"},
        {"verify_token": ""},
        {"messages_per_second": 0},
    ):
        with pytest.raises(Invalid):
            account(api, **wrong)
    shown = repr(account(api))
    assert not any(secret in shown for secret in (TOKEN, APP_SECRET, "verify-me"))


async def test_what_nobody_said_comes_to_nothing(gateway: WhatsappGateway) -> None:
    """A call without messages is passed over."""
    empty = {"entry": [{"changes": [{"field": "account_update", "value": {}}]}]}
    assert await gateway.understand(raw(empty)) == (Passed(why="unknown_event:account_update"),)
