"""A provider's HTTP side on a free loopback port: it records what it is asked and answers as it is told, or goes wrong as it is told.

It speaks HTTP/1.1 by h11 alone, so that what goes wrong can go wrong at any byte.
"""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit

import h11
import python_multipart

Fault = Literal["drop", "drop_midway", "hang", "trickle", "garbage"]
"""drop: read the request, close. drop_midway: close within the answer. hang: never answer. trickle: the answer's bytes one by one,
for ever. garbage: what is not HTTP.
"""


@dataclass(frozen=True)
class Call:
    """One request as it came. headers: names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str | tuple[str, str, bytes]]:
        """The body as a form: texts, and files as name, media type and bytes."""
        found: dict[str, str | tuple[str, str, bytes]] = {}

        def on_field(one: Any) -> None:
            found[one.field_name.decode()] = (one.value or b"").decode()

        def on_file(one: Any) -> None:
            one.file_object.seek(0)
            found[one.field_name.decode()] = (one.file_name.decode(), one.content_type or "", one.file_object.read())

        headers = {name.title(): value.encode() for name, value in self.headers.items()}
        parser = python_multipart.create_form_parser(headers, on_field, on_file)
        parser.write(self.body)
        parser.finalize()
        parser.close()
        return found


@dataclass(frozen=True)
class Answer:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def said(value: object, status: int = 200, **headers: str) -> Answer:
    """JSON as an answer."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), {"content-type": "application/json", **named})


class Double:
    """The server. answer: what it says to a call. faults: what the next calls meet instead, each (part of a path, fault or
    answer). calls: everything it was asked.
    """

    def __init__(self, answer: Callable[[Call], Answer], tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.tls = tls
        self.faults: deque[tuple[str, Fault | Answer]] = deque()
        self.calls: list[Call] = []
        self.url = ""
        self._answered = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._server.wait_closed()

    def asked(self, path: str) -> list[Call]:
        """The calls whose path ends so."""
        return [call for call in self.calls if call.path.endswith(path)]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, looking after each answer; a minute at most."""
        async with asyncio.timeout(60), self._answered:
            await self._answered.wait_for(holds)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, h11.ProtocolError):
            pass
        finally:
            self._serving.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, call after call."""
        connection = h11.Connection(h11.SERVER)
        while (call := await _request(connection, reader)) is not None:
            self.calls.append(call)
            await self._reply(connection, writer, call)
            async with self._answered:
                self._answered.notify_all()
            connection.start_next_cycle()

    async def _reply(self, connection: h11.Connection, writer: asyncio.StreamWriter, call: Call) -> None:
        meets = self._fault(call)
        if meets == "drop":
            raise ConnectionResetError
        if meets == "hang":
            await asyncio.get_running_loop().create_future()
        if meets == "garbage":
            writer.write(b"220 this is another kind of server\r\n\r\n")
            await writer.drain()
            raise ConnectionResetError
        answer = meets if isinstance(meets, Answer) else self.answer(call)
        await self._write(connection, writer, answer, meets if isinstance(meets, str) else "")

    async def _write(
        self, connection: h11.Connection, writer: asyncio.StreamWriter, answer: Answer, fault: str
    ) -> None:
        headers = {"content-length": str(len(answer.body)), **answer.headers}
        if fault in ("trickle", "drop_midway"):
            headers["content-length"] = "1000000"
        sent = h11.Response(status_code=answer.status, headers=list(headers.items()))
        writer.write(connection.send(sent) or b"")
        if fault == "drop_midway":
            writer.write(answer.body[:1])
            await writer.drain()
            raise ConnectionResetError
        while fault == "trickle":
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.write(connection.send(h11.Data(data=answer.body)) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()

    def _fault(self, call: Call) -> Fault | Answer | None:
        if self.faults and self.faults[0][0] in call.path:
            return self.faults.popleft()[1]
        return None


async def _request(connection: h11.Connection, reader: asyncio.StreamReader) -> Call | None:
    """The next request of a connection; None at its end."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            assert head is not None
            parts = urlsplit(head.target.decode())
            headers = {name.decode().lower(): value.decode("latin-1") for name, value in head.headers}
            return Call(head.method.decode(), parts.path, dict(parse_qsl(parts.query)), headers, bytes(body))
        else:
            return None
