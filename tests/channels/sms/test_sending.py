"""What we send, against a real SMSC: every outcome is told as it was, and nothing is sent twice by itself."""

import asyncio
from typing import Any

import pytest

from hoolin.channels.sms import line
from hoolin.channels.written import Reported, Sent
from hoolin.cli.sms_peer import Smsc
from hoolin.core.errors import NotReached
from tests.channels.sms.stand import PERSON, ask, connected, insist, outgoing, until

pytestmark = pytest.mark.needs("node")

LONG = "Tere! Teie tellimus nr 12345 on teele pandud ja jõuab kohale homme. Täname! " * 4


def put_together(submitted: list[dict[str, object]]) -> str:
    """What the SMSC's own decoder read, part after part."""
    return "".join(str(one["message"]) for one in submitted)


@pytest.mark.parametrize("way", ["udh8", "udh16", "sar", "payload"])
@pytest.mark.parametrize(
    "text", ["tere", "12€ [ok]", "Привет, как дела?", "👍🏽 õhtul", "€" * 200, "😀" * 100, LONG, LONG.replace("õ", "o")],
    ids=["short", "extension", "cyrillic", "emoji", "euros", "emojis", "long", "long-gsm"],
)  # fmt: skip
async def test_texts_arrive_as_they_were_written(smsc: Smsc, way: str, text: str) -> None:
    """Whatever is written, foreign code reads the same out of our PDUs, whole and in order, however it was cut."""
    async with connected(smsc, concatenation=way) as (gateway, _):
        sent = await gateway.send(outgoing(text))
        state = await ask(smsc, "/state")
    submitted = state["submitted"]
    assert sent == Sent("accepted", "", submitted[-1]["id"])
    assert put_together(submitted) == text
    assert {(one["source"], one["dest"], one["dest_ton"]) for one in submitted} == {("3725550000", PERSON[1:], 1)}
    if len(submitted) > 1 and way.startswith("udh"):
        headers = [bytes.fromhex(one["udh"][0]) for one in submitted]
        assert [(one[-2], one[-1]) for one in headers] == [(len(headers), n) for n in range(1, len(headers) + 1)]
        assert {one[0] for one in headers} == {0 if way == "udh8" else 8}
    if len(submitted) > 1 and way == "sar":
        assert [one["sar"][1:] for one in submitted] == [[len(submitted), n] for n in range(1, len(submitted) + 1)]
    if way == "payload":
        assert len(submitted) == 1


@pytest.mark.parametrize("settings", [{"bind": "tx_rx"}, {"alphabet": "latin1"}, {"transliterate": True}], ids=str)
async def test_settings_change_what_is_sent(smsc: Smsc, settings: dict[str, Any]) -> None:
    """Two connections, another default alphabet, plain letters: as the account says."""
    async with connected(smsc, **settings) as (gateway, _):
        assert (await gateway.send(outgoing("Täna õhtul"))).ending == "accepted"
        state = await ask(smsc, "/state")
    (one,) = state["submitted"]
    octets = bytes.fromhex(one["octets"])
    if "bind" in settings:
        assert sorted(state["bound"]) == ["bind_receiver", "bind_transmitter"]
    if "transliterate" in settings:
        assert (one["message"], one["data_coding"]) == ("Täna ohtul", 0)
    else:
        assert "Täna õhtul".encode("utf-16-be") in octets


async def test_a_default_alphabet_of_latin1(smsc: Smsc) -> None:
    """Where `data_coding` 0 means Latin-1, that is what our octets are."""
    async with connected(smsc, alphabet="latin1") as (gateway, _):
        await gateway.send(outgoing("Täna öösel @ kodus"))
        (one,) = (await ask(smsc, "/state"))["submitted"]
    assert one["data_coding"] == 0
    assert bytes.fromhex(one["octets"]).endswith("Täna öösel @ kodus".encode("latin-1"))


@pytest.mark.parametrize(
    ("text", "to", "settings", "code"),
    [("", PERSON, {}, "empty"), ("tere", "PANK", {}, "no_number"), ("a" * 500, PERSON, {"parts_max": 3}, "too_long")],
)
async def test_what_cannot_be_sent_is_rejected_here(
    smsc: Smsc, text: str, to: str, settings: dict[str, Any], code: str
) -> None:
    """Nothing of it reaches the SMSC."""
    async with connected(smsc, **settings) as (gateway, _):
        assert await gateway.send(outgoing(text, to=to)) == Sent("rejected", code)
        assert (await ask(smsc, "/counts"))["submits"] == 0


@pytest.mark.parametrize(
    ("status", "code"), [(0x0B, "ESME_RINVDSTADR"), (0x45, "ESME_RSUBMITFAIL"), (0x410, "smpp_0x00000410")]
)
async def test_a_refusal_is_rejected_with_its_code(smsc: Smsc, status: int, code: str) -> None:
    """The SMSC's own word stands beside it, a vendor's number too."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"status": status})
        assert await gateway.send(outgoing("tere")) == Sent("rejected", code)


async def test_no_answer_is_unknown(smsc: Smsc) -> None:
    """The SMSC took it and said nothing: we do not know, and do not send it again."""
    async with connected(smsc, answer_seconds=0.5) as (gateway, _):
        await ask(smsc, "/set", {"silent": 1})
        assert await gateway.send(outgoing("tere")) == Sent("unknown", "no_answer")
        assert (await gateway.send(outgoing("veel", "d2"))).ending == "accepted"
        assert (await ask(smsc, "/counts"))["accepted"] == 2


async def test_a_late_answer_resolves_the_unknown(smsc: Smsc) -> None:
    """The answer comes after its time-out: it is kept, and says that the message was accepted and under which id."""
    async with connected(smsc, answer_seconds=0.4) as (gateway, house):
        await ask(smsc, "/set", {"lateMs": 1_000})
        assert (await gateway.send(outgoing("tere", "d7"))).ending == "unknown"
        await until(lambda: bool(house.raws))
        await house.take_in(gateway)
        (one,) = (await ask(smsc, "/state"))["submitted"]
    assert house.reported == [Reported(state="accepted", ours="d7", reference=one["id"])]


async def test_a_cut_after_writing_is_unknown(smsc: Smsc) -> None:
    """The connection ends when the SMSC has taken the message: unknown; the next one goes out over a new connection."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"dropAfter": 1})
        assert await gateway.send(outgoing("tere")) == Sent("unknown", "connection_lost")
        assert (await insist(gateway, outgoing("veel", "d2"))).ending == "accepted"
        assert [one["message"] for one in (await ask(smsc, "/state"))["submitted"]] == ["tere", "veel"]


async def test_nobody_there_is_not_reached(smsc: Smsc, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the SMSC refuses us, nothing leaves the house, and it is said why."""
    monkeypatch.setattr(line, "BOUND_WAIT_S_MAX", 0.3)
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"bindStatus": 0x0E})
        await ask(smsc, "/drop")
        await until(lambda: gateway._door("main").line.problem.startswith("The password"))
        with pytest.raises(NotReached, match="password is wrong"):
            await gateway.send(outgoing("tere"))
        assert (await ask(smsc, "/counts"))["submits"] == 0


async def test_stopping_lets_go_of_who_waits(smsc: Smsc) -> None:
    """A message that waits for a connection is told at once that nothing has left the house."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"bindStatus": 0x0D})
        await ask(smsc, "/drop")
        await until(lambda: not gateway._door("main").line.links)
        waiting = asyncio.create_task(gateway.send(outgoing("tere")))
        await asyncio.sleep(0.05)  # so that it is waiting when we stop
        begun = asyncio.get_running_loop().time()
        await gateway.stop()
        with pytest.raises(NotReached):
            await waiting
        assert asyncio.get_running_loop().time() - begun < 3


async def test_throttling_loses_nothing(smsc: Smsc) -> None:
    """Every seventh message is "too fast": all arrive once, since what was not taken is sent again and nothing else is."""
    async with connected(smsc, window=20) as (gateway, _):
        await ask(smsc, "/set", {"every": 7})
        sent = await asyncio.gather(*(insist(gateway, outgoing(f"nr {n}", f"d{n}")) for n in range(40)))
        state = await ask(smsc, "/state")
    assert {one.ending for one in sent} == {"accepted"}
    assert sorted(one["message"] for one in state["submitted"]) == sorted(f"nr {n}" for n in range(40))
    assert state["throttled"] >= 5


@pytest.mark.parametrize("status", [0x58, 0x14])
async def test_too_fast_and_full_are_later(smsc: Smsc, status: int) -> None:
    """Neither status ends a message."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"status": status, "statusAt": 1})
        with pytest.raises(NotReached):
            await gateway.send(outgoing("tere"))
        assert (await insist(gateway, outgoing("tere"))).ending == "accepted"
        assert len((await ask(smsc, "/state"))["submitted"]) == 1


async def test_a_throttled_later_part_is_sent_again_alone(smsc: Smsc) -> None:
    """When the second part is "too fast", it alone is sent again; the text arrives once and whole."""
    text = "a" * 153 + "b" * 153 + "c" * 20
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"status": 0x58, "statusAt": 2})
        assert (await gateway.send(outgoing(text))).ending == "accepted"
        submitted = (await ask(smsc, "/state"))["submitted"]
    assert put_together(submitted) == text


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [({"status": 0x45, "statusAt": 3}, "2 of 3 parts accepted, then ESME_RSUBMITFAIL"),
     ({"dropAfter": 2}, "1 of 3 parts accepted, then connection_lost")],
    ids=["refused", "cut"],
)  # fmt: skip
async def test_half_a_text_is_unknown_and_says_so(smsc: Smsc, behaviour: dict[str, int], code: str) -> None:
    """When some parts were accepted and then something failed, nobody pretends to know what the person reads."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", behaviour)
        assert await gateway.send(outgoing("a" * 400)) == Sent("unknown", code)


async def test_the_first_part_refused_rejects_the_text(smsc: Smsc) -> None:
    """Nothing of it was taken, and no other part is sent."""
    async with connected(smsc) as (gateway, _):
        await ask(smsc, "/set", {"status": 0x0B})
        assert await gateway.send(outgoing("a" * 400)) == Sent("rejected", "ESME_RINVDSTADR")
        assert (await ask(smsc, "/counts"))["submits"] == 1


async def test_the_pace_is_kept(smsc: Smsc) -> None:
    """An SMSC that takes thirty a second refuses none of sixty that are sent at once: our own bucket holds them back."""
    async with connected(smsc, per_second=25, window=50) as (gateway, _):
        await ask(smsc, "/set", {"perSecond": 30})
        sent = await asyncio.gather(*(gateway.send(outgoing(f"nr {n}", f"d{n}")) for n in range(60)))
        state = await ask(smsc, "/counts")
    assert {one.ending for one in sent} == {"accepted"}
    assert state["throttled"] == 0


async def test_no_more_than_the_window_are_on_their_way(smsc: Smsc) -> None:
    """An SMSC that answers late has never more than a window of ours before it."""
    async with connected(smsc, window=5) as (gateway, _):
        await ask(smsc, "/set", {"lateMs": 400})
        sending = [asyncio.create_task(gateway.send(outgoing(f"nr {n}", f"d{n}"))) for n in range(10)]
        await asyncio.sleep(0.2)  # less than the SMSC takes to answer: whatever has come by now came without an answer
        assert (await ask(smsc, "/counts"))["submits"] == 5
        assert {one.ending for one in await asyncio.gather(*sending)} == {"accepted"}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("form", ["text", "tlv", "both"])
@pytest.mark.parametrize("ids", ["same", "hex_then_decimal", "decimal_then_hex"])
async def test_receipts_name_the_message(smsc: Smsc, when: str, form: str, ids: str) -> None:
    """Before or after the answer, in whatever form and base: the receipt's reference is the one that `send` gave."""
    async with connected(smsc, id_form=ids) as (gateway, house):
        await ask(
            smsc, "/set", {"receipts": when, "receiptForm": form, "ids": ids, "receiptStates": ["ENROUTE", "DELIVRD"]}
        )
        sent = await gateway.send(outgoing("tere"))
        await until(lambda: len(house.raws) == 2)
        await house.take_in(gateway)
    assert sorted((one.state, one.reference) for one in house.reported) == [
        ("accepted", sent.reference),
        ("delivered", sent.reference),
    ]


async def test_a_failed_part_fails_the_text(smsc: Smsc) -> None:
    """Receipts of a text in parts: the text is known by its last part's id, and a part that failed is reported under it."""
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/set", {"receipts": "after", "receiptStates": ["UNDELIV"]})
        sent = await gateway.send(outgoing("a" * 400))
        await until(lambda: len(house.raws) == 3)
        await house.take_in(gateway)
    # What came before the text was wholly accepted is reported under the part's own id, and is nobody's.
    assert ("failed", sent.reference) in [(one.state, one.reference) for one in house.reported]
    assert {one.state for one in house.reported} == {"failed"}


async def test_our_reference_resolves_the_unknown(smsc: Smsc) -> None:
    """The answer was lost with the connection; the receipt repeats our reference, and so names the delivery."""
    async with connected(smsc, user_reference=True) as (gateway, house):
        await ask(smsc, "/set", {"receipts": "before", "echoReference": True, "dropAfter": 1})
        assert (await gateway.send(outgoing("tere", "d9"))).ending == "unknown"
        # The SMSC cut the connection before it made the receipt; it makes the next one's beside the same reference.
        await insist(gateway, outgoing("tere", "d9"))
        await until(lambda: bool(house.raws))
        await house.take_in(gateway)
    assert {(one.state, one.ours) for one in house.reported} == {("delivered", "d9")}


async def test_an_answer_to_whoever_gave_up_is_kept(smsc: Smsc) -> None:
    """The house stopped waiting before the answer came: the answer is kept and says what became of the message."""
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/set", {"lateMs": 600})
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await gateway.send(outgoing("tere", "d8"))
        await until(lambda: bool(house.raws))
        await house.take_in(gateway)
    assert [(one.state, one.ours) for one in house.reported] == [("accepted", "d8")]
