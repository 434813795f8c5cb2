"""Killed in the middle of calls from all messengers: what was acknowledged is on disk, and what comes again has the same key.

HOOLIN_KILL_ROUNDS and HOOLIN_KILL_CALLS make it longer: how often it is killed, and how many calls of each channel come in a round.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from hoolin.channels.signed import derived
from hoolin.channels.written import HookRequest
from tests.channels.around import meta, telegram, viber
from tests.channels.hook_process import META, OWN, SITE, TELEGRAM, VIBER
from tests.channels.telegram import bot_api
from tests.channels.telegram.bot_api import BotApi, message

ROUNDS = int(os.environ.get("HOOLIN_KILL_ROUNDS", "3"))
CALLS = int(os.environ.get("HOOLIN_KILL_CALLS", "50"))
CHANNELS = ("telegram", "whatsapp", "messenger", "viber")
AT_ONCE = 24
ROOT = Path(__file__).resolve().parents[2]


def call(channel: str, number: int) -> HookRequest:
    """The call that a provider makes for its message of this number, however often it makes it."""
    if channel == "telegram":
        person = {"id": 5, "is_bot": False, "first_name": "M"}
        message = {
            "message_id": number,
            "date": 1,
            "from": person,
            "chat": {"id": 5, "type": "private"},
            "text": str(number),
        }
        return telegram({"update_id": number, "message": message}, derived(SITE, "telegram", "main", TELEGRAM))
    if channel == "whatsapp":
        message = {
            "from": "5",
            "id": f"wamid.{number}",
            "timestamp": "1",
            "type": "text",
            "text": {"body": str(number)},
        }
        value = {"metadata": {"phone_number_id": OWN}, "messages": [message]}
        return meta({"entry": [{"changes": [{"field": "messages", "value": value}]}]}, META)
    if channel == "messenger":
        event: dict[str, Any] = {"sender": {"id": "5"}, "message": {"mid": f"m_{number}", "text": str(number)}}
        return meta({"entry": [{"id": OWN, "messaging": [event]}]}, META)
    said = {"type": "text", "text": str(number)}
    return viber(
        {"event": "message", "message_token": 5 * 10**18 + number, "sender": {"id": "5"}, "message": said}, VIBER
    )


@contextmanager
def running(folder: Path, *more: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The process, and its port; ended by its own pid."""
    command = [sys.executable, "-m", "tests.channels.hook_process", str(folder), *more]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().split()
            assert line, "did not start"
            yield process, int(line[1])
        finally:
            process.kill()


async def deliver(
    port: int, waiting: list[tuple[str, int]], until: int, process: "subprocess.Popen[bytes]"
) -> set[tuple[str, int]]:
    """Call for each, many at once, until so many were acknowledged: then the process is killed. What was acknowledged."""
    acknowledged: set[tuple[str, int]] = set()
    todo = iter(waiting)

    async def one(client: httpx.AsyncClient) -> None:
        for channel, number in todo:
            request = call(channel, number)
            try:
                url = f"http://127.0.0.1:{port}/hooks/{channel}/main"
                reply = await client.post(url, content=request.body, headers=dict(request.headers))
            except httpx.HTTPError:
                return
            assert reply.status_code == 200
            acknowledged.add((channel, number))
            if len(acknowledged) == until:
                process.send_signal(signal.SIGKILL)

    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        await asyncio.gather(*(one(client) for _ in range(AT_ONCE)))
    return acknowledged


def kept(folder: Path) -> list[tuple[str, str]]:
    """Text and key of every whole line on disk."""
    found = []
    for line in (folder / "kept.jsonl").read_bytes().splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        body = json.loads(row["body"])
        found.append((text_of(body), row["key"]))
    return found


def text_of(body: Any) -> str:
    """Which message a kept body is: its channel and number."""
    if "update_id" in body:
        return f"telegram {body['message']['text']}"
    if "event" in body:
        return f"viber {body['message']['text']}"
    entry = body["entry"][0]
    if "messaging" in entry:
        return f"messenger {entry['messaging'][0]['message']['text']}"
    return f"whatsapp {entry['changes'][0]['value']['messages'][0]['text']['body']}"


@pytest.mark.slow
@pytest.mark.timeout(120 + 60 * ROUNDS)
async def test_what_was_acknowledged_is_kept(tmp_path: Path) -> None:
    """Round after round the process is killed half-way; providers call again for what was not acknowledged, and for some that was."""
    acknowledged: set[tuple[str, int]] = set()
    everything: list[tuple[str, int]] = []
    for round_number in range(ROUNDS + 1):
        new = [(channel, round_number * CALLS + n) for n in range(CALLS) for channel in CHANNELS]
        everything += new
        again = [one for one in everything if one not in acknowledged or one[1] % 10 == 0]
        last = round_number == ROUNDS
        with running(tmp_path) as (process, port):
            until = -1 if last else len(again) // 2
            acknowledged |= await deliver(port, again, until, process)
        on_disk = {text for text, _ in kept(tmp_path)}
        assert {f"{channel} {number}" for channel, number in acknowledged} <= on_disk
    assert acknowledged == set(everything)
    rows = kept(tmp_path)
    keys: dict[str, set[str]] = {}
    for text, key in rows:
        keys.setdefault(text, set()).add(key)
    assert len(keys) == len(everything)
    assert all(len(found) == 1 for found in keys.values())
    assert len({key for found in keys.values() for key in found}) == len(everything)
    assert len(rows) > len(everything), "nothing came twice, so nothing was tried"


@pytest.mark.slow
@pytest.mark.timeout(120 + 60 * ROUNDS)
async def test_what_telegram_was_told_that_we_have_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that asks is killed while it keeps: whatever Telegram let go of is on disk, and in the end everything is, once by key."""
    monkeypatch.setattr(bot_api, "TOKEN", TELEGRAM)
    async with BotApi() as api:
        numbers = range(900_000_000, 900_000_000 + CALLS * (ROUNDS + 1) * 2)
        for number in numbers:
            api.tell(message(number - 900_000_000, number, text=str(number)))
        for round_number in range(ROUNDS):
            with running(tmp_path, api.url) as (process, _):
                left = len(numbers) - (round_number + 1) * CALLS
                await api.until(lambda at_most=left: len(api.waiting) <= at_most)  # type: ignore[misc]
                process.send_signal(signal.SIGKILL)
                process.wait()
            told = {str(number) for number in numbers} - {one["message"]["text"] for one in api.waiting}
            assert told <= {text.partition(" ")[2] for text, _ in kept(tmp_path)}
            assert told, "killed before anything was confirmed"
        with running(tmp_path, api.url):
            await api.until(lambda: not api.waiting)
        assert {key for _, key in kept(tmp_path)} == {f"123456789:{number}" for number in numbers}
    assert api.wrong == []
