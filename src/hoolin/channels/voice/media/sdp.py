"""Reading and rewriting session descriptions (SDP, RFC 8866), as far as the sound of a call needs it. Pure.

- A description that is too long, is no text or has no sound is Malformed; what we do not know in one is left as it is.
- What we make ourselves names A-law and telephone keys, and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hoolin.channels.voice.media.port import BROWSER, TRUNK, Shape
from hoolin.core.errors import Malformed, TooLarge

SDP_BYTES_MAX: Final = 32_768
"""A browser's longest, with every candidate of a machine with many networks, has about 8,000."""

LINES_MAX: Final = 1_000
"""Lines of one description; a browser's longest has about 150."""

NOWHERE_PORT: Final = 9
"""The discard port: where sound is sent that nobody is to hear."""

READ_MAX: Final = 256
"""Descriptions whose meaning is kept: each is looked at several times within a second."""

KEYS_PAYLOAD: Final = 101
"""The number we give telephone keys (RFC 4733) in what we make ourselves."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of one description. shape: what wrote it. host, port: where it wants sound sent. rates: by payload type, what it
    names: "PCMA/8000". fingerprint, ufrag, password, candidates: of a browser, as written after the colon. setup: who
    begins its encryption. mid: the name it gives this sound.
    """

    shape: Shape
    host: str
    port: int
    rates: dict[int, str]
    fingerprint: str = ""
    ufrag: str = ""
    password: str = ""
    candidates: tuple[str, ...] = ()
    setup: str = ""
    mid: str = ""

    @property
    def keys(self) -> int:
        """The payload type of telephone keys; 0 when it names none."""
        return next((one for one, rate in self.rates.items() if rate.lower().startswith("telephone-event/8000")), 0)

    @property
    def has_alaw(self) -> bool:
        """Whether it takes A-law."""
        rates = self.rates.values()
        return "PCMA/8000" in rates or any(rate.upper().startswith("PCMA/8000") for rate in rates)


STATIC_RATES: Final = {0: "PCMU/8000", 8: "PCMA/8000", 9: "G722/8000"}
"""Payload types that need no rtpmap line (RFC 3551)."""


def lines_of(sdp: bytes) -> list[str]:
    """Its lines. Raises TooLarge, Malformed."""
    if len(sdp) > SDP_BYTES_MAX:
        raise TooLarge("sdp", bytes=len(sdp), most=SDP_BYTES_MAX)
    try:
        text = sdp.decode()
    except UnicodeDecodeError as why:
        raise Malformed("sdp") from why
    text = text.replace("\r\n", "\n").rstrip("\n")
    lines = text.split("\n")
    if len(lines) > LINES_MAX or lines[0] != "v=0" or _LINES.fullmatch(text) is None:
        raise Malformed("sdp")
    return lines


_LINES: Final = re.compile(r"(?s:.)=[^\n]*(?:\n[^\n]=[^\n]*)*")
_AUDIO: Final = re.compile(r"m=audio (\d{1,5})(?:/\d+)? (\S+)((?: \d{1,3})+)\s*")
_CODEC: Final = re.compile(r"\d{1,3} \S")
_SAID: Final = ("a=fingerprint", "a=ice-ufrag", "a=ice-pwd", "a=setup", "a=mid")


def sections(lines: list[str]) -> Iterator[list[str]]:
    """The part about the session, then one for each medium, each from its `m=` line on."""
    part: list[str] = []
    for line in lines:
        if line.startswith("m="):
            yield part
            part = []
        part.append(line)
    yield part


@lru_cache(maxsize=READ_MAX)
def read(sdp: bytes) -> Sound:
    """What the first sound in it says. Raises Malformed when there is none, TooLarge."""
    session, part, found = _audio(sdp)
    said: dict[str, str] = {}
    named: dict[int, str] = {}
    candidates: list[str] = []
    for line in (*session, *part):
        name, _, value = line.partition(":")
        if name in _SAID:
            said[name] = value.strip()
    for line in part:
        if line.startswith("a=rtpmap:") and _CODEC.match(line, 9):
            number, codec = line[9:].split(" ", 1)
            named[int(number)] = codec
        elif line.startswith("a=candidate:"):
            candidates.append(line[12:])
    return Sound(
        shape=BROWSER if "TLS" in found[2].upper() else TRUNK,
        host=_host(part) or _host(session),
        port=int(found[1]),
        rates={one: named.get(one, STATIC_RATES.get(one, "")) for one in map(int, found[3].split())},
        fingerprint=said.get("a=fingerprint", ""),
        ufrag=said.get("a=ice-ufrag", ""),
        password=said.get("a=ice-pwd", ""),
        candidates=tuple(candidates),
        setup=said.get("a=setup", ""),
        mid=said.get("a=mid", ""),
    )


def port_of(sdp: bytes) -> int:
    """Where the first sound in it is wanted. Raises Malformed when there is none, TooLarge."""
    return int(_audio(sdp)[2][1])


def _audio(sdp: bytes) -> tuple[list[str], list[str], re.Match[str]]:
    """The lines about the session, those of the first sound, and its first line as read."""
    session, *media = sections(lines_of(sdp))
    for part in media:
        if found := _AUDIO.fullmatch(part[0]):
            return session, part, found
    raise Malformed("sdp_without_sound")


def _host(part: list[str]) -> str:
    said = [line[9:] for line in part if line.startswith(("c=IN IP4 ", "c=IN IP6 "))]
    return said[-1].strip().split("/")[0] if said else ""


@dataclass(frozen=True, slots=True)
class Secure:
    """What a browser needs besides a place. setup: "actpass" in an offer, "passive" in an answer. fingerprint: with its algorithm.
    candidates: as written after the colon. mid: the name of the sound.
    """

    setup: str
    fingerprint: str
    ufrag: str
    password: str
    candidates: tuple[str, ...]
    mid: str = "0"


@lru_cache(maxsize=READ_MAX)
def ours(host: str, port: int = NOWHERE_PORT, keys: int = KEYS_PAYLOAD, secure: Secure | None = None) -> bytes:
    """A description of our own making: A-law and keys, at this place. keys: their payload type. secure: for a browser. What sends to the discard port of this machine is heard by
    nobody; it says `sendrecv` all the same, since an engine plays nothing to a leg that does not want to talk.
    """
    kind = "IP6" if ":" in host else "IP4"
    lines = ["v=0", f"o=- 1 1 IN {kind} {host}", "s=-", f"c=IN {kind} {host}", "t=0 0"]
    if secure is not None:
        lines += ["a=ice-lite", f"a=group:BUNDLE {secure.mid}"]
    lines += [f"m=audio {port} {'RTP/AVP' if secure is None else 'UDP/TLS/RTP/SAVPF'} 8 {keys}"]
    if secure is not None:
        lines += [
            f"a=mid:{secure.mid}", f"a=ice-ufrag:{secure.ufrag}", f"a=ice-pwd:{secure.password}",
            f"a=fingerprint:{secure.fingerprint}", f"a=setup:{secure.setup}", "a=rtcp-mux",
            *(f"a=candidate:{one}" for one in secure.candidates), "a=end-of-candidates",
        ]  # fmt: skip
    lines += [
        "a=rtpmap:8 PCMA/8000", f"a=rtpmap:{keys} telephone-event/8000", f"a=fmtp:{keys} 0-15", "a=ptime:20", "a=sendrecv",
    ]  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode()


_UNWANTED: Final = ("a=group:", "a=msid", "a=ssrc", "a=extmap", "a=mid:", "a=ice-lite")


def for_chrome(sdp: bytes) -> bytes:
    """Several sounds in one description, so that Chrome accepts it: each has a `mid` of its own, counted from 0, and nothing
    ties them together. Raises Malformed, TooLarge.

    It is told that the engine is `ice-lite`: rtpengine does not settle which of the two leads when it offers a subscription, and two in
    five listeners did not connect (0 of 12 this way). The page then leads, and the engine follows.
    """
    session, *media = sections([line for line in lines_of(sdp) if not line.startswith(_UNWANTED)])
    searches = any(line.startswith("a=ice-ufrag:") for part in media for line in part)
    lines = [*session, *(["a=ice-lite"] if searches else [])]
    for number, part in enumerate(media):
        lines += [*part, f"a=mid:{number}"]
    return "".join(f"{line}\r\n" for line in lines).encode()
