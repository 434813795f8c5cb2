"""The weekly digest as a page, on paper and as data: what rose, what costs most, what is new, what was improved, how good suggestions were."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.insight.load.line import Span
from hoolin.insight.paper.compared import Cost
from hoolin.insight.paper.file import filed
from hoolin.insight.paper.voice import Form, Voice
from hoolin.insight.paper.weekly import Digest, Lacking, Risen, Share

b = report.blocks

LINES_MAX = 10
"""It is read in two minutes: what there is more of, the pages show."""

NEW_PAGE, REASONS_PAGE = "/experience/reasons/new", "/experience/reasons"


class Columns(NamedTuple):
    """The head of a table: the texts of its columns, and their widths."""

    texts: tuple[str, ...]
    widths: tuple[float, ...]


RISEN = Columns(("reason", "since", "times"), (5, 3, 4))
COSTS = Columns(("reason", "hours_back", "compared"), (5, 3, 4))
SHIPPED = Columns(("improvement", "owner", "since_day"), (5, 3, 3))
BECAME = Columns(("improvement", "verdict", "fewer"), (5, 4, 4))
LACKING = Columns(("improvement", "lacks", "proposed"), (5, 4, 3))


def name_of(digest: Digest, language: Language, form: Form) -> str:
    """What the file is called."""
    spoken = "" if form == "json" else f"-{language}"
    return f"hoolin-digest-{digest.week}{spoken}.{form}"


def written(digest: Digest, language: Language, form: Form) -> bytes:
    """The digest as a file; the same figures give the same bytes."""
    voice = Voice(language)
    days = voice.say("d_days", first=voice.day(digest.first), last=voice.day(digest.last))
    shown = b.Document(
        language=language, title=days, head=f"{digest.operator} · {voice.say('d_kind')} {digest.week}",
        foot=voice.say("d_foot", operator=digest.operator, week=digest.week), blocks=tuple(_blocks(digest, voice)),
    )  # fmt: skip
    return filed(shown, msgspec.json.encode(digest), name_of(digest, language, "json"), form, voice)


def _blocks(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    yield b.Paragraph(" ".join(_first(digest, voice)), "lead")
    yield from _rose(digest, voice)
    yield from _costs(digest, voice)
    yield from _unnamed(digest, voice)
    yield from _improved(digest, voice)
    yield from _right(digest, voice)
    yield b.Paragraph(voice.say("d_intervals"), "muted")


def _first(digest: Digest, voice: Voice) -> Iterator[str]:
    """What whoever reads no further should know."""
    risen = [_called(one, voice) for one in digest.rose.alarms]
    if risen:
        yield voice.say("d_lead_rose", names=", ".join(risen[:3]) + (" …" if len(risen) > 3 else ""))
    elif not digest.rose.too_early:
        yield voice.say("d_rose_none")
    if digest.costs:
        one = digest.costs[0]
        yield voice.say("d_lead_cost", name=one.name.said(voice.language), hours=_value(one.hours, voice))
    if digest.became:
        names = [f"{one.title} ({voice.say(f'd_word_{one.word}')})" for one in digest.became]
        yield voice.say("d_lead_became", names=", ".join(names[:3]) + (" …" if len(names) > 3 else ""))
    if not risen and not digest.costs and not digest.became:
        yield voice.say("d_lead_calm")


def _rose(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    rose = digest.rose
    yield b.Heading(voice.say("d_rose"), 2, "rose")
    rows = [
        (
            b.Cell(_called(one, voice), _beside(one, one.raised >= digest.first, voice)),
            b.Cell(voice.day(one.since)),
            b.Cell(f"×{voice.number(one.ratio.value, 2)}", (_range(one.ratio, voice, 2),), number=True),
        )
        for one in rose.alarms
    ]
    yield from _table("d_rose", RISEN, rows, voice)
    if rose.too_early:
        yield b.Paragraph(voice.say("d_rose_early"))
    elif not rows:
        yield b.Paragraph(voice.say("d_rose_none"))
    yield b.Paragraph(
        voice.say("d_false", n=voice.number(rose.false_a_year, 0 if rose.false_a_year.is_integer() else 1)), "muted"
    )


def _called(one: Risen, voice: Voice) -> str:
    return one.name.said(voice.language) if one.name else voice.say("d_all")


def _beside(one: Risen, fresh: bool, voice: Voice) -> tuple[str, ...]:
    seen = voice.say("d_of", seen=voice.number(one.seen), expected=voice.number(one.expected))
    return (voice.say("d_fresh"), seen) if fresh else (seen,)


def _costs(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    yield b.Heading(voice.say("d_costs"), 2, "costs")
    if not digest.costs:
        yield b.Paragraph(voice.say("d_costs_none"))
        return
    rows = [
        (
            b.Cell(one.name.said(voice.language), (voice.say("d_few"),) if one.few else ()),
            b.Cell(_value(one.hours, voice), (_range(one.hours, voice),), number=True),
            _compared(one, voice),
        )
        for one in digest.costs
    ]
    yield from _table("d_costs", COSTS, rows, voice)
    yield b.Paragraph(voice.say("d_costs_mean"), "muted")


def _compared(one: Cost, voice: Voice) -> report.blocks.Cell:
    if one.ratio is None:
        return b.Cell(voice.say("d_none_before"), number=True)
    high = "…" if one.ratio.high is None else voice.number(one.ratio.high, 2)
    range_ = f"{voice.number(one.ratio.low, 2)}–{high}"
    word = (voice.say(f"d_told_{one.told}"),) if one.told is not None else ()
    return b.Cell(f"×{voice.number(one.ratio.value, 2)}", (range_, *word), number=True)


def _unnamed(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    found = digest.unnamed
    yield b.Heading(voice.say("d_new"), 2, "new")
    if found.share is None:
        yield b.Paragraph(voice.say("d_new_nobody"))
    elif not found.contacts:
        yield b.Paragraph(voice.say("d_new_none", closed=voice.number(found.closed)))
    else:
        counted = {"contacts": voice.number(found.contacts), "closed": voice.number(found.closed)}
        yield b.Paragraph(voice.say("d_new_some", **counted, share=_share(found.share, voice)))
    if digest.page:
        yield b.Link(voice.say("d_new_page"), digest.page + NEW_PAGE)


def _improved(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    yield b.Heading(voice.say("d_improved"), 2, "improved")
    if not (digest.shipped or digest.became or digest.lacking):
        yield b.Paragraph(voice.say("d_improved_none"))
        return
    nobody = voice.say("d_nobody")
    shipped = [(b.Cell(one.title), b.Cell(one.owner or nobody), b.Cell(voice.day(one.day))) for one in digest.shipped]
    yield from _part("d_shipped", SHIPPED, shipped, voice)
    became = [
        (
            b.Cell(one.title, (voice.say("d_days_after", n=one.days_after),)),
            b.Cell(voice.say(f"d_word_{one.word}"), (voice.say(f"d_was_{one.before or 'unknown'}"),)),
            b.Cell(
                voice.share(one.fewer.value, 0), (_shares(one.fewer, voice), _avoided(one.avoided, voice)), number=True
            ),
        )
        for one in digest.became
    ]
    yield from _part("d_became", BECAME, became, voice)
    lacking = [
        (b.Cell(one.title, (one.owner,) if one.owner else ()), b.Cell(_lacks(one, voice)), b.Cell(voice.day(one.since)))
        for one in digest.lacking
    ]
    yield from _part("d_lacking", LACKING, lacking, voice)


def _lacks(one: Lacking, voice: Voice) -> str:
    if one.owner is None:
        return voice.say("d_lacks_owner" if one.drop else "d_lacks_both")
    return voice.say("d_lacks_drop")


def _right(digest: Digest, voice: Voice) -> Iterator[report.blocks.Block]:
    right = digest.right
    yield b.Heading(voice.say("d_right"), 2, "right")
    said = [
        voice.say(f"d_right_{name}", n=voice.number(share.n), share=_share(share, voice))
        for name, share in (("unseen", right.unseen), ("shown", right.shown))
        if share is not None
    ]
    yield b.Paragraph(" ".join(said) if said else voice.say("d_right_none"))


def _part(
    name: str, columns: Columns, rows: Sequence[tuple[report.blocks.Cell, ...]], voice: Voice
) -> Iterator[report.blocks.Block]:
    """A part with a heading of its own; one without anything has its sentence."""
    yield b.Heading(voice.say(name), 3, name[2:])
    if not rows:
        yield b.Paragraph(voice.say(f"{name}_none"))
    yield from _table(name, columns, rows, voice)


def _table(
    name: str, columns: Columns, rows: Sequence[tuple[report.blocks.Cell, ...]], voice: Voice
) -> Iterator[report.blocks.Block]:
    if rows:
        head = tuple(voice.say(f"d_{column}") for column in columns.texts)
        yield b.Table(voice.say(name), head, tuple(rows[:LINES_MAX]), columns.widths)
    if len(rows) > LINES_MAX:
        yield b.Paragraph(voice.say("d_more", n=len(rows) - LINES_MAX), "muted")


def _share(one: Share, voice: Voice) -> str:
    return f"{voice.share(one.value, 0)} ({_shares(one, voice)})"


def _shares(one: Share | Span, voice: Voice) -> str:
    return f"{_to(voice.number(100 * one.low), one.low < 0)}{voice.share(one.high, 0)}"


def _avoided(one: Span, voice: Voice) -> str:
    range_ = _to(voice.number(one.low), one.low < 0) + voice.number(one.high)
    return voice.say("d_avoided", value=voice.number(one.value), range=range_)


def _to(low: str, negative: bool) -> str:
    """Between the ends; after a minus a dash alone would not be read."""
    return f"{low} … " if negative else f"{low}–"


def _value(one: Span, voice: Voice) -> str:
    return voice.number(one.value, 0 if one.value >= 10 else 1)


def _range(one: Span, voice: Voice, digits: int | None = None) -> str:
    digits = (0 if one.value >= 10 else 1) if digits is None else digits
    return f"{voice.number(one.low, digits)}–{voice.number(one.high, digits)}"
