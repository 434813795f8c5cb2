"""rtpengine as a process of ours: started, found again, ended.

- It runs in a session of its own and does not end with us: calls are heard through a restart of ours. `engine.json` in its folder
  says where it listens; whatever answers there is used as it is.
- It gets no configuration of the machine (`--config-file=none`: the distribution's asks for a kernel table), no kernel table
  (`--table=-1`), and listens on loopback but for the sound itself.
- `--dtls-passive`: without it both sides of a browser's call may wait for each other, and one call in three stays silent.
- It is not started while another engine on this machine may use the same ports (`rivals.py` says why).
- It is ended by the number of its process, after looking that this number still is an rtpengine of ours.
"""

import asyncio
import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from hoolin.channels.voice.media.rivals import rival
from hoolin.core.errors import NotReached

PROGRAM: Final = "rtpengine"

END_S_MAX: Final = 3.0
"""How long it may take to end when asked; then it is killed."""

LOOK_S: Final = 0.05
"""Between two looks whether it has ended."""


class Place(msgspec.Struct, frozen=True):
    """Where an engine is, kept in its folder. pid: its process. ng: its port for questions. digits, gone: our ports, to which it
    tells what it has to tell.
    """

    pid: int
    ng: int
    digits: int
    gone: int


@dataclass(frozen=True, slots=True)
class Rtpengine:
    """How one is run or found.

    folder: ours alone, for its place, its log and its recordings. host, ng_port: where it is asked; port 0: we start one
    ourselves. digits_port, gone_port: where it tells us of keys and given-up calls; 0: free ones. media: the addresses sound goes
    through, as rtpengine writes them ("10.0.0.5", or "10.0.0.5!198.51.100.7" behind a translating router). port_min, port_max:
    for sound, an even number first. silence_s: after so long without a packet a call is given up; held_s: the same for calls
    that are muted. program: what is started.
    """

    folder: Path
    host: str = "127.0.0.1"
    ng_port: int = 0
    digits_port: int = 0
    gone_port: int = 0
    media: tuple[str, ...] = ("127.0.0.1",)
    port_min: int = 30_000
    port_max: int = 49_998
    silence_s: int = 60
    held_s: int = 3_600
    program: str = PROGRAM

    @property
    def address(self) -> str:
        """The address of its machine that sound goes through, of several the first."""
        return self.media[0].split("/")[-1].split("!")[0]

    @property
    def recordings(self) -> Path:
        """Where it writes what is recorded."""
        return self.folder / "recordings"

    @property
    def place(self) -> Path:
        """The file that says where it is."""
        return self.folder / "engine.json"


def arguments(engine: Rtpengine, ng: int, digits: int, gone: int) -> tuple[str, ...]:
    """The command line."""
    return (
        engine.program, "--config-file=none", "--foreground", "--log-stderr", "--log-level=3", "--table=-1",
        *(f"--interface={one}" for one in engine.media), f"--listen-ng={engine.host}:{ng}",
        f"--dtmf-log-dest={engine.host}:{digits}", f"--b2b-url=http://{engine.host}:{gone}/RPC2", "--xmlrpc-format=1",
        f"--recording-dir={engine.recordings}", "--recording-method=pcap", "--recording-format=eth",
        f"--port-min={engine.port_min}", f"--port-max={engine.port_max}", "--num-threads=2", "--media-num-threads=1",
        f"--timeout={engine.silence_s}", f"--silent-timeout={engine.held_s}", f"--final-timeout={FINAL_S}",
        "--delete-delay=0", "--dtls-passive",
    )  # fmt: skip


FINAL_S: Final = 12 * 3_600
"""No call lasts longer, whatever was forgotten."""


async def begin(engine: Rtpengine, digits: int, gone: int) -> tuple[asyncio.subprocess.Process, Place]:
    """A new process, which may not answer yet. Raises NotReached when it cannot be started, or when another engine has its ports."""
    await unrivalled(engine.port_min, engine.port_max)
    engine.recordings.mkdir(parents=True, exist_ok=True)
    ng = free_port(engine.host)
    with (engine.folder / "rtpengine.log").open("wb") as log:
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments(engine, ng, digits, gone), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}, cwd=engine.folder,
                start_new_session=True,
            )  # fmt: skip
        except OSError as why:
            raise NotReached("media_engine", program=engine.program, why=str(why)) from why
    place = Place(process.pid, ng, digits, gone)
    engine.place.write_bytes(msgspec.json.encode(place))
    return process, place


async def unrivalled(first: int, last: int) -> None:
    """Nobody else may use these ports. Raises NotReached."""
    other = await asyncio.to_thread(rival, first, last)
    if other is not None:
        raise NotReached("media_ports", process=other.pid, theirs=f"{other.first}-{other.last}", ours=f"{first}-{last}")


def free_port(host: str) -> int:
    """A UDP port that nobody has at this moment."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def left_behind(engine: Rtpengine) -> Place | None:
    """Where the engine is that we started in an earlier life, if its process is still there."""
    try:
        place = msgspec.json.decode(engine.place.read_bytes(), type=Place)
    except (OSError, msgspec.MsgspecError):
        return None
    return place if is_ours(engine, place) else None


def is_ours(engine: Rtpengine, place: Place) -> bool:
    """Whether the process of that number still is the engine: numbers are given out again."""
    try:
        said = Path(f"/proc/{place.pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"--listen-ng={engine.host}:{place.ng}".encode() in said and engine.program.encode() in said[0]


async def end(engine: Rtpengine, place: Place) -> None:
    """It ends, politely or not."""
    for sign, seconds in ((signal.SIGTERM, END_S_MAX), (signal.SIGKILL, END_S_MAX)):
        if not is_ours(engine, place):
            break
        with suppress(ProcessLookupError):
            os.kill(place.pid, sign)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                # It may be no child of ours: nobody else tells when it ends.
                while is_ours(engine, place):  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_S)
    engine.place.unlink(missing_ok=True)
