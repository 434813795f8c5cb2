"""The bench of SMS measures what it says: whole sends against a real SMSC, beside the bare loop."""

import pytest

from hoolin.cli import bench_sms


@pytest.mark.needs("node")
def test_it_measures_both() -> None:
    """A short run: every message was counted by the SMSC, and both sides have a rate."""
    found = bench_sms.measure(200, 2)
    assert found["messages"] == 200
    for key in ("sms_submit_w50_per_s", "sms_submit_w50_bare_per_s", "sms_submit_w50_ratio", "sms_submit_cpu_us"):
        assert isinstance(found[key], int | float) and found[key] > 0


def test_without_an_smsc_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no Node.js, or only the package, is told what is missing instead of a trace."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="make setup"):
        bench_sms.measure(1, 1)
