"""`check` says plainly what is wrong, and changes nothing."""

import asyncio
import datetime
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.sms.pdu import Pdu
from hoolin.channels.written import Finding
from hoolin.cli.sms_peer import Smsc
from hoolin.core.errors import NotFound
from tests.channels.sms.raw_peer import Peer, misbehaving
from tests.channels.sms.stand import House, account, ask, connected, outgoing


async def found(port: int, **settings: object) -> tuple[Finding, ...]:
    """What a check of an account that is not running says."""
    gateway = SmsGateway(House().surroundings(), {"main": account(port, **settings)})
    try:
        return await gateway.check("main")
    finally:
        await gateway.stop()


@pytest.mark.needs("node")
async def test_all_is_well(smsc: Smsc) -> None:
    """Name, port, bind, and what must be agreed with the provider; both ways when there are two."""
    assert [(one.well, one.what) for one in await found(smsc.port)] == [
        (True, "connection"), (True, "bind both ways"), (True, "agreement"),
    ]  # fmt: skip
    assert [one.what for one in await found(smsc.port, bind="tx_rx")][1:3] == ["bind for sending", "bind for receiving"]
    assert (await ask(smsc, "/counts"))["bound"] == []


@pytest.mark.needs("node")
async def test_a_bound_account_is_not_bound_again(smsc: Smsc) -> None:
    """An SMSC that knows but one of us is not disturbed: the connection that is there is asked."""
    async with connected(smsc) as (gateway, _):
        assert all(one.well for one in await gateway.check("main"))
        counts = await ask(smsc, "/counts")
        assert (counts["binds"], counts["enquiries"]) == (1, 1)


@pytest.mark.needs("node")
@pytest.mark.parametrize(
    ("status", "said"),
    [(0x05, "bound already"), (0x0D, "refuses the bind without saying why"), (0x0F, "system_id is unknown"),
     (0x53, "system_type is wrong"), (0x58, "too often"), (0x14, "full"), (0x499, "smpp_0x00000499")],
)  # fmt: skip
async def test_each_refusal_in_words(smsc: Smsc, status: int, said: str) -> None:
    """Each status of a refused bind has its sentence, and what to do."""
    await ask(smsc, "/set", {"bindStatus": status})
    last = (await found(smsc.port))[-1]
    assert (last.well, last.what) == (False, "bind both ways")
    assert said in last.said


@pytest.mark.needs("node")
async def test_a_wrong_password_is_said_without_showing_it(smsc: Smsc) -> None:
    """It says which setting is wrong and not what it is."""
    last = (await found(smsc.port, password="hush-hush"))[-1]
    assert "password is wrong" in last.said and "hush" not in last.said


@pytest.mark.needs("node")
async def test_whoever_hangs_up_is_said(smsc: Smsc) -> None:
    """An SMSC that ends the connection instead of answering does not know our address, mostly."""
    await ask(smsc, "/set", {"hangUp": True})
    assert "hung up" in (await found(smsc.port))[-1].said


async def test_nobody_listens() -> None:
    """A port where nothing is, and a name that is none."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (one,) = await found(free.getsockname()[1])
    assert not one.well and "nothing listens" in one.said
    (one,) = await found(2775, host="no-such-name.invalid")
    assert not one.well and "not known" in one.said


async def test_an_unknown_account_is_refused() -> None:
    """There is no such account."""
    with pytest.raises(NotFound):
        await SmsGateway(House().surroundings(), {}).check("main")


def certificate(folder: Path) -> Path:
    """A certificate for localhost that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "smsc.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


async def test_an_encrypted_connection(tmp_path: Path) -> None:
    """With tls and the right authority it works; without the authority, or without tls, the bind is not tried in the open."""
    file = certificate(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)

    async def behave(peer: Peer, what: Pdu) -> None:
        await peer.answer(what)

    async with misbehaving(behave, server) as (port, peers):
        mine = account(port, host="localhost", tls=True, ca_file=str(file))
        gateway = SmsGateway(House().surroundings(), {"main": mine})
        assert all(one.well for one in await gateway.check("main"))
        await gateway.start()
        assert await gateway.bound("main")
        assert (await gateway.send(outgoing("tere"))).ending == "accepted"
        await gateway.stop()
        bound = sum(bool(peer.got) for peer in peers)
        distrusted = (await found(port, host="localhost", tls=True))[-1]
        assert not distrusted.well and "certificate" in distrusted.said.lower()
        assert sum(bool(peer.got) for peer in peers) == bound, "nothing was said to whom we do not trust"
    await asyncio.sleep(0)
