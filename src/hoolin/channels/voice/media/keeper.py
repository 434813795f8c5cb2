"""An rtpengine is there, or comes back: started or found, asked how it is, started anew.

- It is asked every `LOOK_S` seconds. When it does not answer `MISSES_MAX` times, or its process ends, that is told (EngineGone);
  questions then fail at once instead of being waited for.
- One of ours that has ended is started again, after ever longer pauses while it keeps failing. One that does not answer may be
  short of time and still carry every call, so it is ended only after `STUCK_S`. One that is somebody else's is waited for.
- What comes back is told (EngineBack), with whether it has forgotten its calls: its uptime is shorter than our memory of it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Final

from hoolin.channels.voice.media import daemon
from hoolin.channels.voice.media.daemon import Place, Rtpengine
from hoolin.channels.voice.media.ng import NgClient, Reply
from hoolin.channels.voice.media.notices import Notices
from hoolin.channels.voice.media.port import Digit, EngineBack, EngineGone, MediaEvent, MediaGone
from hoolin.core.errors import NotReached, PeerError

log = logging.getLogger(__name__)

LOOK_S: Final = 2.0
"""Between two looks."""

ANSWER_S_MAX: Final = 2.0
"""How long it may take to say how it is."""

STUCK_S: Final = 30.0
"""After so long without an answer it is taken for stuck, and ended with all its calls."""

MISSES_MAX: Final = 2
"""So many unanswered looks mean that it is gone."""

START_S_MAX: Final = 5.0
"""How long a new process may take until it answers; it takes a tenth of that on a busy machine."""

BACKOFF_S: Final = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Pauses before it is started again; the last one from then on."""

STEADY_S: Final = 60.0
"""After so long without a fall the pauses begin anew."""


class Keeper:
    """Keeps one rtpengine there. tell: told of what happens; it must not raise."""

    def __init__(self, engine: Rtpengine, tell: Callable[[MediaEvent], None], forget: Callable[[], None]) -> None:
        self.engine = engine
        self.tell = tell
        self.forget = forget
        self.place: Place | None = None
        self.there = False
        self._client: NgClient | None = None
        self._notices = Notices(engine.host, self._noticed)
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._seen_at = 0.0

    @property
    def client(self) -> NgClient:
        """Where it is asked. Raises NotReached while it is not there."""
        if self._client is None or not self.there:
            raise NotReached("media_engine")
        return self._client

    async def start(self) -> None:
        """It answers; found again, or started. Raises NotReached."""
        await asyncio.to_thread(self.engine.recordings.mkdir, parents=True, exist_ok=True)
        try:
            await (self._reach() if self.engine.ng_port else self._find_or_begin())
        except BaseException:
            await self.stop(leave=False)
            raise
        self._watch = asyncio.create_task(self._watching())

    async def stop(self, *, leave: bool) -> None:
        """Nothing is asked or told any more; one that we started ends, unless it is to be left."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        self.there = False
        if self._client is not None:
            self._client.close()
        self._notices.close()
        if self.place is not None and not leave:
            await daemon.end(self.engine, self.place)
            if self._process is not None:
                await self._process.wait()
        self.place = self._process = self._client = None

    async def _reach(self) -> None:
        """Somebody else runs it."""
        await self._notices.open(self.engine.digits_port, self.engine.gone_port)
        await self._connect(self.engine.ng_port)
        if not await self._answers(ANSWER_S_MAX):
            raise NotReached("media_engine", host=self.engine.host, port=self.engine.ng_port)

    async def _find_or_begin(self) -> None:
        place = daemon.left_behind(self.engine)
        if place is not None:
            await self._notices.open(place.digits, place.gone)
            await self._connect(place.ng)
            if await self._answers(ANSWER_S_MAX):
                self.place = place
                return
            await daemon.end(self.engine, place)
        else:
            await self._notices.open(self.engine.digits_port, self.engine.gone_port)
        await self._begin()

    async def _begin(self) -> None:
        """A new process of ours, until it answers. Raises NotReached."""
        notices = self._notices
        self._process, self.place = await daemon.begin(self.engine, notices.digits_port, notices.gone_port)
        await self._connect(self.place.ng)
        if not await self._answers(START_S_MAX):
            await daemon.end(self.engine, self.place)
            raise NotReached("media_engine", program=self.engine.program)

    async def _connect(self, port: int) -> None:
        if self._client is not None:
            self._client.close()
        self._client = NgClient(self.engine.host, port)
        await self._client.open()

    async def _answers(self, seconds: float) -> bool:
        """Whether it says how it is; if so, it is there."""
        try:
            await self._asked(seconds)
        except PeerError:
            return False
        self.there = True
        return True

    async def _asked(self, seconds: float) -> float:
        """How long it has been running, in seconds. Raises PeerError."""
        if self._client is None:
            raise NotReached("media_engine")
        up = uptime(await self._client.ask("statistics", seconds=seconds))
        self._seen_at = asyncio.get_running_loop().time()
        return up

    # ── looking after it ────────────────────────────────────────────────────────────────────────────────────────────

    async def _watching(self) -> None:
        loop = asyncio.get_running_loop()
        misses = falls = 0
        steady_since = loop.time()
        while True:
            await self._pause()
            seen = self._seen_at
            up = await self._up()
            if up is not None:
                misses = 0
                # A second of grace: uptime is told in whole seconds.
                self._back(fresh=up + 1 < loop.time() - seen)
                continue
            misses += 1
            hopeless = self._ended() or loop.time() - seen > STUCK_S
            if misses >= MISSES_MAX or hopeless:
                self._gone()
            if self.place is not None and hopeless:
                falls = 0 if loop.time() - steady_since > STEADY_S else falls
                await self._again(falls)
                falls, steady_since, misses = falls + 1, loop.time(), 0

    def _ended(self) -> bool:
        """Whether the process of ours is known to have ended."""
        if self._process is not None:
            return self._process.returncode is not None
        return self.place is not None and not daemon.is_ours(self.engine, self.place)

    async def _up(self) -> float | None:
        """How long it has been running, or None when it does not say."""
        if self._ended():
            return None
        try:
            return await self._asked(ANSWER_S_MAX)
        except PeerError:
            return None

    async def _pause(self) -> None:
        """Until the next look; at once when its process ends."""
        if self._process is None:
            await asyncio.sleep(LOOK_S)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await self._process.wait()

    def _gone(self) -> None:
        if self.there:
            self.there = False
            log.error("the media engine does not answer")
            self.tell(EngineGone())

    def _back(self, *, fresh: bool) -> None:
        if self.there and fresh:
            self._gone()
        if not self.there:
            self.there = True
            if fresh:
                self.forget()
            log.warning("the media engine answers again")
            self.tell(EngineBack(fresh))

    async def _again(self, falls: int) -> None:
        """Start ours anew, after a pause."""
        if self.place is not None:
            await daemon.end(self.engine, self.place)
        await asyncio.sleep(BACKOFF_S[min(falls, len(BACKOFF_S) - 1)])
        try:
            await self._begin()
        except (PeerError, OSError):
            log.error("the media engine could not be started again")
            return
        self.there = False
        self._back(fresh=True)

    def _noticed(self, event: Digit | MediaGone) -> None:
        self.tell(event)


def uptime(reply: Reply) -> float:
    """Seconds, from what it says about itself. Raises PeerError when it does not say."""
    statistics = reply.get("statistics")
    totals = statistics.get("totalstatistics") if isinstance(statistics, dict) else None
    said = totals.get("uptime") if isinstance(totals, dict) else None
    if not isinstance(said, bytes) or not said.isdigit():
        raise PeerError("media_engine", lacks="uptime")
    return float(said)
