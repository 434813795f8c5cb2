"""What people send, through a real SMSC: kept before it is answered, whole, unmixed, neither lost nor doubled."""

import asyncio
from typing import Any

import pytest

from hoolin.channels.sms.alphabet import encode
from hoolin.cli.sms_peer import Smsc
from tests.channels.sms.stand import House, ask, connected, from_person, part_of, until

pytestmark = pytest.mark.needs("node")


async def acked(smsc: Smsc, number: int) -> None:
    """Wait until the SMSC has had that many good answers."""

    async def true() -> bool:
        return bool((await ask(smsc, "/counts"))["acked"] >= number)

    await until(true)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"short_message": "12€ [ok]", "data_coding": 0}, "12€ [ok]"),
        ({"short_message": "Здравствуйте! Где мой заказ?", "data_coding": 8}, "Здравствуйте! Где мой заказ?"),
        ({"short_message": "👍🏽👨‍👩‍👧 õ", "data_coding": 8}, "👍🏽👨‍👩‍👧 õ"),
        ({"short_message": "Täna öösel", "data_coding": 3}, "Täna öösel"),
        ({"payload": ("Pikk jutt €. " * 90).encode("utf-16-be").hex(), "data_coding": 8}, "Pikk jutt €. " * 90),
    ],
    ids=["gsm", "cyrillic", "emoji", "latin1", "payload"],
)
async def test_texts_are_read_as_they_were_written(smsc: Smsc, fields: dict[str, Any], text: str) -> None:
    """Whatever a person writes, encoded by foreign code, is what is heard."""
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/mo", [from_person(**fields)])
        await acked(smsc, 1)
        await house.take_in(gateway)
    assert house.texts == [text]
    assert [one.sender.value for one in house.heard.values()] == ["+37255512345"]


async def test_the_answer_waits_for_the_disk(smsc: Smsc) -> None:
    """The SMSC has no answer while we are still keeping its message."""
    house = House()
    house.slow_s = 0.6
    async with connected(smsc, house) as (_, _):
        await ask(smsc, "/mo", [from_person("tere")])
        await asyncio.sleep(0.2)  # less than keeping takes: an answer by now would have come before it
        assert not house.raws
        assert (await ask(smsc, "/counts"))["acked"] == 0
        await acked(smsc, 1)
        assert len(house.raws) == 1


async def test_what_cannot_be_kept_comes_again(smsc: Smsc) -> None:
    """The disk refuses: the SMSC is told so, comes again, and the message is kept once."""
    house = House()
    house.refuse_next = 2
    async with connected(smsc, house) as (gateway, _):
        await ask(smsc, "/mo", [from_person("tere")])
        await acked(smsc, 1)
        await house.take_in(gateway)
        assert (await ask(smsc, "/counts"))["redelivered"] == 2
    assert house.texts == ["tere"]


async def test_the_same_word_twice_is_heard_twice(smsc: Smsc) -> None:
    """A person who answers "jah" to two questions has answered both."""
    async with connected(smsc) as (gateway, house):
        for number in (1, 2):
            await ask(smsc, "/mo", [from_person("jah")])
            await acked(smsc, number)
        await ask(smsc, "/mo", [from_person("jah"), from_person("jah")])
        await acked(smsc, 4)
        await house.take_in(gateway)
    assert house.texts == ["jah"] * 4


async def test_a_repetition_after_a_break_is_heard_once(smsc: Smsc) -> None:
    """The connection ends while we are keeping: the SMSC repeats it on the next one, and it is heard once."""
    house = House()
    house.slow_s = 0.3
    async with connected(smsc, house) as (gateway, _):
        await ask(smsc, "/mo", [from_person("tere"), from_person("jah"), from_person("jah")])
        await asyncio.sleep(0.1)  # less than keeping takes
        await ask(smsc, "/drop")
        await acked(smsc, 3)
        await house.take_in(gateway)
        assert (await ask(smsc, "/counts"))["redelivered"] == 3
    assert sorted(house.texts) == ["jah", "jah", "tere"]
    assert house.again == 3


async def test_a_repetition_after_a_restart_is_heard_once(smsc: Smsc) -> None:
    """We end while we are keeping, start again, and the repetition has the key that is on disk."""
    house = House()
    house.slow_s = 0.5
    async with connected(smsc, house, repeat_seconds=86_400):
        await ask(smsc, "/mo", [from_person("tere")])
        await asyncio.sleep(0.1)  # less than keeping takes
        await ask(smsc, "/drop")
        await until(lambda: bool(house.raws))
    async with connected(smsc, house, repeat_seconds=86_400) as (gateway, _):
        await acked(smsc, 1)
        await house.take_in(gateway)
    assert house.texts == ["tere"]
    assert house.again >= 1


async def test_parts_of_two_people_with_one_reference(smsc: Smsc) -> None:
    """The same reference from two people, interleaved, out of order, with a repetition: two texts, each whole."""
    anna, boris = (["Anna: ", "tere ", "homme"], ["Борис ", "пишет ", "тоже 😀"])
    messages = []
    for number in (3, 1, 2):
        messages.append(part_of(encode(anna[number - 1], "gsm7"), 9, 3, number, "37255500001"))
        messages.append(part_of(boris[number - 1].encode("utf-16-be"), 9, 3, number, "37255500002", 8))
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/mo", messages)
        await acked(smsc, 6)
        await house.take_in(gateway)
    assert {(one.sender.value, one.text) for one in house.heard.values()} == {
        ("+37255500001", "Anna: tere homme"), ("+37255500002", "Борис пишет тоже 😀"),
    }  # fmt: skip
    assert not house.open


async def test_a_pair_that_a_sender_cut_is_put_right(smsc: Smsc) -> None:
    """A careless telephone cut an emoji, and another an escaped pair, between two parts: both are whole again."""
    emoji, euro = "abc😀def".encode("utf-16-be"), encode("abc€def", "gsm7")
    messages = [
        part_of(emoji[:8], 1, 2, 1, coding=8),
        part_of(emoji[8:], 1, 2, 2, coding=8),
        part_of(euro[:4], 2, 2, 1),
        part_of(euro[4:], 2, 2, 2),
    ]
    async with connected(smsc) as (gateway, house):
        await ask(smsc, "/mo", messages)
        await acked(smsc, 4)
        await house.take_in(gateway)
    assert sorted(house.texts) == ["abc€def", "abc😀def"]


async def test_a_text_without_its_end_is_shown_in_time(smsc: Smsc) -> None:
    """A part never comes: nothing is shown for a day, then what came, with a gap; what comes after it stands alone."""
    async with connected(smsc, unfinished_minutes=1_440) as (gateway, house):
        await ask(smsc, "/mo", [part_of(b"one ", 5, 3, 1), part_of(b" three", 5, 3, 3)])
        await acked(smsc, 2)
        await house.take_in(gateway)
        assert not house.texts and len(house.open) == 2
        house.skew_ms = 86_400_000 + 1_000
        await house.take_in(gateway)
        assert house.texts == ["one  […]  three"] and not house.open


async def test_parts_survive_a_restart(smsc: Smsc) -> None:
    """One part before the restart, one after it: asked again about what is open, the new process puts them together."""
    house = House()
    async with connected(smsc, house) as (gateway, _):
        await ask(smsc, "/mo", [part_of(b"one ", 5, 2, 1)])
        await acked(smsc, 1)
        await house.take_in(gateway)
        assert len(house.open) == 1
    async with connected(smsc, house) as (gateway, _):
        await ask(smsc, "/mo", [part_of(b"two", 5, 2, 2)])
        await acked(smsc, 2)
        await house.take_in(gateway)
    assert house.texts == ["one two"] and not house.open


async def test_two_connections_receive(smsc: Smsc) -> None:
    """With one connection for each way, what people send comes over the receiving one."""
    async with connected(smsc, bind="tx_rx") as (gateway, house):
        await ask(smsc, "/mo", [from_person("tere")])
        await acked(smsc, 1)
        await house.take_in(gateway)
    assert house.texts == ["tere"]


async def test_a_flood_is_kept_whole(smsc: Smsc) -> None:
    """Two thousand messages at once, more than we take at a time: all are kept, none twice."""
    await ask(smsc, "/set", {"moWindow": 5_000, "record": False})
    await ask(smsc, "/mo", [from_person(f"nr {n}") for n in range(2_000)])
    house = House()
    house.slow_s = 0.01
    async with connected(smsc, house) as (gateway, _):
        await acked(smsc, 2_000)
        await house.take_in(gateway)
    assert sorted(house.texts) == sorted(f"nr {n}" for n in range(2_000))
    assert house.again == 0


async def test_what_a_crash_left_over_takes_in_no_other_text(smsc: Smsc) -> None:
    """Killed when a text had been heard and one of its parts had not ended: the reference is used again, and the new text is whole."""
    house = House()
    async with connected(smsc, house) as (gateway, _):
        await ask(smsc, "/mo", [part_of(b"old ", 5, 2, 1), part_of(b"words", 5, 2, 2)])
        await acked(smsc, 2)
        left_over = dict(house.open)
        await house.take_in(gateway)
        assert house.texts == ["old words"] and not house.open
    left_over.popitem()
    house.open = left_over
    async with connected(smsc, house) as (gateway, _):
        await house.take_in(gateway)
        assert not house.open and house.passed[-1] == "part"
        await ask(smsc, "/mo", [part_of(b"words of today", 5, 2, 2), part_of(b"new ", 5, 2, 1)])
        await acked(smsc, 4)
        await house.take_in(gateway)
    assert house.texts == ["old words", "new words of today"]


@pytest.mark.parametrize("end", ["/unbind", "/drop"])
@pytest.mark.parametrize("bind", ["trx", "tx_rx"])
async def test_an_smsc_that_ends_its_connections_is_called_again(smsc: Smsc, end: str, bind: str) -> None:
    """It says goodbye, or does not: we come back, and what people wrote meanwhile is heard."""
    async with connected(smsc, bind=bind) as (gateway, house):
        await ask(smsc, end)
        await until(lambda: not gateway._door("main").line.links)
        await ask(smsc, "/mo", [from_person("tere")])
        await acked(smsc, 1)
        assert await gateway.bound("main")
        await house.take_in(gateway)
    assert house.texts == ["tere"]
