"""Janus' AudioBridge as the mixer: a process of ours with one plug-in and one way in, both on the loopback interface.

- Every place in a room is a handle of its own; our one session is kept alive, and with it all rooms end when we do.
- A room is made with a secret of its own, for plain RTP in A-law; who is in it is asked from Janus, not remembered.
- When the process or the line to it ends, that is told once (`gone`) and everything fails with NotReached; the next `join` starts it
  anew.
"""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from hoolin.channels.voice.media.mixer import PEOPLE_MAX
from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.channels.voice.media.sdp import KEYS_PAYLOAD, ours, read
from hoolin.core.errors import Conflict, NotReached, PeerError

log = logging.getLogger(__name__)

LOOPBACK: Final = "127.0.0.1"

START_S_MAX: Final = 10.0
"""Until it can be asked; a fifth of it on a busy machine."""

LOOK_S: Final = 0.05
"""Between two tries to reach it while it starts."""

ALIVE_S: Final = 20.0
"""Between two signs of life; it forgets a session after 60."""

ALONE_S: Final = 3_600
"""So long a conference goes on being heard when we are dead; whoever starts next puts the call together anew."""

FRAME_BYTES_MAX: Final = 1 << 20
"""The longest answer names everybody in every room."""

PLUGIN: Final = "janus.plugin.audiobridge"

PLUGINS: Final = tuple(
    Path(base) / "janus" for base in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
)
"""Where distributions put its parts."""


@dataclass(frozen=True, slots=True)
class Janus:
    """How it is run. folder: ours alone. media: the address that sound goes through. shown: the address that the engine names instead
    of it to others, behind a router. port_min, port_max: for sound.
    """

    folder: Path
    media: str = LOOPBACK
    shown: str = ""
    port_min: int = 50_000
    port_max: int = 52_998
    program: str = "janus"

    @property
    def there(self) -> bool:
        """Whether it is installed."""
        parts = any((folder / "plugins" / "libjanus_audiobridge.so").is_file() for folder in PLUGINS)
        return parts and shutil.which(self.program) is not None

    @property
    def configs(self) -> Path:
        """What it reads, and the number of its process."""
        return self.folder / "janus"


@dataclass(slots=True)
class Room:
    """A conference. places: handles by who is in it."""

    secret: str
    places: dict[str, int] = field(default_factory=dict)


class JanusMixer:
    """See `Mixer`. gone: told that all rooms are gone, with their names."""

    def __init__(self, janus: Janus, gone: Callable[[frozenset[str]], None] = lambda rooms: None) -> None:
        self.janus = janus
        self.gone = gone
        self._process: asyncio.subprocess.Process | None = None
        self._line: ClientConnection | None = None
        self._session = 0
        self._lobby = 0
        self._rooms: dict[str, Room] = {}
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._turn = asyncio.Lock()

    # ── the mixer ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def join(self, room: str, who: str, sdp: bytes) -> bytes:
        """See `Mixer`."""
        sound = read(sdp)
        async with self._turn:
            if self._line is None:
                await self._begin()
            known = self._rooms.get(room) or await self._made(room)
            if who in known.places:
                raise Conflict("already_in_conference", who=who)
            if len(known.places) >= PEOPLE_MAX:
                raise Conflict("conference_full", most=PEOPLE_MAX)
            handle = await self._attached()
            host = self.janus.media if sound.host == self.janus.shown else sound.host
            rtp = {"ip": host, "port": sound.port, "payload_type": 8}
            joined = await self._asked(
                handle, {"request": "join", "room": room, "codec": "pcma", "display": who, "rtp": rtp}
            )
            place = joined.get("rtp")
            if joined.get("audiobridge") != "joined" or not isinstance(place, dict):
                await self._detached(handle)
                raise PeerError("mixer_refuses", why=str(joined.get("error", ""))[:100])
            known.places[who] = handle
            return ours(str(place["ip"]), int(place["port"]), sound.keys or KEYS_PAYLOAD)

    async def leave(self, room: str, who: str) -> None:
        """See `Mixer`."""
        async with self._turn:
            known = self._rooms.get(room)
            handle = known.places.pop(who, 0) if known is not None else 0
            if known is None or not handle:
                return
            await self._asked(handle, {"request": "leave"})
            await self._detached(handle)
            if not known.places:
                del self._rooms[room]
                await self._asked(self._lobby, {"request": "destroy", "room": room, "secret": known.secret})

    async def clear(self) -> None:
        """See `Mixer`."""
        if self._process is None:
            await asyncio.to_thread(end_left_behind, self.janus)

    async def rooms(self) -> dict[str, frozenset[str]]:
        """See `Mixer`."""
        if self._line is None:
            return {}
        found = {}
        for row in (await self._asked(self._lobby, {"request": "list"})).get("list", ()):
            people = await self._asked(self._lobby, {"request": "listparticipants", "room": row["room"]})
            found[row["room"]] = frozenset(one["display"] for one in people.get("participants", ()))
        return found

    async def stop(self) -> None:
        """It ends, and all conferences."""
        async with self._turn:
            tasks, self._tasks = self._tasks, []
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._end()

    # ── what it is asked ────────────────────────────────────────────────────────────────────────────────────────────

    async def _made(self, room: str) -> Room:
        made = Room(secrets.token_hex(16))
        told = await self._asked(
            self._lobby,
            {
                "request": "create", "room": room, "secret": made.secret, "permanent": False, "is_private": False,
                "sampling_rate": 8000, "allow_rtp_participants": True, "audiolevel_event": False,
            },
        )  # fmt: skip
        if told.get("audiobridge") != "created":
            raise PeerError("mixer_refuses", why=str(told.get("error", ""))[:100])
        self._rooms[room] = made
        return made

    async def _attached(self) -> int:
        told = await self._said({"janus": "attach", "plugin": PLUGIN})
        return int(told["data"]["id"])

    async def _detached(self, handle: int) -> None:
        await self._said({"janus": "detach", "handle_id": handle})

    async def _asked(self, handle: int, body: dict[str, object]) -> dict[str, Any]:
        """What the plug-in says to this."""
        told = await self._said({"janus": "message", "handle_id": handle, "body": body})
        data = told.get("plugindata", {}).get("data", {})
        return data if isinstance(data, dict) else {}

    async def _said(self, request: dict[str, object]) -> dict[str, Any]:
        """The answer to a request. Raises NotReached, PeerError."""
        if self._line is None:
            raise NotReached("mixer")
        mark = secrets.token_hex(8)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[mark] = answer
        session = {"session_id": self._session} if self._session else {}
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                await self._line.send(json.dumps({**request, **session, "transaction": mark}))
                told = await answer
        except (TimeoutError, OSError, WebSocketException) as why:
            raise NotReached("mixer") from why
        finally:
            self._answers.pop(mark, None)
        if told.get("janus") == "error":
            raise PeerError("mixer_refuses", why=str(told.get("error", ""))[:100])
        return told

    # ── the process ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _begin(self) -> None:
        port = _free_port()
        await asyncio.to_thread(configure, self.janus, port)
        parts = next((folder for folder in PLUGINS if (folder / "plugins").is_dir()), PLUGINS[0])
        try:
            self._process = await asyncio.create_subprocess_exec(
                self.janus.program, "--configs-folder", str(self.janus.configs), "--plugins-folder",
                str(parts / "plugins"), "--interface", self.janus.media, "--debug-level", "1", "--disable-colors",
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}, start_new_session=True,
            )  # fmt: skip
            (self.janus.configs / "pid").write_text(str(self._process.pid), encoding="ascii")
            self._line = await self._reached(port)
        except (OSError, TimeoutError, WebSocketException) as why:
            await self._end()
            raise NotReached("mixer", program=self.janus.program) from why
        self._tasks = [asyncio.create_task(self._hearing(self._line))]
        self._session = int((await self._said({"janus": "create"}))["data"]["id"])
        self._tasks.append(asyncio.create_task(self._staying()))
        self._lobby = await self._attached()

    async def _reached(self, port: int) -> ClientConnection:
        async with asyncio.timeout(START_S_MAX):
            while True:
                try:
                    return await connect(
                        f"ws://{LOOPBACK}:{port}", subprotocols=["janus-protocol"], max_size=FRAME_BYTES_MAX,  # type: ignore[list-item]
                        compression=None, proxy=None,
                    )  # fmt: skip
                except OSError:
                    if self._process is None or self._process.returncode is not None:
                        raise
                    await asyncio.sleep(LOOK_S)

    async def _hearing(self, line: ClientConnection) -> None:
        """Every frame, until the line ends; then it is gone."""
        with contextlib.suppress(WebSocketException, OSError):
            async for raw in line:
                told = json.loads(raw)
                # What takes its time is acknowledged first; the answer comes with the same mark.
                answer = self._answers.get(told.get("transaction", ""))
                if answer is not None and not answer.done() and told.get("janus") != "ack":
                    answer.set_result(told)
        log.error("the mixer does not answer")
        rooms = frozenset(self._rooms)
        # Whoever kept it alive has nothing to keep; it is not this one, which ends by itself.
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        await self._end()
        self.gone(rooms)

    async def _staying(self) -> None:
        while True:
            await asyncio.sleep(ALIVE_S)
            with contextlib.suppress(PeerError):
                await self._said_alive()

    async def _said_alive(self) -> None:
        """A sign of life; it is only acknowledged, so nobody waits for an answer."""
        if self._line is not None:
            mark = secrets.token_hex(8)
            await self._line.send(json.dumps({"janus": "keepalive", "session_id": self._session, "transaction": mark}))

    async def _end(self) -> None:
        process, self._process = self._process, None
        line, self._line = self._line, None
        self._session = self._lobby = 0
        self._rooms.clear()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(NotReached("mixer"))
        if line is not None:
            # At once: whoever waits may be told to stop waiting, and nobody is left to say goodbye to.
            line.transport.abort()
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def configure(janus: Janus, port: int) -> None:
    """Write what it reads: nothing but the one plug-in and the one way in."""
    parts = next((folder for folder in PLUGINS if (folder / "plugins").is_dir()), PLUGINS[0])
    folder = janus.configs
    folder.mkdir(parents=True, exist_ok=True)

    def others(kind: str, kept: str) -> str:
        names = sorted({file.name for file in (parts / kind).glob("*.so")} - {kept})
        return ",".join(names)

    (folder / "janus.jcfg").write_text(
        f'general: {{ configs_folder = "{folder}" plugins_folder = "{parts / "plugins"}" debug_level = 1 '
        f"reclaim_session_timeout = {ALONE_S} "
        f'transports_folder = "{parts / "transports"}" events_folder = "{parts / "events"}" '
        f'loggers_folder = "{parts / "loggers"}" protected_folders = [] }}\n'
        f'media: {{ rtp_port_range = "{janus.port_min}-{janus.port_max}" }}\n'
        f'plugins: {{ disable = "{others("plugins", "libjanus_audiobridge.so")}" }}\n'
        f'transports: {{ disable = "{others("transports", "libjanus_websockets.so")}" }}\n'
        "events: { broadcast = false }\n",
        encoding="utf-8",
    )
    (folder / "janus.transport.websockets.jcfg").write_text(
        f'general: {{ json = "compact" ws = true ws_port = {port} ws_ip = "{LOOPBACK}" wss = false }}\n'
        "admin: { admin_ws = false admin_wss = false }\n",
        encoding="utf-8",
    )
    (folder / f"{PLUGIN}.jcfg").write_text(
        f'general: {{ string_ids = true local_ip = "{janus.media}" '
        f'rtp_port_range = "{janus.port_min}-{janus.port_max}" events = false }}\n',
        encoding="utf-8",
    )


def _free_port() -> int:
    """A TCP port of the loopback interface that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def end_left_behind(janus: Janus) -> None:
    """The process that an earlier life of ours started ends, if that number still is it. Blocking, for a moment."""
    file = janus.configs / "pid"
    with contextlib.suppress(OSError, ValueError):
        pid = int(file.read_text(encoding="ascii"))
        said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if str(janus.configs).encode() in said and janus.program.encode() in said[0]:
            os.kill(pid, signal.SIGKILL)
        file.unlink()
