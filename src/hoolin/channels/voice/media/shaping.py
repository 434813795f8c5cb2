"""How rtpengine is told what a leg is. Pure.

`port-latching` goes with every offer and answer: it keeps the engine's port for a leg when the leg's partner changes.
"""

from functools import cache
from typing import Final

from hoolin.channels.voice.media import bencode
from hoolin.channels.voice.media.bencode import Value
from hoolin.channels.voice.media.port import BROWSER, Shape
from hoolin.channels.voice.media.sdp import Sound

LATCHING: Final = "port-latching"

INJECTING: Final = "inject-DTMF"
"""Said when we press keys for a leg: the engine then makes the sound anew, which costs more than twice as much as handing packets
on, and so is said for such calls alone.
"""

KEYS: Final = "telephone-event"

_BROWSER: Final[dict[str, Value]] = {
    "flags": [LATCHING], "replace": ["origin"], "ICE": "force", "SDES": ["off"],
    "transport-protocol": "UDP/TLS/RTP/SAVPF", "rtcp-mux": ["offer", "require"],
}  # fmt: skip

_TRUNK: Final[dict[str, Value]] = {
    "flags": [LATCHING], "replace": ["origin"], "ICE": "remove", "DTLS": "off",
    "transport-protocol": "RTP/AVP", "rtcp-mux": ["demux"],
}  # fmt: skip


@cache
def of(shape: Shape, *, pressing: bool = False) -> bytes:
    """What is said with an answer for such a leg, in bencode. pressing: we press keys in this call."""
    return bencode.inside(_of(shape, pressing=pressing))


@cache
def listening(shape: Shape) -> bytes:
    """What is said with the answer of somebody who only listens."""
    return bencode.inside({**_of(shape, pressing=False), "flags": [LATCHING, "allow-transcoding"]})


def offered(leg: Sound, towards: Shape, *, pressing: bool = False) -> bytes:
    """What is said with an offer of one leg for another.

    A browser names a dozen codecs: a telephone is offered A-law alone. A browser is offered what the telephone named, which has
    A-law in it; with Opus before everything else where the line is poor. Where the leg itself names no A-law, it is offered beside
    what it does name, and the engine translates: everybody here speaks it.
    """
    return _offered(leg.shape.kind == BROWSER.kind, leg.has_alaw, towards, pressing=pressing)


@cache
def _offered(browser: bool, alaw: bool, towards: Shape, *, pressing: bool) -> bytes:
    said = _of(towards, pressing=pressing)
    if towards.kind == "browser" and towards.opus:
        said["codec"] = {"mask": ["PCMA", "PCMU"], "transcode": ["opus", KEYS]}
    elif browser:
        said["codec"] = {"strip": ["all"], "transcode": ["PCMA", KEYS]}
    elif not alaw:
        said["codec"] = {"transcode": ["PCMA"]}
    return bencode.inside(said)


def _of(shape: Shape, *, pressing: bool) -> dict[str, Value]:
    said = dict(_BROWSER if shape.kind == "browser" else _TRUNK)
    return {**said, "flags": [LATCHING, INJECTING]} if pressing else said
