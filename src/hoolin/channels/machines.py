"""Asks the machines that flows look things up in: one POST each, within the time the flow gives it. Whatever goes wrong is an answer: it failed.

A machine is told the lookup's id and the collected values by name, signed with the hook's secret, and answers with a code and values. An
answer is believed only as far as the flow names it. After a crash nothing is asked again: the flow's own time-out goes on.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Annotated

import httpx
import msgspec

from hoolin.core.effects import Effect
from hoolin.core.errors import HoolinError
from hoolin.core.flow.commands import AnswerLookup, AskMachine

ANSWER_BYTES_MAX = 64 * 1024
"""A code and a few values."""

ASKED_AT_ONCE_MAX = 50
"""Machines of a small company bear no more; whoever comes later waits within their time."""

Ask = Callable[..., Awaitable[object]]
Contents = Callable[[Iterable[str]], Mapping[str, bytes]]


class Hook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A machine that flows may ask. url: where. secret: with which each question is signed (`X-Hoolin-Signature`, HMAC-SHA256 in hex)."""

    url: Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s]+$", max_length=2_000)]
    secret: Annotated[str, msgspec.Meta(min_length=16, max_length=200)]

    def __repr__(self) -> str:
        return f"Hook({self.url})"


class Told(msgspec.Struct, frozen=True):
    """What a machine answers; more than that is passed over."""

    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    values: dict[
        Annotated[str, msgspec.Meta(min_length=1, max_length=64)], Annotated[str, msgspec.Meta(max_length=500)]
    ] = {}  # fmt: skip


class Machines:
    """Performs `AskMachine`. submit: the loop's. contents: reads contents, blocking."""

    def __init__(self, hooks: Mapping[str, Hook], submit: Ask, contents: Contents) -> None:
        self._hooks = hooks
        self._submit = submit
        self._contents = contents
        self._asking: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(ASKED_AT_ONCE_MAX)
        self._client: httpx.AsyncClient | None = None

    def perform(self, effects: Sequence[Effect]) -> None:
        """Begin to ask; does not wait."""
        for effect in effects:
            if isinstance(effect, AskMachine):
                task = asyncio.get_running_loop().create_task(self._ask(effect))
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)

    async def stop(self) -> None:
        """Ask nothing more."""
        for task in list(self._asking):
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    async def _ask(self, asked: AskMachine) -> None:
        told = None
        try:
            async with asyncio.timeout(asked.timeout_ms / 1_000), self._room:
                told = await self._post(asked)
        except (TimeoutError, httpx.HTTPError, msgspec.DecodeError, OSError):
            # Whatever it was, the flow goes on as it says for failures.
            told = None
        command = AnswerLookup(
            interaction=asked.interaction, lookup=asked.lookup, answer=told.answer if told is not None else "",
            values=told.values if told is not None else {},
        )  # fmt: skip
        try:
            await self._submit(command, actor=f"hook:{asked.hook}", key=asked.lookup)
        except HoolinError:
            # The conversation has ended meanwhile, or the site has stopped; the flow's time-out sees to the rest.
            return

    async def _post(self, asked: AskMachine) -> Told | None:
        hook = self._hooks.get(asked.hook)
        if hook is None:
            return None
        bodies = await asyncio.get_running_loop().run_in_executor(None, self._contents, list(asked.send.values()))
        values = {name: bodies[content].decode() for name, content in asked.send.items() if content in bodies}
        body = msgspec.json.encode({"lookup": asked.lookup, "values": values})
        signature = hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-hoolin-signature": signature}
        if self._client is None:
            self._client = httpx.AsyncClient(follow_redirects=False, timeout=None)  # noqa: S113 - around it all
        async with self._client.stream("POST", hook.url, content=body, headers=headers) as answer:
            if answer.status_code != 200:
                return None
            read = bytearray()
            async for part in answer.aiter_bytes():
                read += part
                if len(read) > ANSWER_BYTES_MAX:
                    return None
        return msgspec.json.decode(bytes(read), type=Told)
