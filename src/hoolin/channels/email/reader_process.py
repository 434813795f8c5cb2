"""The process that reads: mails come in through standard input, what they mean goes out through standard output.

It gives up what it does not need before the first mail, and lets the system end it when a mail takes more than its share.
"""

import logging
import signal
import sys
from typing import BinaryIO

from hoolin.channels.confined import confine
from hoolin.channels.email.frames import LENGTH_BYTES, answer, framed, question
from hoolin.channels.email.limits import READER_MEMORY_BYTES_MAX, READING_SECONDS_MAX
from hoolin.channels.email.reading import understood


def limited() -> None:
    """No files, no more processes, no dump of a customer's words, and only so much memory."""
    confine(AS=READER_MEMORY_BYTES_MAX, NOFILE=16, NPROC=0)
    # Libraries write what they stumble over; nobody reads it here, and it may quote a customer.
    logging.disable()
    # A terminal's Ctrl-C is for the house, which ends its readers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Without a handler this signal ends the process wherever it is, in Python or in a library.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def serve(mails: BinaryIO, meanings: BinaryIO) -> None:
    """Read until there are no more mails."""
    while len(length := mails.read(LENGTH_BYTES)) == LENGTH_BYTES:
        body = mails.read(int.from_bytes(length, "big"))
        signal.setitimer(signal.ITIMER_PROF, READING_SECONDS_MAX)
        try:
            asked = question(body)
            said = answer(understood(asked.raw, asked.us))
        except Exception:
            # The house reads it plainly when nothing is said.
            said = framed(b"")
        signal.setitimer(signal.ITIMER_PROF, 0)
        meanings.write(said)
        meanings.flush()


if __name__ == "__main__":
    limited()
    serve(sys.stdin.buffer, sys.stdout.buffer)
