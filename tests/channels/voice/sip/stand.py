"""Stacks with real sockets on loopback, and somebody who is told by them and can be waited for."""

import asyncio
import datetime
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hoolin.channels.voice.sip.calls import Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.settings import Listen, SipSettings, Trunk
from hoolin.channels.voice.sip.stack import SipLeg, SipStack

SECONDS_MAX = 90.0
OFFER = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
ANSWER = OFFER.replace(b"40000", b"40002")


class Told:
    """Keeps what it is told. answers: whether calls are answered by themselves, and what is asked agreed to."""

    def __init__(self, answers: bool = True) -> None:
        self.answers = answers
        self.log: list[tuple[str, SipLeg, Any]] = []
        self._more = asyncio.Event()

    def _note(self, what: str, leg: SipLeg, about: Any) -> None:
        self.log.append((what, leg, about))
        self._more.set()

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """Note, ring and answer."""
        self._note("called", leg, invite)
        if self.answers:
            leg.ring()
            leg.answer(ANSWER)

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """Note."""
        self._note("progressed", leg, status)

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """Note."""
        self._note("answered", leg, sdp)

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """Note and agree."""
        self._note("asked", leg, what)
        if self.answers and not isinstance(what, Info):
            leg.accept(ANSWER)

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """Note."""
        self._note("ended", leg, cause)

    async def take(self, what: str) -> tuple[SipLeg, Any]:
        """The first told under this name that was not taken, waiting for it."""
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                for entry in self.log:
                    if entry[0] == what:
                        self.log.remove(entry)
                        return entry[1], entry[2]
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def stack(told: Told, *listen: Listen, **settings: Any) -> AsyncIterator[SipStack]:
    """A stack that listens; on UDP and loopback unless said otherwise."""
    places = listen or (Listen(host="127.0.0.1", port=0),)
    one = SipStack(
        SipSettings(**{"listen": places, "domain": "site.example", **settings}), told, lambda: secrets.token_hex(12)
    )
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


async def until(true: Callable[[], object]) -> None:
    """Wait for something that tells nobody."""
    async with asyncio.timeout(SECONDS_MAX):
        while not true():  # noqa: ASYNC110 - nobody sets an event for it
            await asyncio.sleep(0.01)


def ipv6_is_there() -> bool:
    """Whether this machine has ::1; containers sometimes have not."""
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


def known(name: str, host: str, port: int, **more: Any) -> Trunk:
    """A trunk by its address."""
    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return Trunk(**{"name": name, "hosts": (at,), "ping_s": 0, "user": "us", **more})


def certificate(folder: Path) -> tuple[str, str]:
    """The files of a certificate for localhost and 127.0.0.1, its own authority, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "sip.pem", folder / "sip.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(files[0]), str(files[1])
