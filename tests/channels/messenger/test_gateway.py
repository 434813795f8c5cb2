"""The gateway of Messenger and Instagram against a Graph API on loopback."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import hoolin.channels.messenger as messenger
from hoolin.channels import calling
from hoolin.channels.messenger.gateway import MessengerGateway
from hoolin.channels.messenger.manifest import MessengerAccount
from hoolin.channels.written import Heard, HookRequest, Passed, Reported, Sent
from hoolin.core.errors import Defect, Invalid, Malformed, NotAllowed, NotFound, NotReached
from tests.channels.around import House, file, meta, outgoing, raw
from tests.channels.double import Answer, said
from tests.channels.graph_api import APP_ID, APP_SECRET, INSTAGRAM, PAGE, TOKEN, GraphApi, error

FIXTURES = Path(str(messenger.__file__)).parent / "fixtures"
PERSON = "1423587017700273"


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
async def gateway(api: GraphApi, house: House) -> AsyncIterator[MessengerGateway]:
    """A gateway with a page, and the Instagram account that belongs to it."""
    one = MessengerGateway(house.around(), {"main": account(api), "insta": account(api, instagram_id=INSTAGRAM)})
    yield one
    await one.stop()


def account(api: GraphApi, **more: Any) -> MessengerAccount:
    """One page's settings."""
    fields = {
        "page_id": PAGE,
        "app_id": APP_ID,
        "token": TOKEN,
        "app_secret": APP_SECRET,
        "verify_token": "verify-me",
        "api_url": api.url,
    }
    return MessengerAccount(**{**fields, **more})


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_call_is_kept_for_whose_it_is(gateway: MessengerGateway, house: House) -> None:
    """To the byte, once; a call for the Instagram account is the Instagram account's, whichever address Meta called."""
    call = meta(fixture("message__text"), APP_SECRET)
    for _ in range(2):
        assert (await gateway.hook("main", call)).status == 200
    assert [(one.account, one.body) for one in house.kept] == [("main", call.body)]
    assert house.asked[0] == house.asked[1]
    direct = {"object": "instagram", "entry": [{**fixture("message__text")["entry"][0], "id": INSTAGRAM}]}
    await gateway.hook("main", meta(direct, APP_SECRET))
    assert house.kept[1].account == "insta"
    (heard,) = await gateway.understand(house.kept[1])
    assert isinstance(heard, Heard)
    assert (heard.sender.kind, heard.sender.name) == ("instagram", "Mari Maasikas")


async def test_a_wrong_signature_is_refused(gateway: MessengerGateway, house: House) -> None:
    """No signature, another secret's, a changed body: nothing is kept. An unknown account, and no JSON."""
    call = meta(fixture("message__text"), APP_SECRET)
    for wrong in (call._replace(headers={}), meta(fixture("message__text"), "x"), call._replace(body=call.body + b" ")):
        with pytest.raises(NotAllowed):
            await gateway.hook("main", wrong)
    assert house.asked == []
    with pytest.raises(NotFound):
        await gateway.hook("other", call)
    with pytest.raises(Malformed):
        await gateway.hook("main", meta(None, APP_SECRET, b"[]"))
    house.broken = True
    with pytest.raises(Defect):
        await gateway.hook("main", call)


async def test_the_question_of_meta_is_answered(gateway: MessengerGateway) -> None:
    """With the right word the challenge comes back; with another nobody learns anything."""
    query = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444"}
    assert (await gateway.hook("main", HookRequest("GET", {}, query, b""))).body == b"1158201444"
    with pytest.raises(NotAllowed):
        await gateway.hook("main", HookRequest("GET", {}, {**query, "hub.verify_token": ""}, b""))


def pictures(api: GraphApi, *names: str) -> Any:
    """A call with a message of pictures."""
    call = fixture("message__text")
    attachments = [{"type": "image", "payload": {"url": f"{api.url}/cdn/{name}"}} for name in names]
    call["entry"][0]["messaging"][0]["message"] = {"mid": "m_p", "text": "Vaata", "attachments": attachments}
    return call


async def test_pictures_are_fetched_with_the_name_of_who_sent_them(gateway: MessengerGateway, api: GraphApi) -> None:
    """Each file, and one that is gone is said; Meta is asked for the name once, and its silence loses nothing."""
    api.media["a.jpg"] = b"a picture"
    for _ in range(2):
        (heard,) = await gateway.understand(raw(pictures(api, "a.jpg", "gone.jpg")))
        assert isinstance(heard, Heard)
        assert [(one.name, one.media_type, one.body) for one in heard.files] == [("a.jpg", "image/jpeg", b"a picture")]
        assert (heard.text, heard.sender.name) == ("Vaata\n📎 gone.jpg · ⚠ 404", "Mari Maasikas")
    assert len(api.asked(PERSON)) == 1
    api.names.clear()
    stranger = fixture("message__text")
    stranger["entry"][0]["messaging"][0]["sender"]["id"] = "77"
    api.faults.append(("/77", "drop"))
    (nameless,) = await gateway.understand(raw(stranger))
    assert isinstance(nameless, Heard) and nameless.sender.name == ""


async def test_an_address_in_our_own_network_is_not_asked(gateway: MessengerGateway, api: GraphApi) -> None:
    """Whoever can make Meta tell an address cannot make us ask within; a server error is waited for."""
    async with GraphApi() as inner:
        call = pictures(api, "a.jpg")
        for url in (
            f"{inner.url}/cdn/x.jpg",
            "http://localhost:1/x.jpg",
            "https://user@10.0.0.1/x.jpg",
            "ftp://example.com/x.jpg",
        ):
            call["entry"][0]["messaging"][0]["message"]["attachments"][0]["payload"]["url"] = url
            (heard,) = await gateway.understand(raw(call))
            assert isinstance(heard, Heard)
            assert heard.text == "Vaata\n📎 x.jpg · ⚠ refused", url
        assert inner.calls == []
    api.faults.append(("/cdn/", Answer(503)))
    with pytest.raises(NotReached):
        await gateway.understand(raw(pictures(api, "a.jpg")))


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_text_and_files_go_out_and_come_back_as_an_echo(gateway: MessengerGateway, api: GraphApi) -> None:
    """Files are handed over first; the echo of the last part confirms our delivery."""
    sent = await gateway.send(outgoing("messenger", PERSON, files=(file("arve.pdf", "application/pdf", b"%PDF"),)))
    assert sent == Sent("accepted", "", "m_s1 m_s2")
    assert list(api.uploads.values()) == [("arve.pdf", "application/pdf", b"%PDF")]
    message = {**api.sent[-1]["message"], "mid": "m_s2", "is_echo": True, "app_id": int(APP_ID)}
    event = {"sender": {"id": PAGE}, "recipient": {"id": PERSON}, "message": message}
    found = await gateway.understand(raw({"object": "page", "entry": [{"id": PAGE, "messaging": [event]}]}))
    assert found == (Reported(state="accepted", ours="d-1", reference="m_s2"),)


async def test_instagram_gets_what_it_takes(gateway: MessengerGateway, api: GraphApi) -> None:
    """A picture as shared media, through the page; another kind of file is refused before anything goes."""
    image = file("a.png", "image/png", b"png")
    assert (await gateway.send(outgoing("instagram", "9", "", account="insta", files=(image,)))).ending == "accepted"
    assert api.sent[0]["message"] == {"attachment": {"type": "MEDIA_SHARE", "payload": {"id": "70000"}}}
    assert api.asked("/message_attachments")[0].form["platform"] == "instagram"
    word = file("a.docx", "application/msword", b"x")
    assert await gateway.send(outgoing("instagram", "9", account="insta", files=(word,))) == Sent(
        "rejected", "file_type"
    )


CLOSED = error(10, "This message is sent outside of allowed window.", subcode=2018278)


async def test_a_closed_window(gateway: MessengerGateway, api: GraphApi, house: House) -> None:
    """Rejected by one clear code; with the human agent's tag it goes once more, marked so, and only after a refusal."""
    api.faults.append(("/messages", CLOSED))
    assert await gateway.send(outgoing("messenger", PERSON)) == Sent("rejected", "window_closed")
    human = MessengerGateway(house.around(), {"main": account(api, human_agent=True)})
    api.faults.append(("/messages", CLOSED))
    assert (await human.send(outgoing("messenger", PERSON))).ending == "accepted"
    assert (api.sent[-1]["messaging_type"], api.sent[-1]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    await human.stop()


@pytest.mark.parametrize(
    "fault", [error(613, "Calls to this api have exceeded the rate limit."), error(4, "limit", 429)]
)
async def test_throttling_is_not_reached(gateway: MessengerGateway, api: GraphApi, fault: Answer) -> None:
    """Nothing was accepted; the page rests for a while, without a call."""
    api.faults.append(("/messages", fault))
    for _ in range(2):
        with pytest.raises(NotReached):
            await gateway.send(outgoing("messenger", PERSON))
    assert len(api.asked("/messages")) <= 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [("drop", "remote_protocol_error"), (error(2, "Temporary", 500), "2 Temporary"), ("hang", "timed_out"),
     ("trickle", "timed_out"), (Answer(200, b""), "unreadable_answer")],
)  # fmt: skip
async def test_what_may_have_arrived_is_unknown(
    gateway: MessengerGateway, api: GraphApi, monkeypatch: pytest.MonkeyPatch, fault: Any, code: str
) -> None:
    """The message was written and no clear answer came: unknown, and sent once."""
    monkeypatch.setattr(calling, "CALL_SECONDS_MAX", 0.5)
    api.faults.append(("/messages", fault))
    sent = await gateway.send(outgoing("messenger", PERSON))
    assert (sent.ending, sent.code) == ("unknown", code)
    assert len(api.asked("/messages")) == 1


async def test_refusals(gateway: MessengerGateway, api: GraphApi) -> None:
    """What Meta refuses is rejected with its word; after an accepted part it is unknown; an upload may be tried again."""
    api.faults.append(("/messages", error(551, "This person isn't available right now.")))
    assert await gateway.send(outgoing("messenger", PERSON)) == Sent(
        "rejected", "551 This person isn't available right now."
    )
    assert await gateway.send(outgoing("messenger", PERSON, "")) == Sent("rejected", "empty")
    api.faults.extend([("/messages", said({"message_id": "m_one"})), ("/messages", error(551, "gone"))])
    sent = await gateway.send(outgoing("messenger", PERSON, "a" * 2_000 + " b"))
    assert sent == Sent("unknown", "part_2_of_2:551 gone", "m_one")
    api.faults.append(("/message_attachments", "drop"))
    with pytest.raises(NotReached):
        await gateway.send(outgoing("messenger", PERSON, files=(file("a.png", "image/png", b"x"),)))
    api.faults.append(("/message_attachments", error(100, "Bad file")))
    refused = await gateway.send(outgoing("messenger", PERSON, files=(file("a.png", "image/png", b"x"),)))
    assert refused == Sent("rejected", "100 Bad file")


# ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_check_says_what_is_wrong(gateway: MessengerGateway, api: GraphApi, house: House) -> None:
    """All well; then nothing subscribed, a webhook elsewhere, another account, a token that is none."""
    assert all(one.well for one in await gateway.check("main"))
    api.fields, api.page_callback = ["feed"], "https://old.example/x"
    found = {one.what: one.said for one in await gateway.check("insta") if not one.well}
    assert set(found) == {"subscription", "webhook"}
    assert "https://old.example/x for instagram" in found["webhook"]
    other = MessengerGateway(
        house.around(""), {"main": account(api, instagram_id="5"), "token": account(api, token="x")}
    )
    assert {one.what for one in await other.check("main") if not one.well} == {"instagram", "subscription", "webhook"}
    assert [one.what for one in await other.check("token")] == ["token"]
    await other.stop()
    api.proof_of = "another"
    assert [one.what for one in await gateway.check("main")] == ["app_secret"]


async def test_an_account_is_checked_and_hides_its_secrets(api: GraphApi) -> None:
    """What cannot be right is refused by the name of its field; no secret shows."""
    for wrong in (
        {"page_id": "me"},
        {"app_id": ""},
        {"instagram_id": "@us"},
        {"app_secret": ""},
        {"api_url": "ftp://x"},
    ):
        with pytest.raises(Invalid):
            account(api, **wrong)
    assert not any(secret in repr(account(api)) for secret in (TOKEN, APP_SECRET, "verify-me"))


async def test_what_nobody_said_comes_to_nothing(gateway: MessengerGateway) -> None:
    """Another program's conversation is passed over, and no name is asked for."""
    assert await gateway.understand(raw(fixture("standby__message"))) == (Passed(why="standby"),)
