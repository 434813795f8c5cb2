"""What the month was, in sentences."""

from collections.abc import Iterator, Sequence

from hoolin.experience.figures.curves import Kept
from hoolin.experience.figures.figure import Figure
from hoolin.experience.report.content import Report
from hoolin.experience.report.writing import Voice


def paragraph(report: Report, voice: Voice) -> str:
    """The month in one paragraph: the index, what became of it, and what customers met."""
    return " ".join((*_index(report, voice), *_met(report, voice), *_changed(report, voice)))


def _index(report: Report, voice: Voice) -> Iterator[str]:
    index = report.whole.scores.index
    if not report.whole.by_source["system"]["outcome.complaints"].n:
        yield voice.say("nobody_so_far" if report.so_far else "nobody")
        return
    if index.points is None:
        yield voice.say("index_nobody" if index.why == "nobody" else "index_few")
        return
    yield voice.say(
        "index_is_so_far" if report.so_far else "index_is", points=voice.number(index.points), range=voice.range(index.low, index.high, "points")
    )  # fmt: skip
    yield voice.say(f"index_{change(report)}", then=voice.number(report.before.points or 0.0))


def change(report: Report) -> str:
    """`better` or `worse` than the month before beyond chance, `same` where the intervals overlap, `alone` where there is nothing to compare."""
    now, then = report.whole.scores.index, report.before
    if now.low is None or now.high is None or then.low is None or then.high is None:
        return "alone"
    if now.low <= then.high and then.low <= now.high:
        return "same"
    return "better" if now.low > then.high else "worse"


MET = (
    ("access.gave_up", "met_gave_up"), ("resolution.fcr_7d", "met_fcr"), ("clarity.promises_kept", "met_promises"),
    ("clarity.price_shown", "met_prices"),
)  # fmt: skip
"""What is said of the month beside the index, by figure; what says too little is not said here."""


def _met(report: Report, voice: Voice) -> Iterator[str]:
    system = report.whole.by_source["system"]
    half = system["access.time_to_human"]
    if half.value is not None:
        yield voice.say("met_half", time=voice.duration(half.value))
    for code, key in MET:
        figure: Figure = system[code]
        if figure.value is not None:
            parts = {"value": voice.share(figure.value), "range": voice.range(figure.low, figure.high, "share")}
            yield voice.say(key, n=voice.number(figure.n), **parts)


def _changed(report: Report, voice: Voice) -> Iterator[str]:
    if len(report.versions) > 1:
        yield voice.say("met_versions")


def waits(report: Report, voice: Voice) -> str:
    """What the curve of waits says."""
    curve = report.curves.time_to_human
    half = report.whole.by_source["system"]["access.time_to_human"]
    if not curve.points:
        return voice.say("waits_few", n=voice.number(curve.n))
    share = voice.share(curve.points[-1].share)
    if half.value is None:
        return voice.say("waits_never", share=share, n=voice.number(curve.n))
    return voice.say("waits_half", time=voice.duration(half.value), share=share, n=voice.number(curve.n))


def first_contact(channels: Sequence[tuple[str, dict[str, Kept]]], voice: Voice) -> str:
    """What first-contact resolution says about channels."""
    week = [one for _, windows in channels if (one := windows["7d"].plain) is not None]
    if not week:
        return voice.say("fcr_few")
    if len(week) == 1:
        return voice.say("fcr_one")
    apart = any(one.high < other.low for one in week for other in week)
    return voice.say("fcr_apart" if apart else "fcr_same")


def counts(report: Report) -> list[tuple[str, int]]:
    """How many were observed, by what."""
    system, survey = report.whole.by_source["system"], report.whole.by_source["survey"]
    judged = report.whole.by_source["reviewer"]
    return [
        ("contacts", system["outcome.complaints"].n),
        ("asked", system["access.gave_up"].n),
        ("cases", system["effort.contacts"].n),
        ("promises", system["clarity.promises_kept"].n),
        ("agreed", system["clarity.price_shown"].n),
        ("answers", max((one.n for one in survey.values()), default=0)),
        ("reviews", max((one.n for one in judged.values()), default=0)),
    ]
