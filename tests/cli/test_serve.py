import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.wiring import HoolinSettings, build

ROOT = Path(__file__).parents[2]
PASSWORD = "kuused ja männid"


def hoolin(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The program, from start to end."""
    return subprocess.run(
        [sys.executable, "-m", "hoolin", *arguments],
        input=given, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, env=environment(),
    )  # fmt: skip


def environment(**more: str) -> dict[str, str]:
    """Ours, without what says where a site is."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HOOLIN_")} | more


@asynccontextmanager
async def served(data: Path) -> AsyncIterator[tuple[str, str]]:
    """`hoolin serve` on a free port: its address, and what it has said by then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hoolin", "serve", cwd=ROOT, stderr=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
        env=environment(HOOLIN_DATA=str(data), HOOLIN_SERVER_PORT="0", HOOLIN_OPERATOR="Põhjala Mobiil", COLUMNS="200"),
    )  # fmt: skip
    assert process.stderr is not None
    said = ""
    try:
        async with asyncio.timeout(90):
            while "Ctrl+C stops it" not in said:
                line = await process.stderr.readline()
                assert line, said
                said += line.decode()
        found = re.search(r"served at (http://127\.0\.0\.1:\d+)/", said)
        assert found is not None, said
        yield found[1], said
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(90):
            await process.stderr.read()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.slow
async def test_a_site_from_nothing(tmp_path: Path) -> None:
    """The first start makes the chat, calling back and a queue, and says how to add the first person; added, they log in, and are known to
    routing; the next start says nothing of it and changes nothing.
    """
    data = tmp_path / "site"
    async with served(data) as (url, said):
        assert "Nobody may log in yet" in said
        assert f"--data {data}" in said
        async with httpx.AsyncClient(base_url=url, headers={"origin": url}) as client:
            available = (await client.get("/api/v1/chat/availability")).json()
            assert available["operator"] == "Põhjala Mobiil"
            added = await asyncio.to_thread(
                hoolin, "user", "add", "mari", "--name", "Mari Mudel", "--role", "admin", "--agent", "mari",
                "--data", str(data), given=f"{PASSWORD}\n",
            )  # fmt: skip
            assert added.returncode == 0, added.stderr
            answer = await client.post("/api/v1/session", json={"login": "mari", "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            setup = (await client.get("/api/v1/setup")).json()
            assert [queue["queue"] for queue in setup["queues"]] == ["service"]
            assert [channel["channel"] for channel in setup["channels"]] == ["chat", "callback"]
            async with asyncio.timeout(90):
                while not setup["agents"]:
                    await asyncio.sleep(0.2)
                    setup = (await client.get("/api/v1/setup")).json()
            assert [agent["agent"] for agent in setup["agents"]] == ["mari"]
    async with served(data) as (url, said), httpx.AsyncClient(base_url=url) as client:
        assert "Nobody may log in" not in said
        health = (await client.get("/healthz")).json()
        assert (health["status"], health["position"]) == ("well", setup["n"])


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """Where somebody listens already, the program says so in one line and leaves the folder alone."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = subprocess.run(
            [sys.executable, "-m", "hoolin", "serve"],
            capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, stdin=subprocess.DEVNULL,
            env=environment(HOOLIN_DATA=str(tmp_path / "site"), HOOLIN_SERVER_PORT=port),
        )  # fmt: skip
    assert run.returncode == 1
    assert "port_taken" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "site").exists()


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    """`--config` of a file that does not exist is refused in one line."""
    run = hoolin("serve", "--config", str(tmp_path / "gone.toml"))
    assert run.returncode == 1
    assert "gone.toml" in run.stderr
    assert "Traceback" not in run.stderr


async def test_a_set_up_site_is_left_as_it_is() -> None:
    """What a site has of its own, a default queue of another name or other numbers, is not touched by a start."""
    from hoolin.cli.serve import set_up

    built = build(HoolinSettings(data=""))
    async with built.running():
        await built.loop.submit(
            c.SetQueue(rules=QueueRules(queue="service", target_ms=5_000)), actor="system", key="own"
        )
        await set_up(built)
        position = built.loop.durable_position
        await set_up(built)
        assert built.loop.durable_position == position
        assert built.site.queue("service").target_ms == 5_000
        assert list(built.site.kept.channels) == ["chat", "callback"]
    built.accounts.close()
