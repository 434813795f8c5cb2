"""What is surely known when a call to a provider does not go well: nothing left the house, or nobody can say."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from hoolin.channels import calling
from hoolin.channels.calling import Reply, bytes_of, call
from hoolin.core.errors import NotReached, TooLarge
from tests.channels.around import file
from tests.channels.double import Answer, Double, Fault, said


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client as the gateways have it."""
    async with calling.open_client() as one:
        yield one


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """A provider that answers well."""
    async with Double(lambda _: said({"ok": True}, retry_after="7")) as one:
        yield one


async def test_an_answer_is_read(client: httpx.AsyncClient, double: Double) -> None:
    """Status, JSON, and what the provider asked us to wait; what is no JSON object reads as nothing."""
    reply = await call(client, "POST", f"{double.url}/x", json={"a": 1})
    assert (reply.status, reply.json, reply.retry_seconds) == (200, {"ok": True}, 7)
    assert Reply(200, b"[1]").json == Reply(200, b"<html>").json == {}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://[::1]:1/", "http://", "x", "ftp://127.0.0.1/"])
async def test_nobody_there_is_not_reached(client: httpx.AsyncClient, url: str) -> None:
    """Refused, or no address at all: nothing has left the house."""
    with pytest.raises(NotReached):
        await call(client, "POST", url, json={})


async def test_a_connection_that_never_came_about_is_not_reached(client: httpx.AsyncClient, double: Double) -> None:
    """No TLS on the other side, and nobody who goes on with its beginning: no request was written, so nothing has left the house."""
    with pytest.raises(NotReached):
        await call(client, "POST", double.url.replace("http:", "https:"), json={})
    ended = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        ended.set()

    async with await asyncio.start_server(hold, "127.0.0.1", 0) as silent:
        url = f"https://127.0.0.1:{silent.sockets[0].getsockname()[1]}/"
        with pytest.raises(NotReached):
            await call(client, "POST", url, json={}, seconds=0.3)
        await client.aclose()
        await asyncio.wait_for(ended.wait(), 90)
    assert double.calls == []


@pytest.mark.parametrize(
    ("fault", "why"),
    [("drop", "remote_protocol_error"), ("drop_midway", "remote_protocol_error"), ("garbage", "remote_protocol_error"),
     ("hang", "timed_out"), ("trickle", "timed_out"), (Answer(200, b"x" * 2_000_000), "answer_too_large")],
)  # fmt: skip
async def test_what_was_written_and_not_answered(
    client: httpx.AsyncClient, double: Double, fault: Fault | Answer, why: str
) -> None:
    """The provider may or may not have done it: said so, within the time there is, and never done again by itself."""
    double.faults.append(("/", fault))
    async with asyncio.timeout(90):
        assert await call(client, "POST", f"{double.url}/x", json={}, seconds=0.5) == Reply(0, why=why)
    assert len(double.calls) == 1


async def test_a_kept_connection_that_died_is_not_used_twice(client: httpx.AsyncClient, double: Double) -> None:
    """After an answer the provider closes: the next call goes by a new connection, or is honestly unknown."""
    for _ in range(5):
        await call(client, "GET", f"{double.url}/x")
        double.faults.append(("/", "drop"))
        assert (await call(client, "GET", f"{double.url}/x")).status == 0
    assert len(double.calls) == 10


async def test_a_redirect_is_not_followed(client: httpx.AsyncClient, double: Double) -> None:
    """An API that moved is a setting to change; nothing with a secret goes after it."""
    async with Double(lambda _: said({})) as other:
        double.faults.append(("/", Answer(307, b"", {"location": f"{other.url}/x"})))
        assert (await call(client, "POST", f"{double.url}/x", json={})).status == 307
        assert other.calls == []


async def test_a_file_is_read_within_its_limit() -> None:
    """Piece by piece, and no further than allowed, whatever its size was said to be."""
    assert await bytes_of(file("a", "", b"x" * 2_500), 2_500) == b"x" * 2_500
    with pytest.raises(TooLarge):
        await bytes_of(file("a", "", b"x" * 2_500)._replace(size=1), 2_499)


async def test_no_address_is_logged(
    client: httpx.AsyncClient, double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    """Some providers have the secret in the address: the library's own lines are kept out of the log."""
    with caplog.at_level(logging.DEBUG):
        await call(client, "GET", f"{double.url}/secret")
    assert "secret" not in caplog.text
