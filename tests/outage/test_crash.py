"""What was acknowledged survives a kill. The long run is `hoolin bench crash`; this is a short one of the same."""

import pytest

from hoolin.cli.bench_crash import measure


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_by_kills() -> None:
    """Five kills under chat load: every answered message is there once, nobody is in two hands, places in line are kept."""
    found = measure(5)
    answered = found.pop("answered_messages")
    assert isinstance(answered, int) and answered > 50, "the load was too small to prove anything"
    wrong = {name: number for name, number in found.items() if name != "kills" and not name.startswith("start_s")}
    assert set(wrong.values()) == {0}, wrong
