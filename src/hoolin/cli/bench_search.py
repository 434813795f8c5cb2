"""`hoolin bench search`: how fast a word is found among a million messages, and whether its inflected forms are.

Messages are drawn by Zipf's law from made words of Latin and Cyrillic syllables, with two real inflected words in one of 997. Made words
have few lemmas of their own, so real texts take more room and longer to fill. The index is filled as a site's is, in a file; beside
it, in the same run, plain FTS5 with `unicode61` over the readable words, which knows no filter and no forms.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from hoolin.cli.searching import forms
from hoolin.finding.api import Asked, Hasher, Index, Mark, Said, asked, tokens

MESSAGES = 1_000_000
BATCH = 10_000
WORDS_OF_A_MESSAGE = (3, 14)
VOCABULARY = 60_000
ASKED = 200
SYLLABLES = ("ka", "le", "mi", "so", "tu", "vä", "ri", "no", "pe", "ла", "ни", "ко", "ве", "ру", "то", "ды")


def measure(messages: int = MESSAGES) -> dict[str, Any]:
    """One object: recall, precision, speed in milliseconds beside the peer, texts a second, bytes of the files, seconds of forgetting."""
    report: dict[str, Any] = {"messages": messages, "recall": recall(), "strangers_found": strangers_found()}
    with tempfile.TemporaryDirectory(prefix="hoolin-search-") as folder:
        report |= _timed(Path(folder), messages)
    return report


def show(report: dict[str, Any], console: Console) -> None:
    """A line for each kind of query."""
    table = Table("query", "p50 ms", "p99 ms", "plain p50", "plain p99", title=f"{report['messages']:,} messages")
    for name, one in report["queries"].items():
        table.add_row(name, *(f"{one[key]:.2f}" for key in ("p50_ms", "p99_ms", "plain_p50_ms", "plain_p99_ms")))
    console.print(table)


def finds(query: str, text: str) -> bool:
    """Whether a query of one word or more finds a text, by the tokens that are kept of both."""
    kept = tokens(text)
    return all(one & kept for one in asked(query))


def recall() -> dict[str, float]:
    """Which share of the forms is found, by language."""
    tables = {"et": forms.ESTONIAN, "ru": forms.RUSSIAN}
    found = {name: [finds(*pair) for pair in forms.pairs(table)] for name, table in tables.items()}
    return {name: sum(one) / len(one) for name, one in found.items()}


def strangers_found() -> float:
    """Which share of pairs of different words find each other."""
    found = [finds(*pair) for pair in forms.strangers()]
    return sum(found) / len(found)


def _timed(folder: Path, messages: int) -> dict[str, Any]:
    index = Index(folder / "search.db", Hasher(b"k" * 32))
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;")
    plain.execute("CREATE VIRTUAL TABLE said USING fts5 (text, content = '', tokenize = 'unicode61')")
    ours = theirs = 0.0
    drawn = _drawn(messages)
    for start in range(0, messages, BATCH):
        batch = [one for one, _ in zip(drawn, range(BATCH), strict=False)]
        begun = time.perf_counter()
        index.add(batch, Mark(start + len(batch)))
        ours += time.perf_counter() - begun
        begun = time.perf_counter()
        plain.execute("BEGIN")
        plain.executemany("INSERT INTO said (rowid, text) VALUES (?, ?)", [(one.position, one.text) for one in batch])
        plain.execute("COMMIT")
        theirs += time.perf_counter() - begun
        if start % 100_000 == 0:
            print(f"{start:,} messages", file=sys.stderr)
    report: dict[str, Any] = {"queries": _queries(index, plain)}
    report["texts_per_s"], report["plain_texts_per_s"] = messages / ours, messages / theirs
    begun = time.perf_counter()
    report["forgotten_texts"] = index.forget(["u7"])
    report["forget_s"] = time.perf_counter() - begun
    report["queries_after_rewriting"] = _queries(index, plain)
    index.close()
    plain.close()
    report["bytes"] = (folder / "search.db").stat().st_size
    report["plain_bytes"] = (folder / "plain.db").stat().st_size
    return report


def _word(rank: int) -> str:
    """A made word: the same for the same rank."""
    said = ""
    rank += len(SYLLABLES)
    while rank:
        rank, which = divmod(rank, len(SYLLABLES))
        said += SYLLABLES[which]
    return said


def _drawn(messages: int) -> Iterator[Said]:
    chance = random.Random(1)  # noqa: S311 - the same texts each time, no secret
    words = [_word(rank) for rank in range(VOCABULARY)]
    weights = [1 / (rank + 2) for rank in range(VOCABULARY)]
    sums = [sum(weights[:1])]
    for weight in weights[1:]:
        sums.append(sums[-1] + weight)
    for position in range(1, messages + 1):
        text = " ".join(chance.choices(words, cum_weights=sums, k=chance.randint(*WORDS_OF_A_MESSAGE)))
        if position % 997 == 0:
            text += " arvete счетов"
        kept = (f"agent:a{position % 200}", f"channel:c{position % 5}")
        customer = f"u{position % 50_000}"
        yield Said(position, f"m{position}", customer, f"i{position // 8}", position * 1_000, text, kept)


def _queries(index: Index, plain: sqlite3.Connection) -> dict[str, dict[str, float]]:
    common, rare = [_word(rank) for rank in range(20)], [_word(30_000 + rank) for rank in range(200)]

    def peer(words: str) -> None:
        match = " ".join(f'"{word}"' for word in words.split())
        plain.execute("SELECT rowid FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT 50", (match,)).fetchall()

    kinds: dict[str, tuple[Callable[[int], str], tuple[str, ...]]] = {
        "common": (lambda n: common[n % 20], ()),
        "rare": (lambda n: rare[n % 200], ()),
        "inflected": (lambda n: ("arve", "счёт")[n % 2], ()),
        "two common": (lambda n: f"{common[n % 20]} {common[(n + 7) % 20]}", ()),
        "common and rare": (lambda n: f"{common[n % 20]} {rare[n % 200]}", ()),
        "common, by agent": (lambda n: common[n % 20], ("agent:a3",)),
        "common, agent and channel": (lambda n: common[n % 20], ("agent:a3", "channel:c3")),
    }
    report = {}
    for name, (word, kept) in kinds.items():
        mine = _spent(lambda n, word=word, kept=kept: index.find(Asked(words=word(n), kept=kept)))  # type: ignore[misc]
        theirs = _spent(lambda n, word=word: peer(word(n)))  # type: ignore[misc]
        report[name] = {"p50_ms": mine[49], "p99_ms": mine[98], "plain_p50_ms": theirs[49], "plain_p99_ms": theirs[98]}
    return report


def _spent(ask: Callable[[int], object]) -> list[float]:
    """Percentiles, in milliseconds, of asking one after another."""
    times = []
    for number in range(ASKED):
        begun = time.perf_counter()
        ask(number)
        times.append(1_000 * (time.perf_counter() - begun))
    return quantiles(times, n=100)
