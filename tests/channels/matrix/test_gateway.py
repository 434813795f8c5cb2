"""The Matrix gateway against a real homeserver: both directions, refusals, repeats, files, receipts, encrypted rooms."""

from urllib.parse import quote

import pytest

from hoolin.channels.matrix.manifest import MatrixAccount
from hoolin.channels.matrix.notices import ENCRYPTED
from hoolin.channels.written import Heard, HookRequest, OutFile, Passed, ReadUpTo, Reported
from hoolin.core.errors import NotAllowed, NotFound
from tests.channels.matrix.stand import CLIENT, HELP, Customer, Kept, gateway, outgoing, ready
from tests.channels.matrix.synapse import DOMAIN, Synapse

# The first of them starts the homeserver, which takes a minute where the machine is crowded.
pytestmark = [pytest.mark.needs("synapse"), pytest.mark.timeout(240)]


async def test_a_customer_is_heard_and_answered(synapse: Synapse) -> None:
    """An invitation is accepted; what is written is kept under its event's id; our answer arrives once, and is reported."""
    kept = Kept()
    async with gateway(synapse, kept.keep) as (made, _), Customer(synapse) as mari:
        await ready(made)
        await mari.call("PUT", f"{CLIENT}/profile/{quote(mari.user)}/displayname", {"displayname": "Mari Maasikas"})
        room = await mari.talk()
        event = await mari.say(room, "Tere! 🙂")
        await kept.until(lambda: bool(kept.of(room)))
        (raw,) = kept.of(room)
        (heard,) = await made.understand(raw)
        assert isinstance(heard, Heard)
        assert raw.key == heard.key == heard.reference == event
        assert (heard.text, heard.sender.value, heard.sender.name) == ("Tere! 🙂", mari.user, "Mari Maasikas")
        assert heard.sender.proven and heard.thread == room

        sent = await made.send(outgoing(mari, heard.thread, "Tere, Mari!", "d-1"))
        again = await made.send(outgoing(mari, heard.thread, "Tere, Mari!", "d-1"))
        assert sent.ending == "accepted" and sent == again
        answer = await mari.hears(room, "Tere, Mari!")
        assert answer["event_id"] == sent.reference and answer["sender"] == HELP
        assert len(await mari.messages(room)) == 2
        await kept.until(lambda: len(kept.of(room)) == 2)
        assert await made.understand(kept.of(room)[1]) == (
            Reported(state="accepted", ours="d-1", reference=sent.reference),
        )

        await mari.call("POST", f"{CLIENT}/rooms/{quote(room)}/receipt/m.read/{quote(sent.reference)}", {})
        await kept.until(lambda: bool(kept.of(room, "m.receipt")))
        read = await made.understand(kept.of(room, "m.receipt")[-1])
        assert read[0] == Reported(state="read", reference=sent.reference)
        assert isinstance(read[1], ReadUpTo) and read[1].at == answer["origin_server_ts"]


async def test_our_other_users_answer_as_themselves(synapse: Synapse) -> None:
    """Who wrote to another user of ours is answered by that one."""
    kept = Kept()
    sales = f"@sales:{DOMAIN}"
    async with gateway(synapse, kept.keep) as (made, _), Customer(synapse) as mari:
        await ready(made)
        room = await mari.talk(sales)
        await mari.say(room, "How much?")
        await kept.until(lambda: bool(kept.of(room)))
        (heard,) = await made.understand(kept.of(room)[0])
        assert isinstance(heard, Heard) and heard.thread == f"{room} {sales}"
        assert (await made.send(outgoing(mari, heard.thread, "Five euros.", "s-1"))).ending == "accepted"
        assert (await mari.hears(room, "Five euros."))["sender"] == sales


async def test_files_go_both_ways(synapse: Synapse) -> None:
    """A customer's file is fetched with our own authority; a file of ours is in the room with its bytes."""
    kept = Kept()
    async with gateway(synapse, kept.keep) as (made, _), Customer(synapse) as mari:
        await ready(made)
        room = await mari.talk()
        uploaded = await mari._http.post("/_matrix/media/v3/upload?filename=a.png", content=b"\x89PNG picture",
                                         headers={"content-type": "image/png"})  # fmt: skip
        uri = uploaded.json()["content_uri"]
        await mari.say(room, "my bill", msgtype="m.image", filename="a.png", url=uri)
        await kept.until(lambda: bool(kept.of(room)))
        (heard,) = await made.understand(kept.of(room)[0])
        assert isinstance(heard, Heard) and heard.text == "my bill"
        assert [(file.name, file.media_type, file.body) for file in heard.files] == [
            ("a.png", "image/png", b"\x89PNG picture")
        ]
        await mari.say(room, "gone.pdf", msgtype="m.file", url=f"mxc://{DOMAIN}/nothing")
        await kept.until(lambda: len(kept.of(room)) == 2)
        (lost,) = await made.understand(kept.of(room)[1])
        assert isinstance(lost, Heard) and lost.text == f"gone.pdf (mxc://{DOMAIN}/nothing)" and not lost.files

        file = OutFile("price list.pdf", "application/pdf", 6, lambda: iter([b"%PDF", b"-1"]))
        sent = await made.send(outgoing(mari, room, "Here it is", "f-1", files=(file,)))
        assert sent.ending == "accepted"
        found = (await mari.hears(room, "price list.pdf"))["content"]
        media = found["url"].removeprefix("mxc://")
        assert found["msgtype"] == "m.file" and found["info"] == {"mimetype": "application/pdf", "size": 6}
        assert (await mari._http.get(f"/_matrix/client/v1/media/download/{media}")).content == b"%PDF-1"
        again = await made.send(outgoing(mari, room, "Here it is", "f-1", files=(file,)))
        assert again == sent and len(await mari.messages(room)) == 4


async def test_an_encrypted_room_is_told_once(synapse: Synapse) -> None:
    """We say once that we cannot read it, over restarts too, and refuse to answer in the clear what was not said so."""
    kept = Kept()
    async with Customer(synapse) as mari:
        async with gateway(synapse, kept.keep) as (made, _):
            await ready(made)
            room = await mari.talk()
            await mari.call("PUT", f"{CLIENT}/rooms/{quote(room)}/state/m.room.encryption/",
                            {"algorithm": "m.megolm.v1.aes-sha2"})  # fmt: skip
            hidden = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "y"}
            for _ in range(2):
                await mari.say(room, "", "m.room.encrypted", **hidden)
            await kept.until(lambda: len(kept.of(room, "m.room.encrypted")) == 2)
            assert await made.understand(kept.of(room, "m.room.encrypted")[0]) == (Passed(why="encrypted"),)
            notice = await mari.hears(room, ENCRYPTED["et"])
            assert notice["content"]["msgtype"] == "m.notice"
            assert await made.send(outgoing(mari, room, "secret", "e-1")) == ("rejected", "room_encrypted", "")
        async with gateway(synapse, kept.keep) as (made, _):
            await ready(made)
            await mari.say(room, "", "m.room.encrypted", **hidden)
            await kept.until(lambda: len(kept.of(room, "m.room.encrypted")) == 3)
            house = made._houses["main"]
            while house.rooms._todo.qsize():
                await mari.messages(room)
            await house.rooms._tell(room, "")
            assert len(await mari.messages(room)) == 1


async def test_a_customer_who_left_is_not_reached(synapse: Synapse) -> None:
    """Writing to a room that its customer has left ends as rejected, and says so; a new room is begun once."""
    kept = Kept()
    async with gateway(synapse, kept.keep) as (made, _), Customer(synapse) as mari:
        await ready(made)
        room = await mari.talk()
        await mari.call("POST", f"{CLIENT}/rooms/{quote(room)}/leave", {})
        assert await made.send(outgoing(mari, room, "still there?", "l-1")) == ("rejected", "customer_left", "")
        first = await made.send(outgoing(mari, "", "We have news", "l-2"))
        second = await made.send(outgoing(mari, "", "More news", "l-3"))
        assert first.ending == second.ending == "accepted"
        invited = (await mari.call("GET", f"{CLIENT}/sync?timeout=0"))["rooms"]["invite"]
        assert len(invited) == 1
        await mari.call("POST", f"{CLIENT}/join/{quote(next(iter(invited)))}", {})
        texts = [event["content"]["body"] for event in await mari.messages(next(iter(invited)))]
        assert texts == ["We have news", "More news"]


async def test_a_transaction_that_was_not_kept_comes_again(synapse: Synapse) -> None:
    """While we answer 500, the homeserver sends the same transaction again; in the end each event is there once, in order."""
    kept = Kept()
    async with gateway(synapse, kept.keep) as (made, door), Customer(synapse) as mari:
        await ready(made)
        room = await mari.talk()
        await kept.until(lambda: bool(kept.of(room, "m.room.member", HELP)))
        kept.fails = 1
        events = [await mari.say(room, f"no {number}") for number in range(3)]
        await kept.until(lambda: len(kept.of(room)) == 3, 60)
        failed = [path for path, status in door.calls if status == 500]
        assert failed and (failed[0], 200) in door.calls
        assert [raw.key for raw in kept.of(room)] == events


async def test_a_repeated_transaction_changes_nothing(synapse: Synapse) -> None:
    """The same transaction twice is one event; a wrong token, an unknown account and an unknown path are refused."""
    kept = Kept()
    body = b'{"events":[{"event_id":"$a","type":"m.room.message","room_id":"!r:x","sender":"@m:x","content":{"body":"hi"}}]}'
    headers = {"authorization": f"Bearer {synapse.account.hs_token}"}
    put = HookRequest("PUT", headers, {}, body, "/_matrix/app/v1/transactions/7")
    async with gateway(synapse, kept.keep) as (made, _):
        await ready(made)
        assert (await made.hook("main", put)).status == (await made.hook("main", put)).status == 200
        assert [raw.key for raw in kept.all if raw.key == "$a"] == ["$a"] and "$a" in kept.repeats
        before = len(kept.all)
        for wrong in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Bearer "}):
            with pytest.raises(NotAllowed):
                await made.hook("main", put._replace(headers=wrong))
        with pytest.raises(NotFound):
            await made.hook("other", put)
        assert (await made.hook("main", put._replace(path="/elsewhere"))).status == 404
        known = HookRequest("GET", headers, {}, b"", f"/_matrix/app/v1/users/{quote(HELP)}")
        assert (await made.hook("main", known)).status == 200
        assert (await made.hook("main", known._replace(path="/_matrix/app/v1/users/@else:x"))).status == 404
        assert len(kept.all) == before


async def test_the_check_says_what_is_wrong(synapse: Synapse) -> None:
    """A well account is well in every point; each wrong setting is named with what to do."""
    kept = Kept()
    async with gateway(synapse, kept.keep) as (made, _):
        findings = await made.check("main")
        assert [finding.what for finding in findings if finding.well] == ["homeserver", "user", "calls"]

    async def wrong(**changed: str) -> str:
        good = synapse.account
        said = {"homeserver": good.homeserver, "user": good.user, "appservice": good.appservice,
                "as_token": good.as_token, "hs_token": good.hs_token, **changed}  # fmt: skip
        account = MatrixAccount(**said)  # type: ignore[arg-type]
        async with gateway(synapse, kept.keep, account) as (made, _):
            finding = (await made.check("main"))[-1]
            assert not finding.well
            return finding.said

    assert "Check `homeserver`" in await wrong(homeserver="http://127.0.0.1:9")
    assert "does not know `as_token`" in await wrong(as_token="another-token-of-ours")
    assert "`user` says @else" in await wrong(user=f"@else:{DOMAIN}")
    assert "Check the path and `hs_token`" in await wrong(hs_token="another-token-of-theirs")
    assert "`appservice` is not the `id`" in await wrong(appservice="other")
