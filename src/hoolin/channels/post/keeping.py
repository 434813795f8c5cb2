"""Raw input to disk, once. Only what `keep` has returned for may be acknowledged to its sender."""

import asyncio
from collections import OrderedDict
from typing import Any

import msgspec

from hoolin.channels.post.asking import asked
from hoolin.channels.post.house import PostHouse
from hoolin.channels.written import KEY_CHARACTERS_MAX, RAW_BYTES_MAX, Raw
from hoolin.core.errors import NotFound, PeerError, Refusal, TooLarge
from hoolin.core.intake.facts import InputKept
from hoolin.core.intake.intake import KeepInput, owner_of

INLINE_BYTES_MAX = 256 * 1024
"""Up to here an input travels with its fact in the journal's own transaction; what is larger gets a file of its own first."""

FRESH_BYTES_MAX = 64 * 1024 * 1024
"""Inputs remembered until they are read; those beyond it are read back from disk."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Raw)


class Keeping:
    """Keeps the inputs of one channel."""

    def __init__(self, house: PostHouse, channel: str) -> None:
        self._house = house
        self._channel = channel
        self._fresh: OrderedDict[str, Raw] = OrderedDict()
        self._fresh_bytes = 0

    async def __call__(self, raw: Raw) -> bool:
        """See `channels.written.Keep`."""
        if len(raw.body) > RAW_BYTES_MAX or len(raw.key) > KEY_CHARACTERS_MAX:
            raise TooLarge("too_large", bytes_max=RAW_BYTES_MAX)
        house = self._house
        lookup = house.lookup(f"input/{self._channel}/{raw.account}", raw.key)
        if house.store.look("post.input_by_lookup", (lookup,)):
            return False
        input, body, blob = house.new_id("r"), _pack(raw), None
        if len(body) > INLINE_BYTES_MAX:
            blob = f"b{input[1:]}.bin"
            await _aside(house.store.put, blob, owner_of(input), body)
        self._remember(input, raw)
        command = KeepInput(
            input=input, channel=self._channel, account=raw.account, lookup=lookup, size=len(raw.body),
            body=b"" if blob else body, blob=blob,
        )  # fmt: skip
        try:
            answer = await asked(house.ask, command, f"channel:{self._channel}", lookup)
        except (Refusal, PeerError):
            # Its sender still has it; here nothing of it is left that nobody would know of.
            await self._drop(input, blob)
            raise
        kept = next(entry.fact for entry in answer.entries if isinstance(entry.fact, InputKept))
        if kept.input == input:
            return True
        await self._drop(input, blob)
        return False

    async def _drop(self, input: str, blob: str | None) -> None:
        self._forget(input)
        if blob is not None:
            await _aside(self._house.store.delete, blob)

    async def raw(self, input: str, blob: str | None) -> Raw | None:
        """An input as it came; None when it has been forgotten. The first to ask gets it from memory."""
        fresh = self._forget(input)
        return fresh if fresh is not None else await _aside(read_raw, self._house, input, blob)

    def _remember(self, input: str, raw: Raw) -> None:
        self._fresh[input] = raw
        self._fresh_bytes += len(raw.body)
        while self._fresh_bytes > FRESH_BYTES_MAX and len(self._fresh) > 1:
            self._forget(next(iter(self._fresh)))

    def _forget(self, input: str) -> Raw | None:
        raw = self._fresh.pop(input, None)
        if raw is not None:
            self._fresh_bytes -= len(raw.body)
        return raw


def read_raw(house: PostHouse, input: str, blob: str | None) -> Raw | None:
    """An input from disk, None when it has been forgotten; blocking."""
    if blob is None:
        body = house.store.contents([input]).get(input)
        return _unpack.decode(body) if body is not None else None
    try:
        return _unpack.decode(b"".join(house.store.open(blob)))
    except NotFound:
        return None


async def _aside(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)
