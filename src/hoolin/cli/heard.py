"""What has become of the inputs of a site that is being served, looked at from outside, for the benches: in its read models."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

CATCH_UP_SECONDS_MAX = 60.0
"""After a load; what is not read by then is told as lost."""

LOOK_SECONDS = 0.1


class Heard:
    """A site's inputs and messages. folder: of the site, which is served meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._views = f"{(folder / 'views.db').resolve().as_uri()}?mode=ro"

    def _numbers(self, question: str, *params: int) -> list[int]:
        with closing(sqlite3.connect(self._views, uri=True, timeout=30)) as views:
            return [int(row[0]) for row in views.execute(question, params)]

    def ended(self) -> int:
        """Inputs that have been read."""
        return self._numbers("SELECT count(*) FROM input WHERE ending IS NOT NULL")[0]

    def messages(self) -> int:
        """Messages of customers in the timelines."""
        return self._numbers("SELECT count(*) FROM event WHERE kind = 'message' AND speaker = 'customer'")[0]

    def message_at(self, number: int) -> int:
        """When the message of this number, counted from 1, was decided, in milliseconds; now if there is none."""
        found = self._numbers(
            "SELECT at FROM event WHERE kind = 'message' AND speaker = 'customer' ORDER BY n LIMIT 1 OFFSET ?",
            number - 1,
        )
        return found[0] if found else round(time.time() * 1000)

    def until(self, inputs: int) -> float:
        """Wait until so many inputs have been read, `CATCH_UP_SECONDS_MAX` at most: how long it took, in seconds."""
        began = time.monotonic()
        while self.ended() < inputs and time.monotonic() < began + CATCH_UP_SECONDS_MAX:
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    def lags_ms(self, first: int = 0) -> list[int]:
        """From an input's being kept to its message, for each but the first so many, the shortest first: inputs become messages in the
        order in which they came, one each.
        """
        kept = self._numbers("SELECT at FROM input ORDER BY at")[first:]
        said = self._numbers("SELECT at FROM event WHERE kind = 'message' AND speaker = 'customer' ORDER BY n")[first:]
        return sorted(at - came for came, at in zip(kept, said, strict=False))


class Loads(NamedTuple):
    """What a site is asked to take: at its usual rate, all at once, and a little beside the backlog that this leaves; each gives its
    figures. taken: the figure of what was acknowledged; tried: of what was asked.
    """

    usual: Callable[[], dict[str, Any]]
    burst: Callable[[], dict[str, Any]]
    beside: Callable[[], dict[str, Any]]
    taken: str
    tried: str


def judged(pid: int, heard: Heard, loads: Loads) -> dict[str, Any]:
    """The figures of the burst, and of how the site, whose process this is, heard all of it afterwards."""
    usual = loads.usual()
    heard.until(usual[loads.taken])
    lag = share(heard.lags_ms(), 0.95)
    begun, began_at = cpu_us(pid), time.time()
    burst = loads.burst()
    spent, ended_at = cpu_us(pid), time.time()
    kept, read = usual[loads.taken] + burst[loads.taken], heard.ended()
    beside = loads.beside()
    all_of_them = kept + beside[loads.taken]
    heard.until(all_of_them)
    read_at, lags, messages = heard.message_at(kept) / 1000, heard.lags_ms(), heard.messages()
    return burst | {
        "cpu_us": round((spent - begun) / max(1, burst[loads.tried])),
        "behind": kept - read,
        "lag_max_ms": lags[-1] if lags else 0,
        "drain_seconds": round(max(0.0, read_at - ended_at), 2),
        "drain_per_s": round((kept - read) / max(0.1, read_at - ended_at)),
        "drain_cpu_us": round((cpu_us(pid) - spent) / max(1, all_of_them - read)),
        "heard_per_s": round(burst[loads.taken] / max(0.001, read_at - began_at)),
        "beside_p99_ms": beside["p99_ms"],
        "usual_lag_p95_ms": lag,
        loads.taken: all_of_them,
        "lost": max(0, all_of_them - messages),
        "doubled": max(0, messages - all_of_them),
    }


def share(sorted_figures: list[int], part: float) -> int:
    """The figure that this part of them does not exceed; 0 of none."""
    return sorted_figures[min(len(sorted_figures) - 1, int(len(sorted_figures) * part))] if sorted_figures else 0


def cpu_us(pid: int) -> float:
    """Time on a processor so far, of all threads of a process, in microseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")
