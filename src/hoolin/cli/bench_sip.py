"""Calls through the SIP stack: sipp calls, one process of ours bridges, sipp answers: `hoolin bench sip`.

Each call is two for us: in and out, seven messages each way, signalling alone. Beside it sipp calls sipp with nothing between, at
the same rate and with the same loss: what fails or is resent there is not ours.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hoolin.cli.sipp import BridgeProcess, answering_sipp, calling_sipp

RATES = (100, 200, 400)
SECONDS = 10
LOSS_PERCENT = 5
LOSS_CALLS = 300


def measure(rates: tuple[int, ...] = RATES, seconds: int = SECONDS, loss_calls: int = LOSS_CALLS) -> dict[str, Any]:
    """The figures. rates: calls a second; seconds: for so long each; loss_calls: with packets lost.

    Keys for each rate: `cpu_ms` processor time of our process a call, `failed`, and `failed_without` where sipp calls sipp;
    `lost.failed` and `lost.failed_without` with 5 % of what the calling sipp sends and hears dropped; `rss_mib` at the end.
    """
    if shutil.which("sipp") is None:
        sys.exit("hoolin bench sip: no sipp here; apt-get install sip-tester")
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, answering_sipp() as there:
        folder = Path(name)
        bridge = BridgeProcess(to=f"127.0.0.1:{there}")
        try:
            for rate in rates:
                figures[f"at_{rate}_per_s"] = at(folder, bridge, there, rate, seconds)
                print(f"{rate} a second: {figures[f'at_{rate}_per_s']}", file=sys.stderr)
            loss = ("-lost", str(LOSS_PERCENT))
            _, failed = calling_sipp(folder, bridge.ports[0], loss_calls, 30, *loss)
            _, without = calling_sipp(folder, there, loss_calls, 30, *loss)
            figures["lost"] = {"calls": loss_calls, "failed": failed, "failed_without": without}
            figures["rss_mib"] = round(bridge.ask()["rss_kib"] / 1_024)
        finally:
            bridge.close()
    return figures


def at(folder: Path, bridge: BridgeProcess, there: int, rate: int, seconds: int) -> dict[str, Any]:
    """One rate, through us and without us."""
    calls = rate * seconds
    before = bridge.ask()["cpu_s"]
    _, failed = calling_sipp(folder, bridge.ports[0], calls, rate)
    used = bridge.ask()["cpu_s"] - before
    _, without = calling_sipp(folder, there, calls, rate)
    return {"calls": calls, "cpu_ms": used * 1_000 / calls, "failed": failed, "failed_without": without}
