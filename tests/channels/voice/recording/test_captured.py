"""What an earlier life left behind is found by its name, whichever engine wrote it; what is being written is left alone."""

from pathlib import Path

from hoolin.channels.voice.media.port import Segment, Track
from hoolin.channels.voice.recording import captured


def put(file: Path) -> Path:
    """A file with something in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")
    return file


def test_what_is_being_written_is_left_alone(tmp_path: Path) -> None:
    """A call that the engine still has and records now keeps its file; its earlier stretch, and any of a call that is gone, is found."""
    recordings = tmp_path / "recordings"
    now = put(recordings / "pcaps" / "v1-aa.pcap")
    put(recordings / "tmp" / "rtpengine-meta-v1-aa.tmp")
    before = put(recordings / "pcaps" / "v1-bb.pcap")
    gone = put(recordings / "pcaps" / "v2-cc.pcap")
    note = put(recordings / "tmp" / "rtpengine-meta-v2-cc.tmp")
    left = captured.left_over(tmp_path, frozenset({"v1"}))
    assert {(one.call, one.tracks[0].files) for one in left} == {("v1", (before,)), ("v2", (gone,))}
    assert now.exists()
    assert not note.exists()


def test_a_file_for_each_leg_is_one_stretch(tmp_path: Path) -> None:
    """The other engine's files, also those that it had not put away yet, come together by call and stretch."""
    one = put(tmp_path / "recordings" / "v1!w1!l1.rtp")
    other = put(tmp_path / "spool" / "v1!w1!m1.rtp")
    beside = put(tmp_path / "recordings" / "v1!w1!l1.rtcp")
    (left,) = captured.left_over(tmp_path, frozenset())
    assert not beside.exists()
    segment = captured.sides(captured.segment_of(left, {}), "l1")
    assert segment.tracks == (Track("agent", (other,)), Track("customer", (one,)))


def test_two_sides(tmp_path: Path) -> None:
    """Whoever is not the customer is on the other side, with all the ports that they sent to."""
    file = (tmp_path / "a.pcap",)
    said = tuple(Track(leg, file, frozenset({port})) for leg, port in (("l1", 10), ("m1", 20), ("m2", 30)))
    segment = captured.sides(Segment("s", said), "l1")
    assert segment.tracks == (Track("agent", file, frozenset({20, 30})), Track("customer", file, frozenset({10})))
    assert captured.files(segment) == file


def test_nobody_else_looks_in(tmp_path: Path) -> None:
    """A folder that others could enter is theirs no more."""
    folder = tmp_path / "recordings"
    folder.mkdir(mode=0o755)
    captured.make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
