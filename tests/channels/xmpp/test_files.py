"""Files: fetched only from where a file may come from, sent through the server's own upload, and said plainly when not."""

import asyncio
import ssl
from urllib.parse import urlsplit

import httpx
import pytest

from hoolin.channels.written import Heard, OutFile, Raw
from hoolin.channels.xmpp import fetch as fetching
from hoolin.channels.xmpp import wire
from hoolin.channels.xmpp.fetch import fetch, is_public, name_of
from hoolin.channels.xmpp.manifest import FETCH_PATIENCE_MS
from hoolin.core.errors import HoolinError, NotAllowed, NotReached, TooLarge
from tests.channels.xmpp.customer import Customer
from tests.channels.xmpp.prosody import Prosody
from tests.channels.xmpp.stand import HELP, Kept, connected, gateway, now, outgoing
from tests.ports import free_port

OOB = "<x xmlns='jabber:x:oob'><url>{}</url></x>"


@pytest.mark.needs("prosody")
async def test_files_go_both_ways(prosody: Prosody) -> None:
    """Our file is uploaded and its address sent; a customer who sends the same address is heard with the file's bytes."""
    kept = Kept()
    file = OutFile("price list.pdf", "application/pdf", 6, lambda: iter([b"%PDF", b"-1"]))
    async with gateway(prosody, kept) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        sent = await made.send(outgoing(mari.address, "Here it is", "d-1", files=(file,)))
        assert sent.ending == "accepted"
        assert (await mari.hears()).findtext(wire.BODY) == "Here it is"
        second = await mari.hears()
        (url,) = wire.file_urls(second)
        assert second.get("id") == "d-1+1" and second.findtext(wire.BODY) == url
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(url)).content == b"%PDF-1"

        mari.say(HELP, url, OOB.format(url))
        gone = url.replace("file_share/", "file_share/gone")
        mari.say(HELP, "look at this", OOB.format(gone))
        mari.write(
            f"<message to='{HELP}' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='d-1+1'/></message>"
        )
        await kept.until(lambda: len(kept.all) == 3)
        (heard,) = await made.understand(kept.all[0])
        assert isinstance(heard, Heard) and heard.text == ""
        assert [(one.media_type, one.body) for one in heard.files] == [("application/pdf", b"%PDF-1")]
        assert urlsplit(url).path.endswith("price%20list.pdf") and heard.files[0].name == "price list.pdf"
        (lost,) = await made.understand(kept.all[1])
        assert isinstance(lost, Heard) and lost.text == f"look at this\n{gone}" and not lost.files
        (read,) = await made.understand(kept.all[2])
        assert (read.state, read.ours) == ("read", "d-1")  # type: ignore[union-attr]


@pytest.mark.needs("prosody")
async def test_a_server_without_upload_says_so(prosody: Prosody) -> None:
    """Where the server takes no files, the message is rejected with a word that says it, and nothing was sent."""
    prosody.stop()
    prosody.configure(modules='"carbons", "mam"', files=False)
    prosody.start()
    file = OutFile("a.pdf", "application/pdf", 4, lambda: iter([b"%PDF"]))
    async with gateway(prosody, Kept()) as made, Customer(prosody, "mari") as mari:
        await connected(made)
        sent = await made.send(outgoing(mari.address, "Here", "d-1", files=(file,)))
        assert sent == ("rejected", "no_file_upload", "")
        assert (await made.send(outgoing(mari.address, "Without", "d-2"))).ending == "accepted"
        assert (await mari.hears()).get("id") == "d-2"


@pytest.mark.needs("prosody")
async def test_a_file_too_large_for_the_server_is_rejected(prosody: Prosody) -> None:
    """The server's own word is given when it will not have a file."""
    file = OutFile("a.bin", "application/zip", 2_000_000, lambda: iter([b"x" * 2_000_000]))
    async with gateway(prosody, Kept()) as made:
        await connected(made)
        assert await made.send(outgoing("mari@xmpp.test", "", "d-1", files=(file,))) == (
            "rejected",
            "not-acceptable",
            "",
        )


@pytest.mark.needs("prosody")
async def test_our_own_file_server_is_waited_for_a_while(prosody: Prosody) -> None:
    """A file on our own server that is out of reach is asked for again; after a while its address is shown instead."""
    url = f"http://127.0.0.1:{free_port()}/a.png"
    body = f"<message xmlns='jabber:client' from='mari@xmpp.test/x'><body>{url}</body>{OOB.format(url)}</message>"
    raw = Raw(account="main", key="k", body=body.encode(), at=now())
    async with gateway(prosody, Kept()) as made:
        with pytest.raises(NotReached):
            await made.understand(raw)
        old = Raw(account="main", key="k", body=body.encode(), at=now() - FETCH_PATIENCE_MS)
        (heard,) = await made.understand(old)
        assert isinstance(heard, Heard) and heard.text == url and not heard.files


@pytest.mark.parametrize(
    "url",
    ["http://example.ee/a", "https://127.0.0.1/a", "https://[::1]/a", "https://[::ffff:10.0.0.1]/a", "https://10.1.2.3/a",
     "https://169.254.169.254/latest", "https://localhost/a", "ftp://example.ee/a", "https://user:pw@example.ee/", "https://x:y/",
     "file:///etc/passwd", ""],
)  # fmt: skip
async def test_a_stranger_cannot_send_us_into_our_own_network(url: str) -> None:
    """Addresses of this machine, of private networks, without TLS or with a log-in are refused before anything is sent."""
    with pytest.raises(HoolinError) as refused:
        await fetch(url, (), ssl.create_default_context())
    assert refused.value.code in ("file_address", "file_server") and not isinstance(refused.value, TooLarge)
    if "://" in url and "example" not in url and ":y" not in url:
        assert isinstance(refused.value, NotAllowed)


async def test_a_large_file_is_cut_off_and_a_redirect_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a message may carry is refused while it comes; a redirect to a forbidden place is not followed."""
    monkeypatch.setattr(fetching, "ATTACHMENT_BYTES_MAX", 1_000)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        if asked == b"/large":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: image/png; x=y\r\n\r\n" + b"x" * 1_001)
        elif asked == b"/small":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: image/png; x=y\r\n\r\n" + b"x" * 1_000)
        elif asked == b"/busy":
            writer.write(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")
        else:
            to = b"http://localhost:1/" if asked == b"/away" else b"/away" if asked == b"/twice" else b"/round"
            writer.write(b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: " + to + b"\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    where = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    context = ssl.create_default_context()
    async with server:
        found = await fetch(f"{where}/small", ("127.0.0.1",), context)
        assert (found.name, found.media_type, len(found.body)) == ("small", "image/png", 1_000)
        for path, kind, code in (("large", TooLarge, "file"), ("busy", NotReached, "file_server"),
                                 ("away", NotAllowed, "file_address"), ("twice", NotAllowed, "file_address"),
                                 ("round", HoolinError, "too_many_redirects")):  # fmt: skip
            with pytest.raises(kind) as refused:
                await fetch(f"{where}/{path}", ("127.0.0.1",), context)
            assert refused.value.code == code


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2001:4860:4860::8888", True), ("192.168.1.1", False), ("fe80::1%eth0", False), ("224.0.0.1", False),
     ("::ffff:192.168.1.1", False), ("2002:0a00:0001::1", False), ("240.0.0.1", False), ("100.64.0.1", False), ("x", False)],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    """Only addresses of the public internet are, in whatever clothes they come."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("path", "name"),
    [("/a/b/photo%20one.jpg", "photo one.jpg"), ("/../../etc/passwd", "passwd"), ("/a%2F..%2Fb", "b"), ("/", "file"),
     ("/a\\b.txt", "b.txt"), ("/x%00y%0a", "xy"), ("/" + "n" * 300, "n" * 120)],
)  # fmt: skip
def test_a_file_is_called_by_its_last_part(path: str, name: str) -> None:
    """Nothing of a name can be a path or a control character."""
    assert name_of(path) == name
