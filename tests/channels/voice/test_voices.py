"""What a menu says is spoken once and kept, unless it names something of a caller's: that is gone with their call."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from hoolin.channels.voice.exchange import Exchange
from hoolin.channels.voice.keys import Keys
from hoolin.channels.voice.media.port import MediaEngine, Play
from hoolin.channels.voice.menus import Menus
from hoolin.channels.voice.recording.mailbox import Mailbox
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.voices import Voices, _write
from hoolin.channels.voice.wires import Wire
from hoolin.core.flow import step as s
from hoolin.core.flow.read import read
from hoolin.core.flow.walk import begin, go_on

pytestmark = pytest.mark.needs("espeak-ng")

FLOW = {
    "start": "find",
    "person": "line",
    "nodes": {
        "find": {
            "do": "lookup", "hook": "orders", "text": {"en": "One moment."}, "keep": ["day"], "answers": {"found": "told"},
            "failed": "line",
        },
        "told": {"do": "say", "text": {"en": "It comes on {day}."}, "then": "line"},
        "line": {"do": "queue", "queue": "service"},
    },
}  # fmt: skip


def said() -> tuple[s.Prompt, ...]:
    """Everything that somebody hears whose look-up is answered."""
    flow, context = read(FLOW, "menu"), s.Context(language="en", open=frozenset({"queue:service"}), spoken=True)
    first = begin(flow, context)
    event = s.LookupAnswered(answer="found", values={"day": "Friday"})
    return (*first.says, *go_on(flow, first.state, event, context).says)


def kept(folder: Path, pattern: str) -> list[Path]:
    """The files that are there."""
    return [file for file in folder.rglob(pattern) if file.is_file()]


async def test_two_callers_who_meet_the_same_new_text_both_hear_it(tmp_path: Path) -> None:
    """Neither is in the way of the other, nothing half-made is left, and the sound is there once."""
    voices = Voices(tmp_path)
    text = s.Prompt(node="a", language="en", text="Press one.", ms=1_000)
    files = await asyncio.gather(*(voices.sound(text) for _ in range(5)))
    assert len(set(files)) == 1
    assert kept(tmp_path, "*") == [files[0]]


def test_many_who_write_the_same_at_once_all_succeed(tmp_path: Path) -> None:
    """No writer takes another's half-made file away."""
    file = tmp_path / "a.au"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _write(file, b"x" * 200_000), range(400)))
    assert [one.name for one in tmp_path.iterdir()] == ["a.au"]


async def test_a_disk_that_refuses_leaves_a_text_unsaid_and_nothing_else(tmp_path: Path) -> None:
    """It is as if there were nobody to speak: the menu goes on."""
    (tmp_path / "file").touch()
    assert await Voices(tmp_path / "file").sound(s.Prompt(node="a", language="en", text="Press one.", ms=1_000)) is None


async def test_what_names_a_value_is_not_kept(tmp_path: Path) -> None:
    """It is a file of its own, known as such; and what a killed process left of them is gone at the next start."""
    voices = Voices(tmp_path)
    files = {one.text: await voices.sound(one) for one in said() if one.node}
    assert {text: file is not None and voices.once(file) for text, file in files.items()} == {
        "One moment.": False,
        "It comes on Friday.": True,
    }
    Voices(tmp_path)
    assert [text for text, file in files.items() if file is not None and file.is_file()] == ["One moment."]


async def test_what_was_spoken_for_one_caller_is_gone_with_their_call(tmp_path: Path) -> None:
    """Their own words are deleted when the call is over, and not before; what anybody hears stays."""

    class Media:
        """Plays at once."""

        async def do(self, order: Play) -> SimpleNamespace:
            """What is played is there at that moment."""
            assert all(file.is_file() for file in order.sounds)
            return SimpleNamespace(ms=0)

    keys = Keys(cast(MediaEngine, Media()))
    keys.anew("v1")
    exchange = cast(Exchange, SimpleNamespace(media=Media(), counted=Counter(), keys=keys))
    menus = Menus(exchange, Voices(tmp_path), cast(Mailbox, None))
    call = cast(Call, SimpleNamespace(call="v1", interaction="i1"))
    await menus.say(call, Wire("v1", "l1", "sip"), [one for one in said() if one.node])
    assert len(kept(tmp_path, "*.au")) == 2
    menus.forget("i1")
    assert [file.parent for file in kept(tmp_path, "*.au")] == [tmp_path]
