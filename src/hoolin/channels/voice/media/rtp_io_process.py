"""The process that rtp.io runs in: a fault in its C code takes this process along, and not the house.

It is asked by datagrams on a port of the loopback interface, says what happens on standard output, a line each, and ends when its
standard input does: it does not outlive us.

    python -m hoolin.channels.voice.media.rtp_io_process PORT ARGUMENT…      in the folder that it may write to
"""

import os
import sys
import threading
from typing import Final

MODULES: Final = ("catch_dtmf", "dtls_gw", "ice_lite")

MISSING: Final = 4
"""The exit status where the wheel is not installed."""


def main(arguments: list[str]) -> int:
    """See above."""
    port, *more = arguments
    try:
        from rtp.io import rtpproxy
    except ImportError:
        return MISSING
    engine = rtpproxy(extra_args=(*more, "-s", f"udp:127.0.0.1:{port}"), modules=MODULES)
    notices = engine.rtpp_nsock
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    out.write(f"ready {engine.rtpp_nsock_spec}\n".encode())

    def tell() -> None:
        while told := notices.recv(65_536):
            out.write(told)

    threading.Thread(target=tell, daemon=True).start()
    while os.read(0, 4_096):
        pass
    # Its threads are in C and do not end by themselves.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
