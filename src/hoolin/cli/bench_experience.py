"""`hoolin bench experience`: are the figures of a month there while somebody waits, with ten million contacts behind them?

A year of made-up contacts is written into the rows, then every figure of one month is asked of them, as a page asks; beside them the same
statements over the same rows in plain SQLite with its indexes, turn and turn about. Seconds are told by the clock and by the processor's own
time (of all threads): on a machine that others use, trust the latter, divided by the threads.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from hoolin.cli.many_contacts import BEGIN, YEAR_MS, fill
from hoolin.cli.plain_rows import PlainRows
from hoolin.experience.api import contacts as rows
from hoolin.experience.api import criteria, figures

TURNS = 3
PLAIN_CONTACTS_MAX = 2_000_000
"""More would take SQLite minutes a figure; its seconds at this size are told beside ours at the same size."""

SECONDS_MAX = 1.0

MONTH = rows.Scope(begin=BEGIN + 150 * rows.DAY_MS, end=BEGIN + 180 * rows.DAY_MS)
NOW = BEGIN + YEAR_MS
TARGETS = figures.Targets()

FIGURES: dict[str, Callable[[rows.Asking], object]] = {
    "time_to_human": lambda asking: figures.waits(asking, MONTH),
    "access": lambda asking: list(figures.access(asking, MONTH, TARGETS)),
    "effort_and_cases": lambda asking: list(figures.effort(asking, MONTH, TARGETS)),
    "first_contact_resolution": lambda asking: list(figures.resolution(asking, MONTH)),
    "first_contact_by_channel": lambda asking: figures.first_contact(asking, MONTH, "channel"),
    "standardised_by_channel": lambda asking: figures.standardised(asking, MONTH),
    "promises": lambda asking: list(figures.clarity(asking, MONTH)),
    "answers_weighted": lambda asking: figures.gather(asking, MONTH),
    "agents_compared": lambda asking: figures.counted(asking, MONTH, "resolution.fcr_7d", "agent", TARGETS),
}
"""What `/experience` shows of a month, by what is asked for at once."""


def measure(contacts: int = 10_000_000) -> dict[str, Any]:
    """One object: seconds of each figure, and how many times as long plain SQLite takes."""
    with tempfile.TemporaryDirectory(prefix="hoolin-bench-") as folder:
        report: dict[str, Any] = {"contacts": contacts, "month_contacts": contacts * 30 // 365}
        columns = written(Path(folder) / "all.duckdb", contacts, report)
        report["figures"] = {name: asked(columns, one) for name, one in FIGURES.items()}
        report["within"] = all(one["cpu_s"] / rows.THREADS <= SECONDS_MAX for one in report["figures"].values())
        report["everything_with_index"] = asked(columns, lambda asking: figures.whole(asking, MONTH, criteria.FIRST))
        columns.close()
        report["beside_sqlite"] = beside(Path(folder), min(contacts, PLAIN_CONTACTS_MAX))
    return report


def written(path: Path, contacts: int, report: dict[str, Any]) -> rows.DuckColumns:
    """The rows of a year."""
    say(f"{contacts:,} contacts")
    columns = rows.DuckColumns(path)
    begun = time.perf_counter()
    fill(columns, contacts)
    report["written_s"] = round(time.perf_counter() - begun, 1)
    columns.close()
    report["file_mb"] = round(path.stat().st_size / 1e6, 1)
    return rows.DuckColumns(path)


def asked(columns: Any, question: Callable[[rows.Asking], object]) -> dict[str, float]:
    """Median seconds of a question, by the clock and by the processor."""
    found = [timed(columns, question) for _ in range(TURNS)]
    return {"s": round(median(one[0] for one in found), 3), "cpu_s": round(median(one[1] for one in found), 3)}


def timed(columns: Any, question: Callable[[rows.Asking], object]) -> tuple[float, float]:
    """Seconds of one asking."""
    begun, spent = time.perf_counter(), time.process_time()
    question(rows.Asking(columns, NOW))
    return time.perf_counter() - begun, time.process_time() - spent


def beside(folder: Path, contacts: int) -> dict[str, Any]:
    """The same figures by both, over rows that SQLite can hold in the time of a bench; in turns."""
    report: dict[str, Any] = {"contacts": contacts}
    columns = written(folder / "some.duckdb", contacts, {})
    plain = PlainRows(folder / "plain.db")
    say("the same rows into SQLite")
    for table in ("contacts", "case_steps", "promises", "marks"):
        copied(columns, plain, table)
    plain.index()
    for name, question in FIGURES.items():
        say(name)
        ours, theirs = asked(columns, question), timed(plain, question)
        report[name] = {
            "cpu_s": ours["cpu_s"],
            "sqlite_cpu_s": round(theirs[1], 3),
            "times": round(theirs[1] / max(ours["cpu_s"], 1e-3), 1),
            "same": same(columns, plain, question),
        }
    plain.close()
    columns.close()
    return report


def copied(columns: rows.DuckColumns, plain: PlainRows, table: str) -> None:
    """One table, in stretches."""
    begin, stretch = 0, 200_000
    while found := columns.ask(f"SELECT * FROM {table} LIMIT {stretch} OFFSET {begin}", {}):  # noqa: S608 - our own names
        plain.take(table, list(found[0]), [tuple(row.values()) for row in found])
        begin += stretch


def same(columns: Any, plain: Any, question: Callable[[rows.Asking], object]) -> bool:
    """Whether both give the same figures, to nine digits."""
    return rounded(question(rows.Asking(columns, NOW))) == rounded(question(rows.Asking(plain, NOW)))


def rounded(found: Any) -> str:
    """A figure as text, its numbers in nine digits, so that the order of sums says nothing."""
    text = repr(sorted(found.items(), key=repr) if isinstance(found, dict) else found)
    return re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.9g}", text)


def say(what: str) -> None:
    """Progress, aside from the figures."""
    print(what, file=sys.stderr, flush=True)
