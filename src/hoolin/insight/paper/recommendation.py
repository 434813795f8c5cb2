"""The recommendation as a page, on paper and as data. Nothing of customers is in it but numbers, and the numbers of cases."""

from collections.abc import Iterator
from datetime import date

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.insight.improvements.plan import Plan
from hoolin.insight.improvements.register import Exposure, Kind
from hoolin.insight.load.line import Span
from hoolin.insight.load.sums import times
from hoolin.insight.paper.drawn import weeks_drawn
from hoolin.insight.paper.figures import Figures
from hoolin.insight.paper.file import filed
from hoolin.insight.paper.voice import Form, Voice

b = report.blocks

CASES_SHOWN = 12
CAUSES_SHOWN = 5


class Behind(msgspec.Struct, frozen=True):
    """A cause. contacts: that came of it in ninety days. owner: who answers for it, by name."""

    title: str
    kind: Kind
    contacts: int
    owner: str | None = None


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """operator: whose. improvement, title, about, drop, who: as they were proposed. day: on which it was counted. reasons: what they are called. owner: who
    sees to it, by name. cases: their numbers. figures, plan: None where nobody has come yet.
    """

    operator: str
    improvement: str
    title: str
    about: str
    day: date
    reasons: tuple[Words, ...]
    drop: float | None
    who: Exposure
    owner: str | None
    causes: tuple[Behind, ...]
    cases: tuple[int, ...]
    figures: Figures | None
    plan: Plan | None

    @property
    def deciders(self) -> tuple[str, ...]:
        """Whoever owns it, and whoever answers for its causes."""
        named = (self.owner, *(one.owner for one in self.causes))
        return tuple(dict.fromkeys(name for name in named if name))


def name_of(told: Recommendation, language: Language, form: Form) -> str:
    """What the file is called."""
    spoken = "" if form == "json" else f"-{language}"
    return f"hoolin-recommendation-{told.improvement}{spoken}.{form}"


def written(told: Recommendation, language: Language, form: Form) -> bytes:
    """The recommendation as a file."""
    voice = Voice(language)
    shown = b.Document(
        language=language, title=told.title, head=f"{told.operator} · {voice.say('kind')}",
        foot=voice.say("foot", operator=told.operator, day=voice.day(told.day)), blocks=tuple(_blocks(told, voice)),
    )  # fmt: skip
    return filed(shown, msgspec.json.encode(told), name_of(told, language, "json"), form, voice)


def _blocks(told: Recommendation, voice: Voice) -> Iterator[report.blocks.Block]:
    yield b.Paragraph(" ".join(_asked(told, voice)), "lead")
    if told.about.strip():
        yield b.Paragraph(told.about)
    names = ", ".join(told.deciders)
    yield b.Paragraph(
        voice.say("decide", names=names) if names else voice.say("decide_nobody"), "" if names else "notice"
    )
    reasons = ", ".join(one.said(voice.language) for one in told.reasons)
    about = [voice.say("about_reasons", reasons=reasons)]
    if told.who.by is not None:
        about.append(voice.say(f"who_{told.who.by}", code=told.who.code))
    yield b.Paragraph(" ".join(about), "muted")
    if told.figures is not None:
        yield from _evidence(told.figures, voice)
    yield from _causes(told, voice)
    yield from _known(told, voice)


def _asked(told: Recommendation, voice: Voice) -> Iterator[str]:
    yield voice.say("ask", drop=voice.share(told.drop, 0)) if told.drop is not None else voice.say("ask_open")
    if told.drop is not None and told.figures is not None and told.figures.hours is not None:
        back = times(told.figures.hours, told.drop)
        yield voice.say("back", value=voice.number(back.value, _digits(back)), range=_range(back, voice))


def _evidence(found: Figures, voice: Voice) -> Iterator[report.blocks.Block]:
    yield b.Heading(voice.say("evidence"), 2, "evidence")
    amounts = [("contacts", found.contacts), ("hours", found.hours), ("per_1000", found.per_1000)]
    rows = [
        (
            b.Cell(voice.say(name)),
            b.Cell(voice.number(one.value, _digits(one)), number=True),
            b.Cell(_range(one, voice), number=True),
        )
        for name, one in amounts
        if one is not None
    ]
    if found.minutes is not None:
        minutes = b.Cell(voice.number(found.minutes, 1), number=True)
        rows.insert(1, (b.Cell(voice.say("minutes")), minutes, b.Cell("", number=True)))
    head = (voice.say("figure"), voice.say("value"), voice.say("range"))
    yield b.Table(voice.say("evidence"), head, tuple(rows), (5, 2, 3))
    yield b.Paragraph(voice.say("evidence_mean", days=found.days, day=voice.day(found.until)), "muted")
    counts = [count for _, count in found.weeks]
    if counts:
        low, high, now = (voice.number(count) for count in (min(counts), max(counts), counts[-1]))
        first, last = (voice.day(found.weeks[at][0]) for at in (0, -1))
        says = voice.say("weeks_say", first=first, last=last, low=low, high=high, now=now)
        drawing = weeks_drawn(found.weeks, says, voice)
        if drawing is not None:
            yield b.Heading(voice.say("weeks"), 3, "weeks")
            yield drawing


def _causes(told: Recommendation, voice: Voice) -> Iterator[report.blocks.Block]:
    if told.causes:
        yield b.Heading(voice.say("causes"), 2, "causes")
        rows = tuple(
            (b.Cell(one.title), b.Cell(voice.say(f"kind_{one.kind}")), b.Cell(voice.number(one.contacts), number=True))
            for one in told.causes[:CAUSES_SHOWN]
        )
        yield b.Table(voice.say("causes"), (voice.say("cause"), voice.say("lies"), voice.say("noted")), rows, (5, 2, 3))
    if told.cases:
        more = " …" if len(told.cases) > CASES_SHOWN else ""
        yield b.Paragraph(voice.say("cases", numbers=", ".join(map(str, told.cases[:CASES_SHOWN])) + more))


def _known(told: Recommendation, voice: Voice) -> Iterator[report.blocks.Block]:
    if told.plan is None:
        return
    yield b.Heading(voice.say("known"), 2, "known")
    if told.drop is None:
        yield b.Paragraph(voice.say("known_open"))
    elif told.plan.needed_weeks is None:
        yield b.Paragraph(voice.say("known_never"))
    else:
        yield b.Paragraph(voice.say("known_weeks", n=told.plan.needed_weeks))
    head = (voice.say("after"), *(voice.say("n_weeks", n=one.weeks) for one in told.plan.weeks))
    drops = [
        b.Cell(voice.say("unknown") if one.smallest_drop is None else voice.share(one.smallest_drop, 0), number=True)
        for one in told.plan.weeks
    ]
    yield b.Table(voice.say("known"), head, ((b.Cell(voice.say("smallest")), *drops),), (4, *(2 for _ in drops)))


def _digits(one: Span) -> int:
    return 0 if one.value >= 10 else 1


def _range(one: Span, voice: Voice) -> str:
    digits = _digits(one)
    return f"{voice.number(one.low, digits)}–{voice.number(one.high, digits)}"
