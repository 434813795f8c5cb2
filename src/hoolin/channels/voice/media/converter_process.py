"""The process that converts a sound somebody uploaded: it gives up what it does not need, then becomes ffmpeg, or converts a WAV
itself and writes the A-law bytes to standard output.

    python -m hoolin.channels.voice.media.converter_process wav FILE
    python -m hoolin.channels.voice.media.converter_process run PROGRAM ARGUMENT…
"""

import os
import sys
from pathlib import Path
from typing import Final

from hoolin.channels.confined import confine

MEMORY_BYTES_MAX: Final = 1 << 30
"""An hour of sound needs a fraction of it; ffmpeg maps its libraries besides."""

CPU_SECONDS_MAX: Final = 60
"""Ten minutes of sound take one or two."""

REFUSED: Final = 3
"""The exit status for a file that is not what it should be."""


def main(arguments: list[str]) -> int:
    """See above."""
    what, *rest = arguments
    confine(AS=MEMORY_BYTES_MAX, CPU=CPU_SECONDS_MAX, NOFILE=64)
    if what == "run":
        os.execvp(rest[0], rest)  # noqa: S606  (a list of arguments, never through a shell)
    from hoolin.channels.voice.media.wav import to_telephone
    from hoolin.core.errors import HoolinError

    try:
        sys.stdout.buffer.write(to_telephone(Path(rest[0]).read_bytes()))
    except HoolinError as why:
        sys.stderr.write(why.code)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
