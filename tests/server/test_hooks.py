"""Providers at the real route of a whole site, over real HTTP: what is not signed by them leaves no trace but a count."""

import asyncio
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from hoolin.channels.signed import signature
from hoolin.channels.whatsapp.manifest import WhatsappAccount
from hoolin.cli.serve import set_up
from hoolin.core.intake.facts import InputEnded, InputKept
from hoolin.server.gate.limits import HOOK_BYTES_MAX
from hoolin.server.serve import Serving
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, web
from hoolin.wiring.channels import ChannelAccounts

Kind = TypeVar("Kind")

SECRET = "the-secret-of-an-app"
HOOK = "/hooks/whatsapp/main"
BODY = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":'
    b'{"metadata":{"phone_number_id":"11"},"messages":[{"from":"3725551234","id":"wamid.1","timestamp":"1800000000",'
    b'"type":"text","text":{"body":"Tere"}}]}}]}]}'
)


class Site:
    """The site, and a client of its real port."""

    def __init__(self, built: Built, port: int) -> None:
        self.built = built
        self.port = port
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=90)

    async def call(self, body: bytes, proof: str = "", path: str = HOOK) -> httpx.Response:
        """A call with a signature, Meta's own if no other is given."""
        proof = proof or "sha256=" + signature(SECRET, body)
        return await self.http.post(path, content=body, headers={"x-hub-signature-256": proof})

    async def counted(self, status: int) -> int:
        """How many calls to hooks were answered so, as the figures tell it."""
        told = (await self.http.get("/metrics")).text
        lines = [line for line in told.splitlines() if "/hooks/" in line and "_bucket" not in line]
        found = [line for line in lines if f'"{status}"' in line or f'"{status // 100}xx"' in line]
        return int(
            sum(float(line.rpartition(" ")[2]) for line in found if "_sum" not in line and "seconds" not in line)
        )

    def facts(self, kind: type[Kind]) -> list[Kind]:
        """Every fact of this kind that is on disk."""
        return [entry.fact for entry in self.built.stores.journal.read(0, 1_000) if isinstance(entry.fact, kind)]

    @property
    def position(self) -> int:
        """The last entry of the journal."""
        return self.built.loop.house.position


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A site with one WhatsApp number that gives a request one second."""
    account = WhatsappAccount(phone_number_id="11", token="t", app_secret=SECRET, verify_token="a-word")
    server = ServerSettings(port=0, access_log=False, request_seconds_max=1)
    settings = HoolinSettings(data=str(tmp_path), server=server, channels=ChannelAccounts(whatsapp={"main": account}))
    built = build(settings)
    built.on_start.append(partial(set_up, built))
    serving = Serving(web(built), server)
    ready = asyncio.Event()
    task = asyncio.create_task(serving.run(lambda port: ready.set()))
    async with asyncio.timeout(90):
        await ready.wait()
        while not built.site.kept.queues or built.loop.house.position > built.loop.durable_position:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    made = Site(built, serving.port)
    try:
        yield made
    finally:
        await made.http.aclose()
        serving.stop()
        await asyncio.wait_for(task, 90)


async def test_a_signed_call_is_kept_before_it_is_answered(site: Site) -> None:
    """Once by its key, however often it comes; and it becomes a message."""
    assert (await site.call(BODY)).status_code == 200
    assert [fact.channel for fact in site.facts(InputKept)] == ["whatsapp"]
    assert (await site.call(BODY)).status_code == 200
    async with asyncio.timeout(90):
        while not site.facts(InputEnded):  # noqa: ASYNC110  the journal is what is asked
            await asyncio.sleep(0.01)
    assert len(site.facts(InputKept)) == 1
    assert [fact.ending for fact in site.facts(InputEnded)] == ["taken"]


async def test_a_wrong_signature_leaves_no_trace_but_a_count(site: Site) -> None:
    """403 as a problem; the journal is as it was; one more call of that status is counted."""
    position, before = site.position, await site.counted(403)
    for proof in ("sha256=" + signature("another", BODY), "sha256=", "nonsense", "sha256=" + signature(SECRET, b"{}")):
        answer = await site.call(BODY, proof)
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:hoolin:problem:not_allowed"
    assert site.position == position
    assert await site.counted(403) == before + 4


@pytest.mark.parametrize(
    "path", ["/hooks/whatsapp/other", "/hooks/sms/main", "/hooks/nothing/main", "/hooks/whatsapp/UP"]
)
async def test_what_nobody_has_set_up_is_not_found(site: Site, path: str) -> None:
    """An unknown account, a channel that is not used or does not exist, a name that is none: a problem, and nothing kept."""
    position = site.position
    answer = await site.call(BODY, path=path)
    assert answer.status_code in (404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert site.position == position


async def test_a_body_above_the_limit_is_refused_unread(site: Site) -> None:
    """413 by what it says of its length, and by what comes when it says nothing."""
    position = site.position
    head = b"POST " + HOOK.encode() + b" HTTP/1.1\r\nhost: x\r\n"
    declared = await raw(site.port, head + b"content-length: %d\r\n\r\n" % (HOOK_BYTES_MAX + 1))
    assert declared.startswith(b"HTTP/1.1 413"), declared
    assert (await site.http.post(HOOK, content=pieces(HOOK_BYTES_MAX + 1))).status_code == 413
    assert site.position == position


async def pieces(size: int) -> AsyncIterator[bytes]:
    """So many bytes, whose number is not told before."""
    for at in range(0, size, 1 << 20):
        yield b"x" * min(1 << 20, size - at)


async def test_a_body_that_does_not_come_is_not_waited_for(site: Site) -> None:
    """503 when the time of a request is over."""
    answer = await raw(site.port, b"POST " + HOOK.encode() + b" HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 503"), answer


async def raw(port: int, request: bytes) -> bytes:
    """What comes back first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        async with asyncio.timeout(90):
            return await reader.read(1_000)
    finally:
        writer.close()


async def test_a_challenge_is_answered_with_its_own_words(site: Site) -> None:
    """And only to whoever knows the word that was agreed on."""
    asked = {"hub.mode": "subscribe", "hub.challenge": "4711", "hub.verify_token": "a-word"}
    answer = await site.http.get(HOOK, params=asked)
    assert (answer.status_code, answer.text) == (200, "4711")
    assert re.match("text/plain", answer.headers["content-type"])
    wrong = await site.http.get(HOOK, params={**asked, "hub.verify_token": "another"})
    assert wrong.status_code == 403


async def test_another_method_is_refused(site: Site) -> None:
    """A hook is asked, told, or handed a numbered transaction below it; nothing else."""
    assert (await site.http.delete(HOOK)).status_code == 405


@pytest.mark.parametrize("proof", ["", "sha256=nonsense"])
async def test_the_short_way_answers_as_the_usual_one(site: Site, proof: str) -> None:
    """Whether it is kept or refused: the same status, the same words, the same headers, the same count."""
    short = await site.call(BODY, proof)
    usual = await site.call(BODY, proof, path=HOOK + "?by=the-usual-way")
    assert short.status_code == usual.status_code
    assert short.content == usual.content
    own = {"date", "x-request-id"}
    assert {n: v for n, v in short.headers.items() if n not in own} == {
        n: v for n, v in usual.headers.items() if n not in own
    }
    assert short.headers["x-request-id"] != usual.headers["x-request-id"]
    assert await site.counted(short.status_code) == 2
