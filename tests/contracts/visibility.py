"""Watches a journal while writers race for its end: its order must be its readers' order."""

import threading

from hoolin.core.facts import Entry
from hoolin.journal.errors import PositionTaken
from hoolin.journal.port import Journal
from tests.journal.samples import run

WINDOW = 40
"""How far back a reader looks again each time."""

LAST_LOOKS = 3
"""How often a reader looks once all is written, so that it has looked again even where writing took no time."""


def watch(journal: Journal, writers: int, readers: int, batches: int) -> list[str]:
    """Append and read at the same time; gives what was wrong, in words. batches: per writer, of 1 to 5 entries."""
    complaints: list[str] = []
    done = threading.Event()
    start = threading.Barrier(writers + readers)

    def write(own: int) -> None:
        start.wait()
        for number in range(batches):
            while True:
                try:
                    journal.append(run(journal.head(), 1 + (number * 7 + own) % 5))
                    break
                except PositionTaken:
                    continue

    def read() -> None:
        seen: list[Entry] = []
        start.wait()
        looks_left = LAST_LOOKS
        while looks_left:
            looks_left -= done.is_set()
            complaints.extend(_look(journal, seen))

    threads = [threading.Thread(target=write, args=(own,)) for own in range(writers)]
    watchers = [threading.Thread(target=read) for _ in range(readers)]
    for thread in (*threads, *watchers):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in watchers:
        thread.join()
    return complaints


def _look(journal: Journal, seen: list[Entry]) -> list[str]:
    """One more look by one reader, who remembers everything seen before."""
    complaints = []
    back = max(0, len(seen) - WINDOW)
    if journal.read(back, len(seen) - back) != seen[back:]:
        complaints.append(f"something at or below {len(seen)} has changed")
    head = journal.head()
    new = journal.read(len(seen), 1_000)
    if [entry.position for entry in new] != list(range(len(seen) + 1, len(seen) + len(new) + 1)):
        complaints.append(f"not the next positions after {len(seen)}: {[entry.position for entry in new]}")
    if len(new) < 1_000 and len(seen) + len(new) < head:
        complaints.append(f"the head was {head}, but only {len(seen) + len(new)} could be read")
    seen.extend(new)
    return complaints
