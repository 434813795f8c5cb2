"""The chapters of a report, from its figures to blocks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from hoolin.core.site.rules import Language
from hoolin.experience.criteria.items import SOURCES
from hoolin.experience.figures.definitions import DEFINITIONS
from hoolin.experience.figures.figure import Figure
from hoolin.experience.figures.index import Score
from hoolin.experience.figures.report import Whole
from hoolin.experience.figures.system import WINDOWS
from hoolin.experience.report import charts, short
from hoolin.experience.report.blocks import SERIES, Block, Cell, Data, Document, Heading, Paragraph, Table, Terms
from hoolin.experience.report.content import Report
from hoolin.experience.report.signing import Signer
from hoolin.experience.report.writing import NBSP, Voice
from hoolin.experience.statistics import ENOUGH

Kind = TypeVar("Kind")

BESIDE: tuple[tuple[str, str], ...] = (
    ("system", "access.time_to_human"),
    ("system", "access.gave_up"),
    ("system", "effort.contacts"),
    ("system", "resolution.fcr_7d"),
    ("system", "clarity.promises_kept"),
    ("survey", "heard.understood"),
)
"""What is told of every channel, by source and code; the same as on the page of figures."""

TIMES = (15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 3_600_000, 86_400_000)
"""At which waits the curve is told as a table."""


class Told(NamedTuple):
    """A report, the voice that tells it, and who signs it."""

    report: Report
    voice: Voice
    signer: Signer

    def name(self, source: str, code: str) -> str:
        """What a figure is called."""
        known = self.report.definitions.get(source, {}).get(code)
        return known.name.said(self.voice.language) if known is not None else code

    def value(self, figure: Figure | None) -> Cell:
        """A figure's value with its interval and number, or why it has none."""
        if figure is None or figure.value is None:
            return Cell(self.voice.say(f"silent_{figure.why if figure and figure.why else 'nobody'}"))
        beside = (
            self.voice.range(figure.low, figure.high, figure.unit),
            f"n{NBSP}={NBSP}{self.voice.number(figure.n)}",
        )
        return Cell(self.voice.amount(figure.value, figure.unit), beside, number=True)

    def points(self, score: Score) -> Cell:
        """The same of a score."""
        if score.points is None:
            return Cell(self.voice.say("silent_nobody" if score.why == "nobody" else "silent_too_few"))
        return Cell(
            self.voice.number(score.points), (self.voice.range(score.low, score.high, "points"),), number=True
        )  # fmt: skip


ORDER = {code: place for place, code in enumerate(DEFINITIONS)}


def in_order(found: Mapping[str, Kind]) -> list[Kind]:
    """By code, in the order of the definitions; the site's own at the end."""
    return [found[code] for code in sorted(found, key=lambda code: (ORDER.get(code, len(ORDER)), code))]


def document(report: Report, language: Language, signer: Signer) -> Document:
    """The report in a language."""
    voice = Voice(language)
    told = Told(report, voice, signer)
    blocks: list[Block] = []
    for chapter in (
        _head,
        _scores,
        _figures,
        _channels,
        _waits,
        _first_contact,
        _kept_words,
        _counted,
        _silent,
        _versions,
        _check,
        _methods,
    ):
        blocks += chapter(told)
    title = voice.say("title", month=voice.month(report.month))
    foot = voice.say("foot", operator=report.operator, title=title, key=signer.public.fingerprint[:17])
    return Document(language, title, report.operator, foot, tuple(blocks))


def _head(told: Told) -> Iterator[Block]:
    report, voice = told.report, told.voice
    yield Paragraph(voice.say("known", day=voice.day(date.fromisoformat(report.known)), zone=report.zone), "muted")
    if report.so_far:
        yield Paragraph(voice.say("so_far"), "notice")
    yield Heading(voice.say("short"), 2, "short")
    yield Paragraph(short.paragraph(report, voice), "lead")


def _scores(told: Told) -> Iterator[Block]:
    report, voice = told.report, told.voice
    scores = report.whole.scores
    weighed = sorted(
        (one for one in scores.criteria if one.formula != "shown"), key=lambda one: (-one.weight, one.code)
    )
    names = [told.name("criteria", one.code) for one in (scores.index, *weighed)]
    yield Heading(voice.say("criteria"), 2, "criteria")
    yield Paragraph(voice.say("criteria_mean", number=voice.number(scores.register)))
    yield charts.scores(scores.index, weighed, names, voice)
    rows = tuple(
        (
            Cell(name), told.points(one), Cell(voice.number(one.weight) if one.weight and at else "" if not at else voice.say("apart"), number=True),
            Cell(voice.share(one.covered, 0), number=True),
        )
        for at, (one, name) in enumerate(zip((scores.index, *weighed), names, strict=True))
    )  # fmt: skip
    head = (voice.say("criterion"), voice.say("points"), voice.say("weight"), voice.say("covered"))
    yield Table(voice.say("criteria"), head, rows, (3, 2, 1, 1.4))


def _figures(told: Told) -> Iterator[Block]:
    voice = told.voice
    yield Heading(voice.say("figures"), 2, "figures")
    yield Paragraph(voice.say("figures_mean"))
    for source in SOURCES:
        found = told.report.whole.by_source.get(source, {})
        said = [figure for figure in in_order(found) if figure.said]
        if not said:
            continue
        yield Heading(voice.say(f"source_{source}"), 3, f"source-{source}")
        if source != "system":
            yield Paragraph(voice.say(f"source_{source}_mean"), "muted")
        rows = tuple(
            (Cell(told.name(source, one.code), _raw(one, voice)), Cell(voice.amount(one.value or 0.0, one.unit), _unit(one, voice), number=True),
             Cell(voice.range(one.low, one.high, one.unit), number=True), Cell(voice.number(one.n), number=True))
            for one in said
        )  # fmt: skip
        head = (voice.say("figure"), voice.say("value"), voice.say("range"), voice.say("n"))
        yield Table(voice.say(f"source_{source}"), head, rows, (3.2, 1.3, 1.8, 0.9))


def _raw(figure: Figure, voice: Voice) -> tuple[str, ...]:
    return (voice.say("raw", value=voice.amount(figure.raw.value, figure.unit)),) if figure.raw is not None else ()


def _unit(figure: Figure, voice: Voice) -> tuple[str, ...]:
    return (voice.say(f"unit_{figure.unit}"),) if figure.unit in ("per_case", "per_1000", "points", "score") else ()


def _channels(told: Told) -> Iterator[Block]:
    voice, parts = told.voice, told.report.parts
    yield Heading(voice.say("channels"), 2, "channels")
    if not parts:
        yield Paragraph(voice.say("channels_none"))
        return
    yield Paragraph(voice.say("channels_mean"))
    rows = tuple(
        (Cell(voice.named("channel", part.name)), told.points(part.whole.scores.index), *(_of_channel(told, part.whole, *one) for one in BESIDE))
        for part in parts
    )  # fmt: skip
    head = (voice.say("channel"), voice.say("index"), *(told.name(*one) for one in BESIDE))
    yield Table(voice.say("channels"), head, rows, (1.2, *[1.0] * (len(BESIDE) + 1)))


def _of_channel(told: Told, whole: Whole, source: str, code: str) -> Cell:
    figure = whole.by_source.get(source, {}).get(code)
    cell = told.value(figure)
    if figure is None or figure.standardised is None:
        return cell
    alike = told.voice.say("same_mix", value=told.voice.amount(figure.standardised.value, figure.unit))
    return cell._replace(beside=(*cell.beside, alike))


def _waits(told: Told) -> Iterator[Block]:
    voice, curve = told.voice, told.report.curves.time_to_human
    says = short.waits(told.report, voice)
    yield Heading(voice.say("waits"), 2, "waits")
    yield Paragraph(says)
    if not curve.points:
        return
    yield charts.waits(told.report.curves, says, voice)
    rows = []
    for ms in TIMES:
        found = [point for point in curve.points if point.time <= ms]
        if found:
            last = found[-1]
            cells = (voice.share(last.share), voice.range(last.low, last.high, "share"))
            rows.append((Cell(voice.duration(ms)), *(Cell(text, number=True) for text in cells)))
    head = (voice.say("within"), voice.say("reached"), voice.say("range"))
    if rows:
        yield Table(voice.say("waits"), head, tuple(rows), (1, 1, 1.4))


def _first_contact(told: Told) -> Iterator[Block]:
    voice = told.voice
    channels = [
        (name, windows) for name, windows in sorted(told.report.curves.first_contact.items())
        if name and "7d" in windows and windows["7d"].plain is not None
    ]  # fmt: skip
    yield Heading(voice.say("fcr"), 2, "fcr")
    says = short.first_contact(channels, voice)
    yield Paragraph(says)
    if not channels:
        return
    yield charts.kept(channels[: len(SERIES)], says, voice)
    rows = []
    for name, windows in channels:
        cells = [
            Cell(voice.share(one.value), (voice.range(one.low, one.high, "share"),), number=True)
            if window in windows and (one := windows[window].plain) is not None
            else Cell(voice.say("silent_too_few"))
            for window in WINDOWS
        ]
        rows.append(
            (Cell(voice.named("channel", name)), *cells, Cell(voice.number(windows["7d"].contacts), number=True))
        )
    head = (voice.say("channel"), *(voice.say(f"window_{window}") for window in WINDOWS), voice.say("contacts"))
    yield Table(voice.say("fcr"), head, tuple(rows), (1.4, 1, 1, 1, 0.8))


def _kept_words(told: Told) -> Iterator[Block]:
    voice, system = told.voice, told.report.whole.by_source["system"]
    yield Heading(voice.say("word"), 2, "word")
    for code in ("clarity.promises_kept", "clarity.price_shown"):
        figure, key = system[code], code.partition(".")[2]
        if figure.value is None:
            yield Paragraph(voice.say(f"{key}_silent", n=voice.number(figure.n), enough=ENOUGH))
        else:
            parts = {"value": voice.share(figure.value), "range": voice.range(figure.low, figure.high, "share")}
            yield Paragraph(voice.say(key, n=voice.number(figure.n), **parts))
    withdrawn = system["clarity.promises_kept"].detail.get("withdrawn", 0)
    if withdrawn:
        yield Paragraph(voice.say("withdrawn", n=voice.number(withdrawn)), "muted")


def _counted(told: Told) -> Iterator[Block]:
    voice = told.voice
    rows = tuple(
        (Cell(voice.say(f"counted_{name}")), Cell(voice.number(n), number=True))
        for name, n in short.counts(told.report)
    )
    yield Heading(voice.say("counted"), 2, "counted")
    yield Paragraph(voice.say("counted_mean"))
    yield Table(voice.say("counted"), (voice.say("what"), voice.say("how_many")), rows, (3, 1))


def _silent(told: Told) -> Iterator[Block]:
    voice = told.voice
    rows: list[tuple[Cell, ...]] = []
    for source in SOURCES:
        found = in_order(told.report.whole.by_source.get(source, {}))
        if found and not any(one.n for one in found):
            # A kind of evidence that was not gathered at all is said once.
            rows.append((Cell(voice.say(f"source_{source}")), Cell("0", number=True), Cell(voice.say("silent_nobody"))))
            continue
        for one in (figure for figure in found if not figure.said):
            about = Cell(told.name(source, one.code), (voice.say(f"source_{source}"),))
            rows.append(
                (about, Cell(voice.number(one.n), number=True), Cell(voice.say(f"silent_{one.why or 'too_few'}")))
            )
    yield Heading(voice.say("silent"), 2, "silent")
    if not rows:
        yield Paragraph(voice.say("silent_none"))
        return
    yield Paragraph(voice.say("silent_mean", enough=ENOUGH))
    yield Table(
        voice.say("silent"), (voice.say("figure"), voice.say("n"), voice.say("why")), tuple(rows), (3, 0.7, 1.6)
    )


def _versions(told: Told) -> Iterator[Block]:
    report, voice = told.report, told.voice
    yield Heading(voice.say("versions"), 2, "versions")
    yield Paragraph(
        voice.say(
            "versions_changed" if len(report.versions) > 1 else "versions_same",
            number=voice.number(report.whole.scores.register),
        )
    )
    rows = tuple(
        (Cell(voice.say("version", n=voice.number(one.number))), Cell(voice.instant(one.at, report.zone) if one.at else voice.say("from_the_first")),
         Cell(one.why or voice.say("as_it_comes")))
        for one in report.versions
    )  # fmt: skip
    yield Table(
        voice.say("versions"), (voice.say("version_head"), voice.say("since"), voice.say("what_for")), rows, (1, 1.4, 3)
    )


def _check(told: Told) -> Iterator[Block]:
    voice, key = told.voice, told.signer.public
    name = f"hoolin-report-{told.report.month}.json"
    yield Heading(voice.say("check"), 2, "check")
    yield Paragraph(voice.say("check_mean"))
    yield Paragraph(voice.say("fingerprint"))
    yield Paragraph(key.fingerprint, "code")
    yield Paragraph(voice.say("check_where"))
    yield Paragraph("GET /api/v1/experience/report/key", "code")
    yield Paragraph(voice.say("check_with"))
    yield Paragraph("hoolin report verify FILE --key KEY", "code")
    yield Paragraph(voice.say("check_by_hand"))
    yield Data(voice.say("data"), name)


def _methods(told: Told) -> Iterator[Block]:
    voice, language = told.voice, told.voice.language
    yield Heading(voice.say("methods"), 2, "methods")
    yield Paragraph(voice.say("methods_mean", enough=ENOUGH))
    for source in ("criteria", *SOURCES):
        known = told.report.definitions.get(source, {})
        if not known:
            continue
        yield Heading(voice.say(f"source_{source}"), 3, f"methods-{source}")
        methods = Counter(one.method.said(language) for one in known.values())
        common, times = methods.most_common(1)[0]
        if times > 1:
            # What answers and judgements have in common is said once.
            yield Paragraph(common)
        if source in ("shopper", "self"):
            yield Paragraph(voice.say("same_items"), "muted")
            continue
        ones = []
        listed = in_order({code: (code, one) for code, one in known.items()})
        if source == "criteria":
            listed = [
                (code, known[code]) for code in ("index", *(one.code for one in told.report.whole.scores.criteria))
            ]
        for code, one in listed:
            name, meaning, method = (text.said(language) for text in (one.name, one.meaning, one.method))
            ones.append(
                (code, name, "" if meaning == name else meaning, "" if times > 1 and method == common else method)
            )
        yield Terms(tuple(ones))
