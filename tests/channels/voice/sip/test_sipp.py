"""Against the real sipp: calls bridged through a stack, one by one and many at once, with packets lost, over UDP and TCP."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hoolin.cli.sipp import BridgeProcess, answering_sipp, calling_sipp
from tests.channels.voice.sip.stand import ipv6_is_there

pytestmark = pytest.mark.needs("sipp")


@pytest.fixture
def bridge() -> Iterator[Callable[..., BridgeProcess]]:
    """Begins bridges, and ends them."""
    begun: list[BridgeProcess] = []

    def begin(**wish: Any) -> BridgeProcess:
        begun.append(BridgeProcess(**wish))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()


def test_calls_are_bridged(tmp_path: Path, bridge: Callable[..., BridgeProcess]) -> None:
    """Each call comes in, goes out, is answered and ended on both sides; nothing is left and nothing odd was seen."""
    with answering_sipp() as there:
        one = bridge(to=f"127.0.0.1:{there}")
        assert calling_sipp(tmp_path, one.ports[0], 200, 100) == (200, 0)
    figures = one.ask()
    assert (figures["called"], figures["answered"], figures["open"], figures["dialogs"]) == (200, 200, 0, 0)
    assert (figures["ended 200 peer"], figures["ended 200 us"]) == (200, 200)
    assert figures["odd"] == {}


@pytest.mark.slow
def test_lost_packets_lose_no_call(tmp_path: Path, bridge: Callable[..., BridgeProcess]) -> None:
    """The calling sipp drops 5 % of what it sends and hears: 300 calls, none fails."""
    with answering_sipp() as there:
        one = bridge(to=f"127.0.0.1:{there}")
        assert calling_sipp(tmp_path, one.ports[0], 300, 50, "-lost", "5") == (300, 0)
    assert one.ask()["called"] == 300


@pytest.mark.slow
def test_two_hundred_calls_a_second(tmp_path: Path, bridge: Callable[..., BridgeProcess]) -> None:
    """Through one process: none fails, and it computes for less than the five milliseconds that each has."""
    with answering_sipp() as there:
        one = bridge(to=f"127.0.0.1:{there}")
        before = one.ask()["cpu_s"]
        assert calling_sipp(tmp_path, one.ports[0], 1_600, 200) == (1_600, 0)
        assert (one.ask()["cpu_s"] - before) / 1_600 < 0.005


def test_calls_are_bridged_from_tcp_to_tcp(tmp_path: Path, bridge: Callable[..., BridgeProcess]) -> None:
    """sipp calls over one connection, and is called over another that we make."""
    with answering_sipp("-t", "t1") as there:
        one = bridge(to=f"127.0.0.1:{there}", listen=["tcp"], transport="tcp")
        assert calling_sipp(tmp_path, one.ports[0], 100, 50, "-t", "t1") == (100, 0)
    assert one.ask()["odd"] == {}


def test_calls_are_bridged_over_ipv6(tmp_path: Path, bridge: Callable[..., BridgeProcess]) -> None:
    """Both ways over ::1, where this machine has it."""
    host = "::1" if ipv6_is_there() else "127.0.0.1"
    with answering_sipp(host=host) as there:
        one = bridge(to=f"[::1]:{there}" if host == "::1" else f"{host}:{there}", host=host)
        assert calling_sipp(tmp_path, one.ports[0], 50, 50, host=host) == (50, 0)
