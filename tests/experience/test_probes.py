"""What probes met adds up to figures that do not flatter."""

import pytest

from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry
from hoolin.experience.api import FOLDS, Probes, ReportProbe, dump, load, time_to_human
from hoolin.experience.probes import KEPT, report

NOW = 1_800_000_000_000


def met(probes: Probes, took_ms: int, ending: str = "reached", channel: str = "chat", at: int = NOW) -> None:
    """One probe."""
    asked = ReportProbe(channel=channel, language="et", asked_at=at - took_ms, took_ms=took_ms, ending=ending)  # type: ignore[arg-type]
    for fact in report(probes, asked, at).facts:
        FOLDS[type(fact)](probes, Entry(1, at, "account:p", "", fact))


def test_who_was_never_reached_is_not_left_out() -> None:
    """Half reached within seconds and half never: half of all by thirty seconds, and nobody can say when nine of ten are."""
    probes = Probes()
    for _ in range(10):
        met(probes, 5_000)
        met(probes, 600_000, "gave_up")
    (chat,) = time_to_human(probes, NOW)
    assert chat.reached is not None and chat.reached.value == 0.5
    assert chat.reached.low < 0.35 and chat.reached.high > 0.65
    assert (chat.half_ms, chat.most_ms) == (5_000, None)
    point = chat.within[30_000]
    assert point is not None and point.share == pytest.approx(0.5)
    assert chat.alarm


def test_too_few_are_too_few_to_say() -> None:
    """Nine probes make no figure; closed ones are counted apart and dilute nothing."""
    probes = Probes()
    for _ in range(9):
        met(probes, 5_000)
    met(probes, 0, "closed")
    (chat,) = time_to_human(probes, NOW)
    assert (chat.reached, chat.half_ms, chat.closed, chat.probes, chat.alarm) == (None, None, 1, 10, False)


def test_only_the_last_thirty_days_and_so_many_are_looked_at() -> None:
    """What is older is in the journal; memory does not grow."""
    probes = Probes()
    met(probes, 1_000, channel="voice", at=NOW - 31 * 86_400_000)
    assert time_to_human(probes, NOW) == []
    for _ in range(KEPT):
        met(probes, 1_000)
    assert len(probes.results) == KEPT
    again = Probes()
    load(again, dump(probes))
    assert again.results == probes.results


def test_a_result_of_another_time_is_refused() -> None:
    """Of tomorrow, or of last week."""
    for asked_at in (NOW + 86_400_000, NOW - 7 * 86_400_000):
        asked = ReportProbe(channel="chat", language="et", asked_at=asked_at, took_ms=1, ending="reached")
        with pytest.raises(Invalid):
            report(Probes(), asked, NOW)
