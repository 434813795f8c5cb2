"""The files that rtpengine records into, in its folder: `pcaps/<call>-<random>.pcap`, one for each stretch, and a note beside it that
nobody needs: in `tmp/` while it is being written, in `metadata/` afterwards.

What nobody asked for is thrown away: it is somebody's voice.
"""

import time
from pathlib import Path
from typing import Final

KEEP_S: Final = 7 * 24 * 3_600
"""After so long nobody comes for a capture any more."""

EARLIER: Final = "earlier"
"""The name of a stretch that was begun before we were."""


def newest(recordings: Path, call: str) -> Path | None:
    """The capture of a call that was begun last; its note is thrown away."""
    for note in (recordings / "metadata").glob(f"rtpengine-meta-{call}-*"):
        note.unlink(missing_ok=True)
    found = [(file.stat().st_mtime_ns, file) for file in (recordings / "pcaps").glob(f"{call}-*.pcap")]
    return max(found)[1] if found else None


def being_written(recordings: Path, call: str) -> str:
    """`EARLIER` when a call is being recorded now, else ""."""
    return EARLIER if any((recordings / "tmp").glob(f"rtpengine-meta-{call}-*")) else ""


def forget(recordings: Path, call: str) -> None:
    """The stretch of a call that was begun last is thrown away."""
    file = newest(recordings, call)
    if file is not None:
        file.unlink(missing_ok=True)


def forget_old(recordings: Path) -> None:
    """Captures and notes that nobody has come for."""
    before = time.time() - KEEP_S
    for file in recordings.glob("*/*"):
        if file.is_file() and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
