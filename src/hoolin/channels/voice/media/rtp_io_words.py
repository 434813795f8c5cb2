"""The words that rtp.io is asked in and answers with, where they are more than a number. Pure."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from hoolin.channels.voice.media.sdp import NOWHERE_PORT, Secure, Sound
from hoolin.core.errors import Malformed, PeerError

CANDIDATES_MAX: Final = 20
"""Of one browser; what goes beyond is not needed, since we only answer."""

RATE_MS: Final = 8
"""Time stamps in a millisecond."""

_FINGERPRINT: Final = re.compile(r"(sha-\d{1,3}) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){15,63})")
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/]{1,256}")
_CANDIDATE: Final = re.compile(
    r"([A-Za-z0-9+/]{1,32} 1 udp \d{1,10}) (\S{1,60}) (\d{1,5} typ (?:host|srflx|prflx|relay))", re.IGNORECASE
)


class Notice(NamedTuple):
    """What it says by itself. digit: a key, for `ms`; empty: the leg's session was given up."""

    call: str
    leg: str
    digit: str = ""
    ms: int = 0


def read_notice(line: str) -> Notice | None:
    """A line of it, or None when it says nothing that we know."""
    words = unquote(line).split()
    about = words[0].split("!") if words else []
    if len(about) != 3:
        return None
    kind, call, leg = about
    if kind == "gone":
        return Notice(call, leg)
    if kind == "key" and len(words) >= 4 and words[1] in set("0123456789*#ABCD") and words[3].isdigit():
        return Notice(call, leg, words[1], int(words[3]) // RATE_MS)
    return None


def gathered(told: list[str]) -> Secure:
    """What a browser is told, from what it answers to `M4:1 S && M5:1 S`. Raises PeerError."""
    try:
        dtls, ice = told
        setup, fingerprint = dtls.split(" ", 1)
        ufrag, password, *candidates = ice.split(" ")
    except ValueError as why:
        raise PeerError("media_engine_refuses", why="no encryption") from why
    return Secure(setup, fingerprint, ufrag, password, tuple(unquote(one.removeprefix("c:")) for one in candidates))


def securing(sound: Sound, media: str) -> str:
    """What it is told of a browser. media: the engine's address. A browser that waits to be called begins nothing, so we do. Raises Malformed."""
    if _FINGERPRINT.fullmatch(sound.fingerprint) is None or not all(
        _TOKEN.fullmatch(one) for one in (sound.ufrag, sound.password)
    ):
        raise Malformed("sdp_without_encryption")
    mode = "P" if sound.setup == "passive" else "A"
    said = f" && M4:1 {mode} {sound.fingerprint} && M5:1 A {sound.ufrag} {sound.password}"
    usable = list(dict.fromkeys(one for line in sound.candidates for one in _usable(line, media)))
    return said + "".join(f" && M5:1 C {one}" for one in usable[:CANDIDATES_MAX])


def _usable(candidate: str, media: str) -> Iterator[str]:
    """A browser's candidate as the engine can use it: it answers checks that come from an address it knows, and from no other.

    Browsers hide their addresses behind names at times, and name none of the loopback interface; who sends to us there comes from
    there, by the port it names.
    """
    found = _CANDIDATE.fullmatch(candidate.split(" generation ")[0].split(" rport ")[0].split(" raddr ")[0])
    if found is None:
        return
    if ipaddress.ip_address(media).is_loopback:
        yield f"{found[1]} {media} {found[3]}"
    if _is_address(found[2]):
        yield f"{found[1]} {found[2]} {found[3]}"


def placing(sound: Sound) -> tuple[str, int]:
    """Where the party is; nowhere while it does not say. Raises Malformed for a host that is no address."""
    if not _is_address(sound.host):
        raise Malformed("sdp_without_address")
    if ipaddress.ip_address(sound.host).is_unspecified or not sound.port:
        return "127.0.0.1", NOWHERE_PORT
    return sound.host, sound.port


def _is_address(host: str) -> bool:
    """Browsers hide their addresses behind names at times (`….local`); those are of no use here."""
    try:
        return ipaddress.ip_address(host).version == 4
    except ValueError:
        return False
