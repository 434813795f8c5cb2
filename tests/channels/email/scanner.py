"""clamd as a peer, with one signature of our own: a file that harms nobody and is found all the same."""

import getpass
import hashlib
import os
import subprocess

from tests.channels.email.programs import Folder, answers, end, wait_until
from tests.ports import free_port

HARMLESS = b"this stands for a virus, and harms nobody\n"
NAME = "Hoolin.Test"
STREAM_BYTES_MAX = 1_048_576


class Scanner:
    """A running clamd, reached by a socket of the file system and by one of the network."""

    def __init__(self) -> None:
        self.folder = Folder("hv")
        database = self.folder.path / "db"
        database.mkdir()
        signature = f"{hashlib.md5(HARMLESS, usedforsecurity=False).hexdigest()}:{len(HARMLESS)}:{NAME}\n"
        (database / "test.hdb").write_text(signature)
        self.path = str(self.folder.path / "s")
        port = free_port()
        self.network = f"127.0.0.1:{port}"
        user = "clamav" if os.geteuid() == 0 else getpass.getuser()
        config = self.folder.path / "clamd.conf"
        config.write_text(
            f"DatabaseDirectory {database}\nLocalSocket {self.path}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            f"Foreground yes\nStreamMaxLength {STREAM_BYTES_MAX}\nUser {user}\nTemporaryDirectory {self.folder.path}\n"
        )
        self.folder.give_to(user)
        self.process = subprocess.Popen(
            ["/usr/sbin/clamd", "-c", str(config)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(lambda: (self.folder.path / "s").exists() and answers(port), "clamd answers")

    def stop(self) -> None:
        """End it."""
        end(self.process)
        self.folder.remove()
