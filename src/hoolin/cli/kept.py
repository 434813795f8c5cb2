"""What a verb has made, kept in a file or given on."""

import sys
from pathlib import Path

from hoolin.core.errors import Invalid


def keep(body: bytes, out: Path | None, name: str, done: str) -> None:
    """Into the file `out`, or one of this name here; `-` is the standard output. done: what is said of it then. Raises Invalid where it cannot be written."""
    if str(out) == "-":
        sys.stdout.buffer.write(body)
        return
    file = out or Path(name)
    try:
        file.write_bytes(body)
    except OSError as problem:
        raise Invalid("out", file=str(file), said=problem.strerror or "") from None
    print(f"{file} {done}.", file=sys.stderr)
