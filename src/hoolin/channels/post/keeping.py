"""Raw input to disk, once. Only what `keep` has returned for may be acknowledged to its sender."""

import asyncio
from collections import OrderedDict
from typing import Any, NamedTuple

import msgspec

from hoolin.channels.port import Answer
from hoolin.channels.post.house import PostHouse
from hoolin.channels.post.tide import Tide
from hoolin.channels.written import KEY_CHARACTERS_MAX, RAW_BYTES_MAX, Raw
from hoolin.core.errors import HoolinError, NotFound, TooLarge
from hoolin.core.intake.intake import INPUTS_AT_ONCE_MAX, KeepInputs, NewInput, owner_of

INLINE_BYTES_MAX = 256 * 1024
"""Up to here an input travels with its fact in the journal's own transaction; what is larger gets a file of its own first."""

KEPT_REMEMBERED_MAX = 100_000
"""Lookups of what was kept lately, some 20 MB when full; older ones are in the read model, which comes along within seconds."""

FRESH_BYTES_MAX = 64 * 1024 * 1024
"""Inputs remembered until they are read; those beyond it are read back from disk."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Raw)


class _Coming(NamedTuple):
    """On its way to disk. answers: who waits for it; the first brought it, the others repeat it."""

    new: NewInput
    raw: Raw
    answers: list["asyncio.Future[bool]"]


class Keeping:
    """Keeps the inputs of one channel: those that come in one turn of the event loop together."""

    def __init__(self, house: PostHouse, channel: str, tide: Tide) -> None:
        self._house = house
        self._channel = channel
        self.tide = tide
        self._fresh: OrderedDict[str, Raw] = OrderedDict()
        self._fresh_bytes = 0
        self._coming: dict[str, _Coming] = {}
        self._gathered: list[_Coming] = []
        self._kept: OrderedDict[str, None] = OrderedDict()
        self._dropping: dict[str, asyncio.Future[None]] = {}

    async def __call__(self, raw: Raw) -> bool:
        """See `channels.written.Keep`."""
        if len(raw.body) > RAW_BYTES_MAX or len(raw.key) > KEY_CHARACTERS_MAX:
            raise TooLarge("too_large", bytes_max=RAW_BYTES_MAX)
        house = self._house
        lookup = house.lookup(f"input/{self._channel}/{raw.account}", raw.key)
        if lookup in self._kept:
            return False
        await self.tide.room()
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._repeats(lookup, answer):
            return await answer
        input, body, blob = house.new_id("r"), _pack(raw), None
        if len(body) > INLINE_BYTES_MAX:
            if house.store.look("post.kept_before", (_as_json([lookup]),)):
                return False
            blob = f"b{input[1:]}.bin"
            await self._put(blob, owner_of(input), body)
        if self._repeats(lookup, answer):
            self._drop(blob)
        else:
            new = NewInput(
                input=input, account=raw.account, lookup=lookup, size=len(raw.body), body=b"" if blob else body, blob=blob
            )  # fmt: skip
            self._gather(_Coming(new, raw, [answer]))
        try:
            return await answer
        except HoolinError:
            await self._dropped(blob)
            raise

    async def _put(self, blob: str, owner: str, body: bytes) -> None:
        """A file of its own. Whoever gives up meanwhile leaves none behind."""
        putting = asyncio.ensure_future(_aside(self._house.store.put, blob, owner, body))
        try:
            await asyncio.shield(putting)
        except asyncio.CancelledError:
            putting.add_done_callback(lambda _: self._drop(blob))
            raise

    def _drop(self, blob: str | None) -> None:
        """Nothing names this file, and nothing will."""
        if blob is not None:
            task = self._dropping[blob] = asyncio.ensure_future(_aside(self._house.store.delete, blob))
            task.add_done_callback(lambda _: self._dropping.pop(blob, None))

    async def _dropped(self, blob: str | None) -> None:
        """Whoever hears that nothing was kept finds nothing kept."""
        task = self._dropping.get(blob or "")
        if task is not None:
            await asyncio.wait((task,))

    def _repeats(self, lookup: str, answer: "asyncio.Future[bool]") -> bool:
        """Whether the same is on its way already; then the answer comes with it."""
        before = self._coming.get(lookup)
        if before is not None:
            before.answers.append(answer)
        return before is not None

    def _gather(self, coming: _Coming) -> None:
        self._coming[coming.new.lookup] = coming
        self.tide.comes()
        if not self._gathered:
            asyncio.get_running_loop().call_soon(self._hand_over)
        self._gathered.append(coming)

    def _hand_over(self) -> None:
        """Everything that was gathered, as one command or a few."""
        gathered, self._gathered = self._gathered, []
        lookups = [coming.new.lookup for coming in gathered]
        try:
            before = {row[0] for row in self._house.store.look("post.kept_before", (_as_json(lookups),))}
        except HoolinError as problem:
            self._settle(gathered, problem)
            return
        self._settle([coming for coming in gathered if coming.new.lookup in before], None, new=False)
        fresh = [coming for coming in gathered if coming.new.lookup not in before]
        for first in range(0, len(fresh), INPUTS_AT_ONCE_MAX):
            self._keep(fresh[first : first + INPUTS_AT_ONCE_MAX])

    def _keep(self, some: list[_Coming]) -> None:
        for coming in some:
            self._remember(coming.new.input, coming.raw)

        def then(said: Answer | HoolinError) -> None:
            self._settle(some, said if isinstance(said, HoolinError) else None)

        command = KeepInputs(channel=self._channel, inputs=tuple(coming.new for coming in some))
        self._house.ask(command, f"channel:{self._channel}", f"keep-{some[0].new.input}", then)

    def _settle(self, some: list[_Coming], problem: HoolinError | None, new: bool = True) -> None:
        """They are on disk (new: since now), or are not for this problem."""
        self.tide.came(len(some))
        for coming in some:
            del self._coming[coming.new.lookup]
            if problem is not None or not new:
                # Its sender still has it, or it was kept before. Not when whoever brought it gave up waiting: it is on disk all the same.
                self._drop(coming.new.blob)
            if problem is not None:
                self._forget(coming.new.input)
            else:
                self._kept[coming.new.lookup] = None
            for number, answer in enumerate(coming.answers):
                if answer.done():
                    continue
                if problem is not None:
                    answer.set_exception(type(problem)(problem.code, **problem.detail))  # each has one of their own
                else:
                    answer.set_result(new and number == 0)
        while len(self._kept) > KEPT_REMEMBERED_MAX:
            self._kept.popitem(last=False)

    def lane_of(self, input: str) -> str:
        """Whose it is; "" also when it is not in memory any more."""
        raw = self._fresh.get(input)
        return f"{raw.account}/{raw.lane}" if raw is not None and raw.lane else ""

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


def _as_json(lookups: list[str]) -> str:
    return msgspec.json.encode(lookups).decode()
