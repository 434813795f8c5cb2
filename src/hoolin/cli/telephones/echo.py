"""Telephones' sound, in a process of its own: `python -m hoolin.cli.telephones.echo`; it says which port it hears at, and says again
whatever it hears, to whoever said it. It answers each line on its stdin with how many packets that were.
"""

import json
import select
import sys
import time

from hoolin.cli.telephones.datagrams import AT_ONCE, BYTES_MAX, Box, Datagrams

TOGETHER_S = 0.002


def main() -> None:
    """Until nobody speaks to us any more."""
    out, box, heard, said = Datagrams(), Box(AT_ONCE), 0, 0
    print(json.dumps({"port": out.port}), flush=True)
    while True:
        ready, _, _ = select.select([out.socket, sys.stdin], [], [])
        if out.socket in ready:
            # What comes within two milliseconds is fetched and said together, with a tenth of the work.
            time.sleep(TOGETHER_S)
            came = out.receive(box)
            for at in range(came):
                box.length_is(at, box.messages[at].length)
            heard += came
            said += out.send(box, came)
            for at in range(came):
                box.length_is(at, BYTES_MAX)
        if sys.stdin in ready:
            if not sys.stdin.readline().strip():
                return
            print(json.dumps({"heard": heard, "said": said, "cpu_s": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
