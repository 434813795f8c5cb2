from pathlib import Path

import msgspec
import pytest

import hoolin.channels.loopback as loopback
from hoolin.channels.loopback import wire
from hoolin.channels.loopback.manifest import CHANNEL, FRAME_BYTES_MAX
from hoolin.core.errors import Malformed
from hoolin.core.interaction import commands as c

FIXTURES = sorted((Path(str(loopback.__file__)).parent / "fixtures").glob("*.json"))
GOOD = [file for file in FIXTURES if not file.name.startswith("malformed__")]
BAD = [file for file in FIXTURES if file.name.startswith("malformed__")]
LIVE = wire.Contact(customer="c1", interaction="i1")
NEW = wire.Contact(customer="c1", interaction="i2", begins=True, case="k1", prefers="a1")


def read(frame: bytes) -> wire.Frame:
    """A frame of either direction."""
    return wire.read_message(frame) if b'"message"' in frame else wire.read_frame(frame)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_fixture_is_read_and_written_back(file: Path) -> None:
    """Every fixture is a frame of the type in its name, and what is written of it is read as the same value."""
    frame = read(file.read_bytes())
    assert frame.__struct_config__.tag == file.stem.partition("__")[0]
    assert read(wire.write(frame)) == frame


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_malformed_fixture_is_refused(file: Path) -> None:
    """What is not exactly a frame is refused, and the refusal quotes none of the words in it."""
    with pytest.raises(Malformed) as refusal:
        wire.read_frame(file.read_bytes())
    assert "HELLO" not in str(refusal.value)
    assert "bored" not in str(refusal.value)


def test_every_frame_has_a_fixture() -> None:
    """No kind of frame is without a sample of it."""
    kinds = {str(kind.__struct_config__.tag) for kind in wire.Frame.__subclasses__()}
    assert kinds == {file.stem.partition("__")[0] for file in GOOD}
    assert BAD


def test_a_frame_too_long_is_refused() -> None:
    """A frame over the limit is refused before it is read."""
    with pytest.raises(Malformed, match="frame_too_long"):
        wire.read_frame(b" " * (FRAME_BYTES_MAX + 1))


def test_a_first_word_begins_a_conversation() -> None:
    """Where none is under way, a word asks first for the conversation and then for the message in it."""
    say = wire.Say(key="1", text="Tere!", language="ru", queue="billing")
    assert wire.commands(say, NEW) == (
        (
            c.Arrive(
                interaction="i2",
                customer="c1",
                case="k1",
                channel=CHANNEL,
                language="ru",
                queue="billing",
                prefers="a1",
            ),
            "arrive-1",
        ),
        (c.ReceiveMessage(interaction="i2", key="1", text="Tere!"), "say-1"),
    )


@pytest.mark.parametrize(
    ("frame", "command"),
    [
        (wire.Read(ordinal=3), c.CustomerMarkRead(interaction="i1", ordinal=3)),
        (wire.Left(key="1"), c.CustomerLeave(interaction="i1")),
        (wire.Back(key="1"), c.CustomerReturn(interaction="i1")),
        (wire.Goodbye(key="1"), c.SayGoodbye(interaction="i1")),
        (wire.Say(key="1", text="Tere!"), c.ReceiveMessage(interaction="i1", key="1", text="Tere!")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_frame_asks_for_its_command(frame: wire.Incoming, command: msgspec.Struct) -> None:
    """Within a conversation each frame asks for exactly its command; without one only a word asks for anything."""
    (asked,) = wire.commands(frame, LIVE)
    assert asked.command == command
    assert bool(wire.commands(frame, NEW)) == isinstance(frame, wire.Say)


def test_typing_asks_for_nothing() -> None:
    """Typing is ephemeral."""
    assert wire.commands(wire.Typing(on=True), LIVE) == ()
