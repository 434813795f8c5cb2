"""What the journal costs, as the product opens it: durable appends in groups, beside the bare disk in the same run; sealing; the codec.

N producers each wait for their own entry to be durable before they bring the next one; a writer thread commits whatever
has come together. The bare disk does the same with a file: append as many bytes, `fdatasync`. Ratios between the two
hold across machines, the figures themselves do not.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from threading import Thread

from hoolin.core.facts import Content, Entry
from hoolin.core.interaction.facts import MessageReceived
from hoolin.journal.codec import Codec
from hoolin.journal.keys import OwnerKey
from hoolin.journal.port import Stores
from hoolin.runtime.house import House
from hoolin.wiring import HoolinSettings, build, rooms

GROUPS = (1, 10, 100, 1000)
SECONDS = 3.0
ROUNDS = 6
ENTRY_BYTES = 300
"""What the bare disk writes for one entry; ours are about as long (`entry_bytes`)."""

TEXT = b"Tere! My modem shows a red light since this morning, and I have already tried to start it anew. What now?"
OWNERS = 5_000
"""Customers who write in turn: their keys fit in memory, their rows lie all over the index."""

Made = tuple[Entry, Content | None]


def measure(folder: Path | None = None, seconds: float = SECONDS) -> dict[str, object]:
    """All figures. folder: on the disk to be measured (here, if not given; a temporary folder may lie in memory).

    Keys: `raw_nN_*` the bare disk, `append_nN_*` entries alone, `message_nN_*` entries with sealed content; `*_per_s`
    entries made durable a second, `*_ms` from asking to durable; `*_to_raw` ours as a share of the bare disk.
    """
    figures: dict[str, object] = {
        "entry_bytes": _entry_bytes(),
        "content_bytes": len(TEXT),
        "seconds_each": seconds,
    }
    for group in GROUPS:
        print(f"journal: groups of {group}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=folder or Path.cwd(), prefix=".bench-journal-") as place:
            figures |= _group(Path(place), group, seconds / ROUNDS)
    print("journal: sealing and codec", file=sys.stderr)
    return figures | _sealing() | _coding()


Latencies = list[tuple[float, int]]
"""(seconds from asking to durable, how many entries took so long), and the last: (seconds in all, entries in all)."""


def _group(place: Path, group: int, seconds: float) -> dict[str, object]:
    """The figures of one group size: all three kinds take turns, so that a slow moment of the machine meets them alike."""
    kinds = ("append", "message")
    sites = {kind: build(HoolinSettings(data=str(place / kind))) for kind in kinds}
    rounds: dict[str, list[Latencies]] = {kind: [] for kind in ("raw", *kinds)}
    for _ in range(ROUNDS):
        rounds["raw"].append(_raw(place / "raw", group, seconds))
        for kind in kinds:
            rounds[kind].append(_append(sites[kind].stores, group, seconds, with_content=kind == "message"))
    for kind in kinds:
        sites[kind].close()
    figures: dict[str, object] = {}
    for kind, parts in rounds.items():
        figures |= _named(f"{kind}_n{group}", parts)
    for kind in kinds:
        ratios = [_rate(ours) / _rate(raw) for ours, raw in zip(rounds[kind], rounds["raw"], strict=True)]
        figures[f"{kind}_n{group}_to_raw"] = round(median(ratios), 3)
    return figures


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


def _append(stores: Stores, producers: int, seconds: float, with_content: bool) -> Latencies:
    """Our journal: producers on this thread, the writer on another, as in the product."""
    asked: SimpleQueue[tuple[float, list[Made]] | None] = SimpleQueue()
    durable: SimpleQueue[Latencies | BaseException] = SimpleQueue()
    writer = Thread(target=_write, args=(stores, asked, durable), name="bench-writer")
    writer.start()
    latencies: Latencies = []
    begun_at = position = stores.journal.head()
    try:
        begun = now = time.perf_counter()
        # In two halves, so that one half asks while the other is being written.
        free = [count for count in (producers - producers // 2, producers // 2) if count]
        while now - begun < seconds:
            for count in free:
                asked.put((time.perf_counter(), [_made(position + n, with_content) for n in range(1, count + 1)]))
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
    head = stores.journal.head()
    if not done <= head - begun_at <= position - begun_at or stores.journal.read(head - 1, 2)[-1].position != head:
        raise RuntimeError(f"{done} acknowledged, {position} asked for, but the journal ends at {head}")
    return [*latencies, (now - begun, done)]


def _write(
    stores: Stores, asked: "SimpleQueue[tuple[float, list[Made]] | None]", durable: "SimpleQueue[object]"
) -> None:
    """The writer thread: commits what has come together."""
    while (first := asked.get()) is not None:
        together = [first]
        while not asked.empty():
            more = asked.get()
            if more is None:
                return
            together.append(more)
        made = [one for _, some in together for one in some]
        try:
            stores.journal.append([entry for entry, _ in made], [content for _, content in made if content is not None])
        except BaseException as problem:
            durable.put(problem)
            return
        now = time.perf_counter()
        durable.put([(now - since, len(some)) for since, some in together])


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
