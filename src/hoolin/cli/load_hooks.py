"""Calls a webhook as a provider would, as fast as it is answered or at a rate: `python -m hoolin.cli.load_hooks TASK`, TASK being JSON of `Task`.

So many connections each make their next call when the last one was answered with 200. Every tenth call is one that was made
before, as providers do when they doubt; the answer to the whole is one JSON object.
"""

import asyncio
import hmac
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

import msgspec

REPEATS = 10
"""Every so many calls, one comes again."""

PEOPLE = 1_000
"""Who write, in turn."""

TEXT = "Tere! My modem shows a red light since this morning, and I have already tried to start it anew. What now?"


class Task(msgspec.Struct, kw_only=True):
    """What to do. channel: whose calls; port, path: where; secret: what proves them (the app's secret, the bot's token, Telegram's
    word). own: the number or page they are for. first: the number of the first call. per_second: calls, over all connections; 0 for
    as many as are answered.
    """

    channel: str
    port: int
    path: str
    secret: str
    own: str = "1122334455667"
    seconds: float = 5.0
    connections: int = 64
    first: int = 1
    per_second: float = 0.0


def body_of(channel: str, own: str, number: int) -> dict[str, Any]:
    """A call with one message of a customer's."""
    if channel == "telegram":
        who = 5_000_000_001 + number % PEOPLE
        person = {"id": who, "is_bot": False, "first_name": "Mari", "language_code": "et"}
        chat = {"id": who, "type": "private", "first_name": "Mari"}
        message = {"message_id": number, "date": 1_800_000_000, "from": person, "chat": chat, "text": TEXT}
        return {"update_id": number, "message": message}
    if channel == "whatsapp":
        phone = str(37255510000 + number % PEOPLE)
        contacts = [{"profile": {"name": "Mari"}, "wa_id": phone, "user_id": f"EE.{phone}"}]
        said = {
            "from": phone,
            "id": f"wamid.{_spread(number)}",
            "timestamp": "1800000000",
            "type": "text",
            "text": {"body": TEXT},
        }
        about = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "3725550000", "phone_number_id": own},
        }
        change = {"field": "messages", "value": {**about, "contacts": contacts, "messages": [said]}}
        return {"object": "whatsapp_business_account", "entry": [{"id": "998877", "changes": [change]}]}
    if channel == "messenger":
        event = {
            "sender": {"id": "5"},
            "recipient": {"id": own},
            "timestamp": 1_800_000_000_000,
            "message": {"mid": f"m_{_spread(number)}", "text": TEXT},
        }
        return {"object": "page", "entry": [{"id": own, "time": 1_800_000_000_000, "messaging": [event]}]}
    sender = {"id": "xWxFWBYHceVLi80yULnRkw==", "name": "Mari", "language": "et"}
    token = 5_000_000_000_000_000_000 + number
    return {
        "event": "message",
        "timestamp": 1_800_000_000_000,
        "message_token": token,
        "sender": sender,
        "message": {"type": "text", "text": TEXT},
    }


def _spread(number: int) -> str:
    """An id as Meta's are: no two that follow each other look alike, so that rows fall all over an index."""
    return b64encode(sha256(str(number).encode()).digest()).decode()


def request_of(task: Task, number: int) -> bytes:
    """The bytes of a call."""
    body = msgspec.json.encode(body_of(task.channel, task.own, number))
    name, prefix = {
        "telegram": ("x-telegram-bot-api-secret-token", ""),
        "viber": ("x-viber-content-signature", ""),
    }.get(task.channel, ("x-hub-signature-256", "sha256="))
    signature = hmac.new(task.secret.encode(), body, sha256).hexdigest()
    proof = task.secret if task.channel == "telegram" else prefix + signature
    head = f"POST {task.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{name}: {proof}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def numbers(first: int) -> Iterator[int]:
    """1, 2, … and every tenth time one that was there before."""
    number = first
    while True:
        for _ in range(REPEATS - 1):
            yield number
            number += 1
        yield number - REPEATS // 2


class Caller(asyncio.Protocol):
    """One connection."""

    def __init__(self, task: Task, todo: Iterator[int], begin: float) -> None:
        """begin: when its first call is due, if they come at a rate."""
        self._task = task
        self._todo = todo
        self._until = time.perf_counter() + task.seconds
        self._due = begin
        self._begun = 0.0
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waits: list[float] = []
        self.acknowledged: set[int] = set()
        self.refused = 0
        self._number = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first call."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next_in_time()

    def data_received(self, data: bytes) -> None:
        """An answer fits into one piece: none of these servers says more than a few words."""
        self.waits.append(time.perf_counter() - self._begun)
        if data.startswith(b"HTTP/1.1 200"):
            self.acknowledged.add(self._number)
        else:
            self.refused += 1
        self._next_in_time()

    def connection_lost(self, problem: Exception | None) -> None:
        """The end, wanted or not."""
        if not self.done.done():
            self.done.set_result(None)

    def _next_in_time(self) -> None:
        if not self._task.per_second:
            self._next()
            return
        self.done.get_loop().call_later(max(0.0, self._due - time.perf_counter()), self._next)
        self._due += self._task.connections / self._task.per_second

    def _next(self) -> None:
        assert self._transport is not None
        self._begun = time.perf_counter()
        if self._begun > self._until:
            self._transport.close()
            return
        self._number = next(self._todo)
        self._transport.write(request_of(self._task, self._number))


async def load(task: Task) -> dict[str, Any]:
    """The figures: calls a second, their latency, and how many messages were acknowledged."""
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    todo = numbers(task.first)
    apart = 1 / task.per_second if task.per_second else 0.0
    callers = []
    for number in range(task.connections):
        caller = partial(Caller, task, todo, begun + number * apart)
        callers.append((await loop.create_connection(caller, "127.0.0.1", task.port))[1])
    await asyncio.wait_for(asyncio.gather(*(caller.done for caller in callers)), task.seconds + 60)
    took = time.perf_counter() - begun
    waits = sorted(wait for caller in callers for wait in caller.waits)
    return {
        "calls": len(waits),
        "per_s": round(len(waits) / took),
        "p50_ms": round(waits[len(waits) // 2] * 1e3, 2),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1e3, 2),
        "acknowledged": len({number for caller in callers for number in caller.acknowledged}),
        "refused": sum(caller.refused for caller in callers),
    }


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(load(msgspec.json.decode(sys.argv[1], type=Task)))).decode())
