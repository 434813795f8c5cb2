"""The real server on a real port."""

import asyncio
import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hoolin.server import logs, protocol
from hoolin.server.app import create_app
from hoolin.server.serve import FRAME_BYTES_MAX, NotStarted, PortTaken, Serving, listening
from hoolin.server.settings import ServerSettings
from tests.server.probe import failing, probe
from tests.server.stand import PASSWORD, Stand

ON_A_FREE_PORT = ServerSettings(port=0, access_log=False)


class Running:
    """A stand behind a real port."""

    def __init__(self, stand: Stand, serving: Serving) -> None:
        self.stand = stand
        self.serving = serving
        self.host = f"127.0.0.1:{serving.port}"
        self.http = httpx.AsyncClient(base_url=f"http://{self.host}", timeout=90)

    async def log_in(self, role: str = "agent") -> str:
        """The Cookie header of somebody logged in."""
        answer = await self.http.post("/api/v1/session", json={"login": role, "password": PASSWORD})
        self.http.headers["x-hoolin-csrf"] = answer.json()["csrf"]
        return f"hoolin_session={answer.cookies['hoolin_session']}"

    def socket(self, path: str, **headers: str) -> connect:
        """A socket to that path."""
        return connect(f"ws://{self.host}{path}", additional_headers=headers, compression="deflate", proxy=None)


@asynccontextmanager
async def running(folder: Path, settings: ServerSettings = ON_A_FREE_PORT) -> AsyncIterator[Running]:
    """A server for the length of the block."""
    stand = await Stand(folder, probe(), failing(), settings=settings).populate()
    serving = Serving(stand.app, settings)
    ready = asyncio.Event()
    task = asyncio.create_task(serving.run(lambda port: ready.set()))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert ready.is_set()
    made = Running(stand, serving)
    try:
        yield made
    finally:
        await made.http.aclose()
        serving.stop()
        await asyncio.wait_for(task, 90)


async def status_of(attempt: connect) -> int:
    """The status with which a handshake was refused."""
    with pytest.raises(InvalidStatus) as refused:
        await attempt
    response = refused.value.response
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(response.body or b"")["status"] == response.status_code
    return response.status_code


async def test_a_person_logs_in_and_opens_a_socket(tmp_path: Path) -> None:
    """Over a real connection: log-in, a socket that knows who it is, an echo, no compression though it was offered."""
    async with running(tmp_path) as here:
        cookie = await here.log_in()
        async with here.socket("/api/v1/probe/live", cookie=cookie, origin=f"http://{here.host}") as live:
            assert await live.recv() == "The agent"
            await live.send("õ" * 1000)
            assert await live.recv() == "õ" * 1000
            assert "sec-websocket-extensions" not in (live.response.headers if live.response else {})
            text = (await here.http.get("/metrics")).text
            assert "hoolin_sockets_open{} 1" in text
            assert 'hoolin_sockets_total{route="/api/v1/probe/live"} 1' in text


async def test_a_socket_is_for_whom_may_have_it(tmp_path: Path) -> None:
    """No session 401, another page 403, no page 403; the handshake is answered with a problem document."""
    async with running(tmp_path) as here:
        path, ours = "/api/v1/probe/live", f"http://{here.host}"
        assert await status_of(here.socket(path, origin=ours)) == 401
        cookie = await here.log_in()
        assert await status_of(here.socket(path, cookie=cookie, origin="https://evil.example")) == 403
        assert await status_of(here.socket(path, cookie=cookie)) == 403
        with pytest.raises(InvalidStatus):
            await here.socket("/api/v1/nowhere", origin=ours)


async def test_a_customers_page_of_any_origin_opens_the_chat(tmp_path: Path) -> None:
    """And only the named ones, once they are named."""
    async with running(tmp_path) as here, here.socket("/api/v1/chat", origin="https://shop.example") as chat:
        assert await chat.recv() == "welcome"
    named = ServerSettings(port=0, widget_origins=("https://shop.example",), access_log=False)
    async with running(tmp_path / "named", named) as here:
        async with here.socket("/api/v1/chat", origin="https://shop.example") as chat:
            assert await chat.recv() == "welcome"
        async with here.socket("/api/v1/chat") as chat:
            assert await chat.recv() == "welcome"
        assert await status_of(here.socket("/api/v1/chat", origin="https://evil.example")) == 403


async def closed_with(live: ClientConnection) -> int | None:
    """The code with which a socket ends."""
    with pytest.raises(ConnectionClosed):
        while True:
            await asyncio.wait_for(live.recv(), 90)
    return live.close_code


async def test_a_frame_that_is_too_large_ends_the_socket(tmp_path: Path) -> None:
    """The largest frame passes; one byte more is 1009."""
    async with running(tmp_path) as here, here.socket("/api/v1/chat") as chat:
        await chat.recv()
        await chat.send("x" * FRAME_BYTES_MAX)
        assert len(await chat.recv()) == FRAME_BYTES_MAX
        await chat.send("x" * (FRAME_BYTES_MAX + 1))
        assert await closed_with(chat) == 1009


async def test_a_failing_socket_is_our_fault(tmp_path: Path) -> None:
    """1011, and the gauge of open sockets goes back."""
    async with running(tmp_path) as here:
        cookie = await here.log_in()
        async with here.socket("/api/v1/probe/live", cookie=cookie, origin=f"http://{here.host}") as live:
            await live.recv()
            await live.send("fail")
            assert await closed_with(live) == 1011
        assert "hoolin_sockets_open{} 0" in (await here.http.get("/metrics")).text


async def test_an_answer_that_breaks_off_is_seen_to_have_broken_off(tmp_path: Path) -> None:
    """The client learns that the answer is not whole; the log says why."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger("hoolin").addHandler(handler)
    async with running(tmp_path) as here:
        with pytest.raises(httpx.RemoteProtocolError):
            await here.http.get("/api/v1/failing/late")
        assert (await here.http.get("/healthz")).status_code == 200
    logging.getLogger("hoolin").removeHandler(handler)
    assert json.loads(written.getvalue().splitlines()[0])["error"]["kind"] == "RuntimeError"


async def test_who_does_not_come_to_the_point_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that says nothing, half a head, or half a second head is closed; a whole request is answered first."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS_MAX", 0.3)
    async with running(tmp_path) as here:
        for sent in (b"", b"GET /healthz HTTP/1.1\r\nhost: x\r\n", b"G"):
            reader, writer = await asyncio.open_connection("127.0.0.1", here.serving.port)
            writer.write(sent)
            assert await asyncio.wait_for(reader.read(), 90) == b""
            writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", here.serving.port)
        whole = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
        writer.write(whole + b"GET /hea")
        answered = await asyncio.wait_for(reader.read(), 90)
        assert answered.startswith(b"HTTP/1.1 200") and answered.count(b"HTTP/1.1") == 1
        writer.close()


async def test_a_slow_head_that_arrives_in_time_is_answered(tmp_path: Path) -> None:
    """Piece by piece, within the limit; and an idle connection may be used again."""
    async with running(tmp_path) as here:
        reader, writer = await asyncio.open_connection("127.0.0.1", here.serving.port)
        for _ in range(2):
            for piece in (b"GET /heal", b"thz HTTP/1.1\r\nho", b"st: x\r\n", b"\r\n"):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.02)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 90)
            assert head.startswith(b"HTTP/1.1 200") and b"server:" not in head.lower()
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
        writer.close()


def test_a_port_that_is_taken_is_said_so() -> None:
    """A refusal with the host, the port and the reason; a free port is found for 0."""
    taken = listening("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(PortTaken) as refused:
        listening("127.0.0.1", port)
    assert refused.value.detail["port"] == port
    taken.close()
    six = listening("::1", 0)
    assert six.family is socket.AF_INET6
    six.close()


async def test_what_cannot_start_says_so(tmp_path: Path) -> None:
    """When the site's own start fails, `run` raises instead of looking as if it had ended well."""
    stand = Stand(tmp_path)
    here_is_no_disk = True

    @asynccontextmanager
    async def broken() -> AsyncIterator[None]:
        if here_is_no_disk:
            raise OSError("no disk")
        yield

    app = create_app(replace(stand.parts, life=broken))
    with pytest.raises(NotStarted):
        await asyncio.wait_for(Serving(app, ON_A_FREE_PORT).run(), 90)


async def test_starting_and_stopping_frames_everything(tmp_path: Path) -> None:
    """The site starts before the first answer and stops after the last; open sockets are told 1012."""
    events: list[str] = []
    stand = Stand(tmp_path, probe())

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        events.append("started")
        yield
        events.append("stopped")

    serving = Serving(create_app(replace(stand.parts, life=life)), ON_A_FREE_PORT)
    ready = asyncio.Event()

    def on_ready(port: int) -> None:
        events.append("ready")
        ready.set()

    task = asyncio.create_task(serving.run(on_ready))
    await asyncio.wait_for(ready.wait(), 90)
    async with connect(f"ws://127.0.0.1:{serving.port}/api/v1/chat", proxy=None) as chat:
        await chat.recv()
        serving.stop()
        assert await closed_with(chat) == 1012
    await asyncio.wait_for(task, 90)
    assert events == ["started", "ready", "stopped"]


SCRIPT = """
import asyncio, sys
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from hoolin.server.app import create_app
from hoolin.server.serve import Serving, run
from hoolin.server.settings import ServerSettings
from tests.server.probe import probe
from tests.server.stand import Stand

settings = ServerSettings(port=0, access_log=False)
stand = Stand(Path(sys.argv[1]), probe(), settings=settings)

@asynccontextmanager
async def life():
    print(type(asyncio.get_running_loop()).__module__, sys.getswitchinterval(), flush=True)
    yield
    print("stopped", flush=True)

run(Serving(create_app(replace(stand.parts, life=life)), settings), lambda port: print(port, flush=True))
print("after", flush=True)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_open_requests_end_and_the_program_goes_on_to_its_end(
    tmp_path: Path, told: signal.Signals
) -> None:
    """uvloop and a short switch interval while it runs; after the signal the slow request is answered, then status 0."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment, cwd=root
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().split() == ["uvloop", "0.0005"]
            port = int(process.stdout.readline())
            with socket.create_connection(("127.0.0.1", port), 10) as client:
                client.sendall(b"GET /api/v1/probe/slow?seconds=1 HTTP/1.1\r\nhost: x\r\n\r\n")
                # The request is on its way once another one, sent later, was answered.
                assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code == 200
                begun = time.monotonic()
                process.send_signal(told)
                client.settimeout(20)
                assert client.recv(65536).startswith(b"HTTP/1.1 200")
            assert process.stdout.read().split() == ["stopped", "after"]
            assert process.wait(20) == 0
            assert time.monotonic() - begun < 10
        finally:
            process.kill()
