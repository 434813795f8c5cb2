"""`hoolin bench sip` measures real calls."""

import pytest

from hoolin.cli import bench_sip


@pytest.mark.slow
@pytest.mark.needs("sipp")
def test_calls_are_measured() -> None:
    """A short run gives every figure, and no call fails in it."""
    found = bench_sip.measure((50,), 2, 20)
    assert found["at_50_per_s"]["calls"] == 100
    assert found["at_50_per_s"]["failed"] == 0
    assert 0 < found["at_50_per_s"]["cpu_ms"] < 20
    assert found["lost"]["failed"] == 0
    assert found["rss_mib"] > 10
