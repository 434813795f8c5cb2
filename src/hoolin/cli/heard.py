"""What has become of the inputs of a site that is being served, looked at from outside, for the benches: in its read models."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

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


def share(sorted_figures: list[int], part: float) -> int:
    """The figure that this part of them does not exceed; 0 of none."""
    return sorted_figures[min(len(sorted_figures) - 1, int(len(sorted_figures) * part))] if sorted_figures else 0


def cpu_us(pid: int) -> float:
    """Time on a processor so far, of all threads of a process, in microseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")
