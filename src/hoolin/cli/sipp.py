"""The real sipp, for tests and `hoolin bench sip`, and the bridge that it calls through: sipp → the bridge's process → sipp."""

import csv
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RUN_SECONDS_MAX = 110


def free_port(host: str = "127.0.0.1") -> int:
    """A UDP port that nobody has."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind((host, 0))
        return int(found.getsockname()[1])


class BridgeProcess:
    """The bridge, in a process of its own. ports: what it listens on."""

    def __init__(self, **wish: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hoolin.cli.sip_bridge"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.ports: list[int] = self.ask(json.dumps(wish))["ports"]

    def ask(self, line: str = "") -> dict[str, Any]:
        """Its figures."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the bridge is gone"
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@contextmanager
def answering_sipp(*more: str, host: str = "127.0.0.1") -> Iterator[int]:
    """sipp that answers, on this port."""
    port = free_port(host)
    command = ["sipp", "-sn", "uas", "-i", host, "-p", str(port), "-nostdin", *more]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def calling_sipp(folder: Path, to: int, calls: int, rate: int, *more: str, host: str = "127.0.0.1") -> tuple[int, int]:
    """Have sipp call so often and so fast: how many calls succeeded, and how many failed."""
    at = f"[{host}]:{to}" if ":" in host else f"{host}:{to}"
    port = free_port(host)
    command = ["sipp", "-sn", "uac", "-i", host, "-p", str(port), at, "-s", "1000", "-r", str(rate), "-m", str(calls),
               "-d", "500", "-l", "5000", "-trace_stat", "-stf", "s.csv", "-fd", "1", "-nostdin", *more]  # fmt: skip
    subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=RUN_SECONDS_MAX, check=False,
    )  # fmt: skip
    with (folder / "s.csv").open() as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"])
