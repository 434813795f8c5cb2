"""The SMSC that tests and the bench speak to: a Node process of its own, told what to do over its control port.

It lies with the tests and not in the package; where it is missing, whoever asks is told how to get it.
"""

import http.client
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "tests" / "peers" / "smsc"
CALL_S_MAX = 30


class Missing(Exception):
    """The SMSC for tests is not installed here."""


@dataclass
class Smsc:
    """A running SMSC. port: for SMPP. process: its own, ended by whoever started it."""

    port: int
    control: int
    process: subprocess.Popen[str]

    def call(self, path: str, body: object = None) -> dict[str, Any]:
        """Ask its control port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.control, timeout=CALL_S_MAX)
        try:
            connection.request("POST", path, None if body is None else json.dumps(body))
            found: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return found

    def set(self, **behaviour: object) -> None:
        """Change how it behaves."""
        self.call("/set", behaviour)

    def bring(self, *messages: dict[str, object]) -> None:
        """Messages from people."""
        self.call("/mo", messages)


@contextmanager
def running_smsc() -> Iterator[Smsc]:
    """An SMSC on free loopback ports. Raises Missing with what to do."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "smpp").is_dir():
        raise Missing(f"no Node.js, or no SMSC in {FOLDER.name}: `make setup` in a clone of the sources brings it")
    process = subprocess.Popen(
        [node, str(FOLDER / "smsc.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={"PATH": os.environ.get("PATH", "")},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        ports = json.loads(process.stdout.readline())
        yield Smsc(ports["smpp"], ports["control"], process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
