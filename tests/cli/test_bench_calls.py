"""`hoolin bench calls` measures real calls through the whole product."""

import pytest

from hoolin.cli import bench_calls


@pytest.mark.slow
@pytest.mark.needs("sipp")
@pytest.mark.needs("rtpengine")
def test_calls_through_the_house_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short run gives every figure; no call fails in it, all are put through, no sound is lost, and nothing is left."""
    monkeypatch.setattr(bench_calls, "HELD_SECONDS", 2.0)
    found = bench_calls.measure((5,), 2, 3, 10, 40)
    rated, held, lost = found["at_5_per_s"], found["held"], found["lost"]
    assert (rated["calls"], rated["failed"], rated["put_through"], rated["left"]) == (10, 0, 10, 0)
    assert 0 < rated["cpu_ms"] < 500
    assert rated["facts_a_call"] > 10
    assert (held["calls"], held["talking"], held["echoing"], held["failed"]) == (3, 3, 3, 0)
    assert held["packets"] > 3 * 20
    assert held["lost"] <= held["dropped"]
    assert held["engine_relayed"] > held["packets"]
    assert (lost["calls"], lost["failed"], lost["left"]) == (10, 0, 0)
    assert found["load_average"] > 0
