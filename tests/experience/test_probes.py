"""What probes met adds up to figures that do not flatter."""

import pytest

from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry
from hoolin.experience.api import FOLDS, AlarmRules, Probes, ReportProbe, alarms, dump, load, mirrored, time_to_human
from hoolin.experience.probes import KEPT, report
from hoolin.experience.statistics import ENOUGH
from hoolin.experience.statistics.waits import POINTS_MAX

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


def test_an_alarm_rings_after_so_many_in_a_row_and_ends_with_the_first_that_is_well() -> None:
    """Late is as bad as never where a level is set; each way has a row of its own; closed is no reason for alarm."""
    probes, rules = Probes(), AlarmRules(within_ms=60_000, in_row=3)
    for _ in range(2):
        met(probes, 60_001, channel="voice")
        met(probes, 1_000)
    assert alarms(probes, rules) == {"voice": False, "chat": False}
    met(probes, 900_000, "gave_up", "voice")
    assert alarms(probes, rules) == {"voice": True, "chat": False}
    assert time_to_human(probes, NOW, rules=rules)[1].alarm
    met(probes, 0, "closed", "voice")
    assert not alarms(probes, rules)["voice"]
    for ending in ("failed", "gave_up"):
        met(probes, 5_000, ending, "voice")
    assert not alarms(probes, rules)["voice"]
    met(probes, 5_000, "failed", "voice")
    assert alarms(probes, rules)["voice"]
    met(probes, 60_000, channel="voice")
    assert alarms(probes, rules) == {"voice": False, "chat": False}
    assert alarms(probes) == {"voice": False, "chat": False}


def test_what_everybody_may_know_has_its_interval_or_is_not_said() -> None:
    """Below ten there is no curve; from ten on it rises, stays within its interval, ends at the share that was reached, and is never longer than a
    picture needs. The newest result is nobody's business.
    """
    probes = Probes()
    for number in range(ENOUGH - 1):
        met(probes, 1_000 * (number + 1))
    (few,) = mirrored(probes, NOW)
    assert (few.asked, few.curve) == (ENOUGH - 1, ())
    for number in range(991):
        met(probes, 10_000 + 100 * number, "reached" if number % 2 else "gave_up")
    met(probes, 0, "closed")
    met(probes, 0, "failed")
    (chat,) = mirrored(probes, NOW)
    assert (chat.asked, chat.closed, chat.failed) == (1_000, 1, 1)
    assert 10 < len(chat.curve) <= POINTS_MAX
    assert list(chat.curve) == sorted(chat.curve)
    assert all(0 <= point.low <= point.share <= point.high <= 1 for point in chat.curve)
    whole = time_to_human(probes, NOW, (10**9,))[0].within[10**9]
    assert whole is not None and chat.curve[-1] == whole
    assert not hasattr(chat, "newest")


def test_that_nobody_was_ever_reached_is_said_with_how_sure_it_is() -> None:
    """Twelve probes that all gave up are no silence: none of them, and with so many at most a quarter."""
    probes = Probes()
    for number in range(12):
        met(probes, 60_000 + number, "gave_up")
    ((point,),) = [one.curve for one in mirrored(probes, NOW)]
    assert (point.time, point.share, point.low) == (60_011, 0.0, 0.0)
    assert round(point.high, 2) == 0.24
