"""Whether the telephone can work, said plainly: the trunks, the addresses behind a router, the sound, the microphone. It calls nobody,
registers nowhere, and changes nothing.
"""

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from hoolin.channels.voice.media.daemon import Rtpengine, left_behind
from hoolin.channels.voice.media.port import MediaEngine, MediaEvent, Take
from hoolin.channels.voice.media.rivals import rival
from hoolin.channels.voice.media.sdp import ours, read
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.settings import VoiceMedia, VoiceSettings, VoiceTrunk, sip_settings
from hoolin.channels.voice.sip.calls import AccountState, Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.stack import SipLeg, SipStack
from hoolin.channels.written import Finding
from hoolin.core.errors import HoolinError

ANSWER_SECONDS_MAX = 8.0
"""A trunk answers an OPTIONS within one; when packets are lost it is sent again for longer."""

WANTS = {
    401: "it wants a log-in. Set user and password, and registers = true if your carrier says that you register.",
    403: "it does not know our address. Ask the carrier to let it in; if you were given a user and a password, set them and registers = true.",
    407: "it wants a log-in. Set user and password, and registers = true if your carrier says that you register.",
}
"""What a carrier's answer to whoever calls by address means. Others (404, 405, 501) are common for this question, and no reason to worry."""

MakeEngine = Callable[[Callable[[MediaEvent], None]], MediaEngine]


class Nobody:
    """Told of calls while we only look: none is taken."""

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """See `SipEvents`."""
        leg.refuse(480)

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """See `SipEvents`."""

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """See `SipEvents`."""

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """See `SipEvents`."""

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """See `SipEvents`."""


async def check(
    settings: VoiceSettings, public_url: str, make_engine: MakeEngine, data: str = ""
) -> tuple[Finding, ...]:
    """What is well and what is not, and what to do about it. public_url: where the desk is opened. data: the folder of the site."""
    if not settings.used:
        return (Finding(False, "telephone", "No trunk and no extension is set up: see docs/how-to/channels/voice."),)
    return (
        *await _trunks(settings),
        *_addresses(settings),
        await _sound(settings, make_engine),
        *_ports(settings.media, Path(data) / "voice" if data else None),
        *_engine(settings.media),
        *_own_sounds(settings),
        _microphone(public_url),
        _dialling(settings),
    )


async def _trunks(settings: VoiceSettings) -> tuple[Finding, ...]:
    """Each is asked (OPTIONS) whether it is there, from a port of our own, so that a site that runs is not disturbed."""
    asked = {name: replace(trunk, registers=False, ping_s=1) for name, trunk in settings.trunks.items()}
    listen = tuple(replace(one, port=0, public="", public_port=0) for one in settings.listen)
    stack = SipStack(
        sip_settings(replace(settings, trunks=asked, extensions={}, listen=listen)),
        Nobody(),
        lambda: secrets.token_hex(16),
    )
    try:
        await stack.start()
    except HoolinError as problem:
        return (Finding(False, "listen", f"An address under voice.listen cannot be had: {problem}"),)
    try:
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            while any(state.state in ("trying", "unreachable") for state in stack.accounts()):  # noqa: ASYNC110 nobody tells
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass
    finally:
        states = stack.accounts()
        await stack.stop()
    return tuple(_trunk(settings.trunks[state.name], state) for state in states if state.name in settings.trunks)


def _trunk(trunk: VoiceTrunk, state: AccountState) -> Finding:
    what = f"trunk {state.name}"
    if state.state == "reachable" and not trunk.registers and (wants := WANTS.get(state.status)) is not None:
        return Finding(False, what, f"{state.host or trunk.hosts[0]} is there, but says {state.status} to us: {wants}")
    if state.state in ("reachable", "registered"):
        more = " It registers when Hoolin runs; GET /api/v1/telephone says how that went." if trunk.registers else ""
        return Finding(True, what, f"{state.host or trunk.hosts[0]} answers by {trunk.transport}.{more}")
    if state.state == "refused":
        return Finding(False, what, f"It answers {state.status}: is our address allowed there, and the user right?")
    return Finding(
        False, what, f"No answer from {', '.join(trunk.hosts)} by {trunk.transport}: is the host right, is UDP let through (port and "
        "firewall), does the carrier want tcp or tls?",
    )  # fmt: skip


def _addresses(settings: VoiceSettings) -> tuple[Finding, ...]:
    """Whether trunks outside are told addresses that they can reach."""
    far = [host for trunk in settings.trunks.values() for host in trunk.hosts if _is_public(_address(host))]
    if not far:
        return (Finding(True, "addresses", "All trunks are within your own network."),)
    found = []
    for one in settings.listen:
        shown = one.public or _towards(far[0], one.host)
        found.append(_shown(shown, "voice.listen.public", "calls"))
    found.append(_shown(settings.media.public or settings.media.host, "voice.media.public", "the sound"))
    return tuple(dict.fromkeys(found))


def _shown(address: str, setting: str, what: str) -> Finding:
    if _is_public(address):
        return Finding(True, "addresses", f"Others are told {address} for {what}.")
    return Finding(
        False, "addresses", f"Others are told {address} for {what}, which nobody outside reaches: set {setting} to the address that your "
        "router has outside, and have it pass the ports on.",
    )  # fmt: skip


def _address(host: str) -> str:
    name = host.rsplit(":", 1)[0].strip("[]") if host.count(":") in (1, 8) or "]" in host else host
    try:
        return str(socket.getaddrinfo(name, None)[0][4][0])
    except OSError:
        return ""


def _towards(host: str, ours_: str) -> str:
    """Our own address on the way to a host."""
    if ours_ not in ("0.0.0.0", "::"):  # noqa: S104 it is looked for, not bound
        return ours_
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.connect((_address(host), 5060))
            return str(way.getsockname()[0])
    except OSError:
        return ours_


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


async def _sound(settings: VoiceSettings, make_engine: MakeEngine) -> Finding:
    """The engine is asked to take a call in A-law, and lets it go again."""
    engine, call = make_engine(lambda event: None), f"check-{secrets.token_hex(8)}"
    try:
        await engine.start()
        try:
            done = await engine.do(Take(call, "c", ours("127.0.0.1", 9)))
            sound = read(done.sdp)
            await engine.end(call)
        finally:
            await engine.stop()
    except HoolinError as problem:
        return Finding(
            False, "sound", f"The media engine ({settings.media.engine}) does not work ({problem.code}): is the program installed, are the "
            "ports under voice.media free, does rtpengine answer at voice.media.control?",
        )  # fmt: skip
    if b"PCMA" not in done.sdp and b" 8 " not in done.sdp and not done.sdp.rstrip().endswith(b" 8"):
        return Finding(False, "sound", "The media engine takes no A-law (PCMA), which every trunk speaks.")
    return Finding(
        True, "sound", f"{settings.media.engine} takes calls, at {sound.host} from port {sound.port} on, in A-law."
    )


def _ports(media: VoiceMedia, folder: Path | None) -> tuple[Finding, ...]:
    """Whether another rtpengine of this machine may use the same ports. One that is not ours to start is not looked at."""
    if media.engine != "rtpengine" or media.control:
        return ()
    place = left_behind(Rtpengine(folder)) if folder is not None else None
    other = rival(media.port_min, media.port_max, but=place.pid if place is not None else 0)
    ours_ = f"{media.port_min} to {media.port_max}"
    if other is None:
        return (Finding(True, "ports", f"No other rtpengine on this machine has ports from {ours_}."),)
    return (
        Finding(
            False, "ports", f"Another rtpengine (process {other.pid}) uses ports from {other.first} to {other.last}: calls of one would be heard in the "
            f"other, so Hoolin does not start its own with {ours_}. Set voice.media.port_min and port_max to ports of its own.",
        ),
    )  # fmt: skip


def _engine(media: VoiceMedia) -> tuple[Finding, ...]:
    """What the engine cannot do, so that nobody looks for it."""
    if media.engine == "rtpengine":
        return ()
    return (
        Finding(
            True, "engine", "rtp_io is for a trial: it turns no sound into another (agents and trunks must all speak A-law), agents press no keys, nobody can listen "
            "to a call or whisper in it, and calls end when Hoolin is restarted. For customers install rtpengine.",
        ),
    )  # fmt: skip


def _own_sounds(settings: VoiceSettings) -> tuple[Finding, ...]:
    if not settings.sounds:
        return ()
    folder = Path(settings.sounds)
    wrong = []
    for file in sorted(folder.rglob("*.au")):
        try:
            read_au(file.read_bytes())
        except (HoolinError, OSError):
            wrong.append(str(file.relative_to(folder)))
    if wrong:
        return (
            Finding(
                False, "sounds", f"These are no A-law at 8 kHz, one channel: {', '.join(wrong[:5])}. Make them anew."
            ),
        )
    number = len(list(folder.rglob("*.au")))
    return (Finding(number > 0, "sounds", f"{number} sounds of your own in {folder}."),)


def _microphone(public_url: str) -> Finding:
    """Browsers give the microphone to pages that came by https, or from the same machine."""
    parts = urlsplit(public_url)
    here = (parts.hostname or "") in ("localhost", "127.0.0.1", "::1")
    if parts.scheme == "https" or here or not public_url:
        said = "The desk is opened by https" if parts.scheme == "https" else "The desk is opened on this machine"
        return Finding(True, "microphone", f"{said}: browsers give it the microphone.")
    return Finding(
        False, "microphone", f"The desk is opened by {parts.scheme}://: browsers give no microphone to such pages. Put it behind https "
        "(server.public_url), or talk by telephones of the site.",
    )  # fmt: skip


def _dialling(settings: VoiceSettings) -> Finding:
    if settings.prefixes:
        return Finding(True, "dialling", f"Numbers that may be called begin with {', '.join(settings.prefixes)}.")
    return Finding(False, "dialling", "Nobody may be called: set voice.allowed (or voice.country).")
