"""What strangers have a say in is fetched only from the open internet, within bounds, and without anybody's credentials."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from hoolin.channels import calling, fetching
from hoolin.channels.fetching import Fetched, Gone, fetch, public_address
from hoolin.channels.gathering import FILES_MAX, Wanted, Written, gather
from hoolin.channels.parts import part_tag, send_parts, whole_of
from hoolin.channels.written import Address, Heard, Sent
from hoolin.core.errors import NotReached, TooLarge
from tests.channels.double import Answer, Call, Double

INNER = (
    "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
    "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:0:0:0:0:0:80ff:fffe",
)  # fmt: skip


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client as the gateways have it."""
    async with calling.open_client() as one:
        yield one


@pytest.mark.parametrize("address", INNER)
async def test_no_address_of_an_inner_network_is_public(address: str) -> None:
    """Our own machine, our neighbours, the cloud's own service, and version 6 addresses that hide one of them."""
    with pytest.raises(Gone, match="refused"):
        await public_address(address, 443)


async def test_a_public_address_is_public() -> None:
    """What is on the open internet is asked at the very address that was looked at."""
    assert await public_address("8.8.8.8", 443) == "8.8.8.8"
    assert await public_address("2606:4700:4700::1111", 443) == "2606:4700:4700::1111"


async def test_a_name_with_one_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which one of several would be asked is not for a stranger to choose; a name that is not known may be known later."""
    found: list[Any] = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]

    async def look_up(*_: object, **__: object) -> list[Any]:
        if not found:
            raise socket.gaierror
        return found

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    with pytest.raises(Gone, match="refused"):
        await public_address("rebind.example.com", 443)
    found.pop()
    assert await public_address("rebind.example.com", 443) == "8.8.8.8"
    found.clear()
    with pytest.raises(NotReached):
        await public_address("rebind.example.com", 443)


async def as_public(host: str, port: int) -> str:
    """As if every name led to this machine, and were public."""
    return "127.0.0.1"


async def test_the_connection_goes_where_we_looked(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once, the server still hears it, and credentials do not follow a redirect to another origin."""
    monkeypatch.setattr(fetching, "public_address", as_public)

    def answer(call: Call) -> Answer:
        return Answer(200, b"bytes", {"content-type": "Image/PNG; x=1"})

    async with Double(answer) as far, Double(lambda _: Answer(302, b"", {"location": there})) as api:
        there = f"http://cdn.example.com:{far.url.rpartition(':')[2]}/a"
        token = {"authorization": "Bearer secret"}
        assert await fetch(client, f"{api.url}/x", trusted=api.url, headers=token) == Fetched(b"bytes", "image/png")
        assert api.calls[0].headers["authorization"] == "Bearer secret"
        assert "authorization" not in far.calls[0].headers
        assert far.calls[0].headers["host"].startswith("cdn.example.com:")


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
        .serial_number(7).not_valid_before(begun).not_valid_after(begun + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "both.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain + made.public_bytes(Encoding.PEM))
    return file


async def test_a_certificate_is_of_the_name_and_a_connection_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right name is served; another name at the same address is not, though a connection to that address was just made."""
    monkeypatch.setattr(fetching, "public_address", as_public)
    file = certificate(tmp_path, "cdn.example.com")
    served, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(file))
    served.load_cert_chain(file)
    async with Double(lambda _: Answer(200, b"bytes"), served) as double, httpx.AsyncClient(verify=trusting) as trusts:
        port = double.url.rpartition(":")[2]
        for _ in range(2):
            found = await fetch(trusts, f"https://cdn.example.com:{port}/a", trusted="https://api.example.com")
            assert found.body == b"bytes"
        with pytest.raises(NotReached):
            await fetch(trusts, f"https://other.example.com:{port}/a", trusted="https://api.example.com")
        assert len(double.calls) == 2


@pytest.mark.parametrize(
    ("answer", "code"),
    [(Answer(200, b"12345678901"), "too_large"), (Answer(200, b"1", {"content-encoding": "gzip"}), "packed"),
     (Answer(404), "404"), (Answer(204), "204"), (Answer(302, b"", {"location": "/again"}), "redirects"),
     (Answer(302, b"", {"location": "gopher://x"}), "refused"), (Answer(302, b"", {"location": "http://example.com:99999999/"}), "refused")],
)  # fmt: skip
async def test_why_a_file_is_not_here(client: httpx.AsyncClient, answer: Answer, code: str) -> None:
    """Too large, packed, gone, in circles, or nowhere: each by its word, and for good."""
    async with Double(lambda _: answer) as double:
        with pytest.raises(Gone) as gone:
            await fetch(client, f"{double.url}/x", trusted=double.url, at_most=10)
        assert gone.value.code == code
        assert len(double.calls) <= 4


@pytest.mark.parametrize(
    "address", ["", "x", "http://", "file:///etc/passwd", "http://user:pw@example.com/", "http://[::1"]
)
async def test_what_is_no_address_is_not_asked(client: httpx.AsyncClient, address: str) -> None:
    """Whatever a provider's call holds in place of an address."""
    with pytest.raises((Gone, NotReached)):
        await fetch(client, address, trusted="https://api.example.com")


# ── files of a message ──────────────────────────────────────────────────────────────────────────────────────────────


def written(*wanted: Wanted) -> Written:
    """A message with files."""
    return Written(Heard(key="k", sender=Address(kind="viber", value="1"), text="Vaata"), wanted)


async def test_a_message_has_so_many_files_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond ten files, or a hundred megabytes in one call, the rest is said; names are what a file may be called."""

    async def fetching_one(wanted: Wanted) -> Fetched:
        return Fetched(b"x" * 40, "")

    (heard,) = await gather(
        [written(*(Wanted("a", f"../{n}\n.jpg") for n in range(FILES_MAX + 1)))], fetching_one, False
    )
    assert isinstance(heard, Heard)
    assert [one.name for one in heard.files][:2] == ["0.jpg", "1.jpg"]
    assert (len(heard.files), heard.text) == (FILES_MAX, f"Vaata\n📎 ../{FILES_MAX}\n.jpg · ⚠ > {FILES_MAX}")
    monkeypatch.setattr("hoolin.channels.gathering.INPUT_BYTES_MAX", 100)
    found = await gather([written(Wanted("a", "a")), written(Wanted("b", "b"), Wanted("c", "c"))], fetching_one, False)
    assert [len(one.files) for one in found if isinstance(one, Heard)] == [1, 1]


async def test_all_files_of_a_call_have_so_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time is over the call is understood another time; late, the words come without the files that are left."""
    asked: list[str] = []

    async def slow(wanted: Wanted) -> Fetched:
        asked.append(wanted.name)
        await asyncio.sleep(0.02)
        return Fetched(b"x", "")

    monkeypatch.setattr("hoolin.channels.gathering.INPUT_SECONDS_MAX", 0.01)
    call = [written(Wanted("a", "a"), Wanted("b", "b")), written(Wanted("c", "c"))]
    with pytest.raises(NotReached, match="files_take_too_long"):
        await gather(call, slow, False)
    first, second = await gather(call, slow, True)
    assert isinstance(first, Heard) and isinstance(second, Heard)
    assert ([one.name for one in first.files], second.files) == (["a"], ())
    assert first.text == "Vaata\n📎 b · ⚠ files_take_too_long"
    assert asked == ["a", "a"]


async def test_a_text_too_long_for_a_message_is_whole_in_a_file() -> None:
    """What a person reads is cut, and nothing is lost."""
    long = Written(Heard(key="k", sender=Address(kind="viber", value="1"), text="õ" * 9_000))
    (heard,) = await gather([long], as_nothing, False)
    assert isinstance(heard, Heard)
    assert (len(heard.text), heard.text[-1]) == (8_000, "…")
    assert [(one.name, one.body) for one in heard.files] == [("text.txt", ("õ" * 9_000).encode())]


async def as_nothing(wanted: Wanted) -> Fetched:
    """Nothing is fetched here."""
    raise AssertionError(wanted)


# ── a message in parts ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fates", "whole"),
    [("aa", Sent("accepted", "", "r0 r1")), ("r", Sent("rejected", "no")), ("u", Sent("unknown", "?")), ("t", Sent("rejected", "file_too_large")),
     ("ar", Sent("unknown", "part_2_of_2:no", "r0")), ("an", Sent("unknown", "part_2_of_2:down", "r0")), ("aau", Sent("unknown", "part_3_of_3:?", "r0 r1"))],
)  # fmt: skip
async def test_what_becomes_of_the_whole(fates: str, whole: Sent) -> None:
    """Clear as long as nothing was accepted; after that every trouble is unknown, for a person to see."""

    async def send_one(part: tuple[int, str]) -> Sent:
        index, fate = part
        if fate == "n":
            raise NotReached("down")
        if fate == "t":
            raise TooLarge("file")
        return {"a": Sent("accepted", "", f"r{index}"), "r": Sent("rejected", "no"), "u": Sent("unknown", "?")}[fate]

    assert await send_parts(list(enumerate(fates)), send_one) == whole


async def test_nothing_sent_is_not_reached() -> None:
    """When already the first part could not leave, the outbox may try the whole again."""

    async def send_one(_: int) -> Sent:
        raise NotReached("down")

    with pytest.raises(NotReached):
        await send_parts([1, 2], send_one)


def test_the_last_part_speaks_for_the_whole() -> None:
    """A tag tells its delivery, and whether it was the last."""
    assert [whole_of(part_tag("d", index, 2)) for index in (1, 2)] == [("d", False), ("d", True)]
