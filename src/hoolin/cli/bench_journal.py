"""What the journal costs, as the product opens it: durable appends in groups, on each back end, beside the bare disk and a bare group commit of
the same back end in the same run; the whole loop; sealing; the codec.

N producers each wait for their own entry to be durable before they bring the next one; a writer thread commits whatever
has come together. A bare group commit has the same producers and the same writer, and a table without a journal around it. The bare disk
appends as many bytes to a file, and syncs. Ratios hold across machines, the figures themselves do not.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from threading import Thread
from typing import NamedTuple

import msgspec
from rich.console import Console
from rich.table import Table

from hoolin.cli.bench_bare import Bare, BarePostgres, BareSqlite, Row
from hoolin.cli.bench_loop import looped
from hoolin.cli.own_postgres import Server, installed
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction.facts import MessageReceived
from hoolin.journal.codec import Codec
from hoolin.journal.keys import OwnerKey
from hoolin.journal.port import Stores
from hoolin.runtime.house import House
from hoolin.wiring import HoolinSettings, build, rooms
from hoolin.wiring.settings import JournalSettings

GROUPS = (1, 10, 100, 1000)
SECONDS = 3.0
ROUNDS = 6
ENTRY_BYTES = 300
"""What the bare disk writes for one entry; ours are about as long (`entry_bytes`)."""

TEXT = b"Tere! My modem shows a red light since this morning, and I have already tried to start it anew. What now?"
OWNERS = 5_000
"""Customers who write in turn: their keys fit in memory, their rows lie all over the index."""

BACK_ENDS = ("sqlite", "postgres")

Made = tuple[Entry, Content | None]


class Target(NamedTuple):
    """Where groups are committed. made: what a producer brings for a position. commit: of a group; durable when it returns. last: position.
    loop: of a bare one, a site on the same back end for the whole loop.
    """

    made: Callable[[int], object]
    commit: Callable[[Sequence[object]], None]
    last: Callable[[], int]
    loop: HoolinSettings | None = None


def measure(folder: Path | None = None, seconds: float = SECONDS) -> dict[str, object]:
    """All figures. folder: on the disk to be measured (here, if not given; a temporary folder may lie in memory).

    Keys: `raw_nN_*` the bare disk; and for each back end `bare_BACKEND_nN_*` a bare group commit, `append_…` entries alone, `message_…`
    entries with sealed content, `loop_…` messages that went the whole way of a command (decided on, folded, written, answered); `*_per_s` entries made durable a second, `*_ms` from asking to durable; `*_to_bare` ours as a share of the bare
    group commit, `*_to_raw` of the bare disk, both as the median over rounds that take turns.
    """
    figures: dict[str, object] = {
        "entry_bytes": _entry_bytes(),
        "content_bytes": len(TEXT),
        "seconds_each": seconds,
        "back_ends": list(BACK_ENDS[: 1 + installed()]),
    }
    for group in GROUPS:
        print(f"journal: groups of {group}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=folder or Path.cwd(), prefix=".bench-journal-") as place:
            # A server is another user, who must find its folder.
            Path(place).chmod(0o711)
            figures |= _group(Path(place), group, seconds / ROUNDS)
    print("journal: sealing and codec", file=sys.stderr)
    return figures | _sealing() | _coding()


Latencies = list[tuple[float, int]]
"""(seconds from asking to durable, how many entries took so long), and the last: (seconds in all, entries in all)."""


def _group(place: Path, group: int, seconds: float) -> dict[str, object]:
    """The figures of one group size: all kinds take turns, so that a slow moment of the machine meets them alike."""
    looped_too: dict[str, Latencies] = {}
    with ExitStack() as ends:
        targets: dict[str, Target] = {}
        for back_end in BACK_ENDS[: 1 + installed()]:
            targets |= ends.enter_context(_targets(back_end, place))
        rounds: dict[str, list[Latencies]] = {kind: [] for kind in ("raw", *targets)}
        for _ in range(ROUNDS):
            rounds["raw"].append(_raw(place / "raw", group, seconds))
            for kind, target in targets.items():
                rounds[kind].append(_append(target, group, seconds))
        for kind, target in targets.items():
            if target.loop is not None:
                looped_too[kind] = looped(target.loop, group, ROUNDS * seconds, TEXT.decode())
    figures: dict[str, object] = {}
    for kind, parts in rounds.items():
        figures |= _named(f"{kind}_n{group}", parts)
    for kind in targets:
        what, _, back_end = kind.partition("_")
        if what != "bare":
            for beside, name in ((f"bare_{back_end}", "bare"), ("raw", "raw")):
                ratios = [_rate(ours) / _rate(other) for ours, other in zip(rounds[kind], rounds[beside], strict=True)]
                figures[f"{kind}_n{group}_to_{name}"] = round(median(ratios), 3)
    for kind, latencies in looped_too.items():
        figures |= _named(name := f"{kind.replace('bare', 'loop')}_n{group}", [latencies])
        figures[f"{name}_to_bare"] = round(_rate(latencies) / median(map(_rate, rounds[kind])), 3)
    return figures


@contextmanager
def _targets(back_end: str, place: Path) -> Iterator[dict[str, Target]]:
    """A bare group commit, and ours with and without content, on one back end."""
    with ExitStack() as ends:
        if back_end == "sqlite":
            bare: Bare = BareSqlite(place / "bare.db")
            journals = {kind: JournalSettings() for kind in ("append", "message", "loop")}
        else:
            (place / "pg").mkdir(mode=0o700)
            server = Server(place / "pg")
            ends.callback(server.remove)
            server.start()
            bare = BarePostgres(server.address())
            journals = {
                kind: JournalSettings(postgres=server.address(), schema=kind) for kind in ("append", "message", "loop")
            }
        ends.callback(bare.close)
        settings = {
            kind: HoolinSettings(data=str(place / back_end / kind), journal=one) for kind, one in journals.items()
        }
        codec = _codec()
        targets = {
            f"bare_{back_end}": Target(
                lambda position: _row(position, codec),
                bare.commit,  # type: ignore[arg-type]
                bare.last,
                settings["loop"],
            )
        }
        for kind in ("append", "message"):
            site = build(settings[kind])
            ends.callback(site.accounts.close)
            ends.callback(site.close)
            targets[f"{kind}_{back_end}"] = _ours(site.stores, with_content=kind == "message")
        yield targets


def _ours(stores: Stores, with_content: bool) -> Target:
    def commit(made: Sequence[Made]) -> None:
        stores.journal.append([entry for entry, _ in made], [content for _, content in made if content is not None])

    return Target(lambda position: _made(position, with_content), commit, stores.journal.head)  # type: ignore[arg-type]


def _raw(file: Path, group: int, seconds: float) -> Latencies:
    """The bare disk: append, sync, again."""
    body = b"x" * (ENTRY_BYTES * group)
    latencies: Latencies = []
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        begun = now = time.perf_counter()
        while now - begun < seconds:
            before = now
            os.write(handle, body)
            os.fdatasync(handle)
            now = time.perf_counter()
            latencies.append((now - before, group))
    finally:
        os.close(handle)
    return [*latencies, (now - begun, group * len(latencies))]


def _append(target: Target, producers: int, seconds: float) -> Latencies:
    """Producers on this thread, the writer on another, as in the product."""
    asked: SimpleQueue[tuple[float, list[object]] | None] = SimpleQueue()
    durable: SimpleQueue[Latencies | BaseException] = SimpleQueue()
    writer = Thread(target=_write, args=(target, asked, durable), name="bench-writer")
    writer.start()
    latencies: Latencies = []
    begun_at = position = target.last()
    made = target.made
    try:
        begun = now = time.perf_counter()
        # In two halves, so that one half asks while the other is being written.
        free = [count for count in (producers - producers // 2, producers // 2) if count]
        while now - begun < seconds:
            for count in free:
                asked.put((time.perf_counter(), [made(position + n) for n in range(1, count + 1)]))
                position += count
            came = durable.get()
            if isinstance(came, BaseException):
                raise came
            latencies += came
            free = [count for _, count in came]
            now = time.perf_counter()
    finally:
        asked.put(None)
        writer.join()
    done = sum(count for _, count in latencies)
    head = target.last()
    if not done <= head - begun_at <= position - begun_at:
        raise RuntimeError(f"{done} acknowledged, {position} asked for, but the journal ends at {head}")
    return [*latencies, (now - begun, done)]


def _write(
    target: Target, asked: "SimpleQueue[tuple[float, list[object]] | None]", durable: "SimpleQueue[object]"
) -> None:
    """The writer thread: commits what has come together."""
    while (first := asked.get()) is not None:
        together = [first]
        while not asked.empty():
            more = asked.get()
            if more is None:
                return
            together.append(more)
        try:
            target.commit([one for _, some in together for one in some])
        except BaseException as problem:
            durable.put(problem)
            return
        now = time.perf_counter()
        durable.put([(now - since, len(some)) for since, some in together])


def _row(position: int, codec: Codec) -> Row:
    """The same entry for who commits without a journal: as long, and made as dearly."""
    entry, _ = _made(position, with_content=False)
    return position, entry.at, entry.actor, entry.cause, msgspec.json.encode(entry.fact).decode()


def _made(position: int, with_content: bool) -> Made:
    customer = f"customer-{position * 7_919 % OWNERS:016d}"
    message = f"message-{position:016d}"
    interaction = f"interaction-{position % 997:016d}"
    fact = MessageReceived(interaction=interaction, message=message, ordinal=1 + position % 50, characters=len(TEXT))
    entry = Entry(position, 1_700_000_000_000 + position, f"customer:{customer}", f"{customer}/{message}", fact)
    return entry, Content(message, customer, TEXT) if with_content else None


def _codec() -> Codec:
    """As the product has it, with the facts of all rooms."""
    return Codec(House(tuple(rooms().values())).fact_types)


def _entry_bytes() -> int:
    entry, _ = _made(1, with_content=False)
    return 16 + len(entry.actor) + len(entry.cause) + len(_codec().encode(entry.fact))


def _rate(latencies: Latencies) -> float:
    seconds, count = latencies[-1]
    return count / seconds


def _named(name: str, parts: list[Latencies]) -> dict[str, object]:
    """Rate and latencies over all rounds."""
    ordered = sorted(one for part in parts for one in part[:-1])
    return {
        f"{name}_events_per_s": round(median(map(_rate, parts))),
        f"{name}_p50_ms": round(1000 * _quantile(ordered, 0.5), 3),
        f"{name}_p99_ms": round(1000 * _quantile(ordered, 0.99), 3),
        f"{name}_max_ms": round(1000 * ordered[-1][0], 3),
    }


def _quantile(ordered: Sequence[tuple[float, int]], share: float) -> float:
    """The latency that this share of all entries stayed within."""
    left = share * sum(count for _, count in ordered)
    for latency, count in ordered:
        left -= count
        if left <= 0:
            return latency
    return ordered[-1][0]


def _sealing() -> dict[str, object]:
    key = OwnerKey(1, "customer-0000000000000001", bytes(range(32)))
    sealed = key.seal("message-0000000000000001", TEXT)
    return {
        "content_seal_us": round(_each(lambda: key.seal("message-0000000000000001", TEXT)) * 1e6, 2),
        "content_open_us": round(_each(lambda: key.open("message-0000000000000001", sealed)) * 1e6, 2),
    }


def _coding() -> dict[str, object]:
    codec = _codec()
    fact = _made(1, with_content=False)[0].fact
    body = codec.encode(fact)
    return {
        "codec_encode_checked_ns": round(_each(lambda: codec.encode(fact)) * 1e9),
        "codec_decode_ns": round(_each(lambda: codec.decode(body)) * 1e9),
    }


def _each(action: Callable[[], object], times: int = 20_000, rounds: int = 5) -> float:
    """Seconds for one call, the loop included: the best of some rounds, which the machine's other work disturbs least."""
    best = float("inf")
    gc.collect()
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(times):
            action()
        best = min(best, (time.perf_counter() - begun) / times)
    return best


def show(figures: dict[str, object], console: Console) -> None:
    """Both back ends beside their bare group commits."""
    back_ends = figures["back_ends"]
    assert isinstance(back_ends, list)
    for back_end in back_ends:
        table = Table(
            "N",
            "bare /s",
            "append /s · p99 ms",
            "message /s · p99 ms",
            "whole loop /s · p99 ms",
            "append · message · loop to bare",
            title=str(back_end),
        )
        for group in GROUPS:
            ours = [f"{kind}_{back_end}_n{group}" for kind in ("append", "message", "loop")]
            table.add_row(
                f"{group:,}", f"{figures[f'bare_{back_end}_n{group}_events_per_s']:,}",
                *(f"{figures[f'{kind}_events_per_s']:,} · {figures[f'{kind}_p99_ms']}" for kind in ours),
                " · ".join(f"{figures[f'{kind}_to_bare']:.2f}" for kind in ours),
            )  # fmt: skip
        console.print(table)
