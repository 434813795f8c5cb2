"""The picture of an effect as shapes, and as a file that stands by itself: light or dark as the reader's screen is, told in words to who does not see it."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from math import floor, log10

import msgspec

from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.insight.effects.picture import Picture, mean_after
from hoolin.insight.effects.verdict import Verdict

WIDTH, PLOT = 640.0, 220.0
LEFT, RIGHT, TOP = 56.0, 628.0, 40.0
BEFORE_SHOWN = 78
"""Steps before the change: with a year and a half of weeks both seasons are seen, and what came after is not crowded into a corner."""

TICKS_X, TICKS_Y = 6, 4
LETTER = 6.6
"""The usual width of a letter at this size, for what would run over the edge."""

STYLE = """<style>
text { fill: #52606d; font: 13px system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
.s-grid { stroke: #d5dce3; } .s-one { stroke: #0b5cad; } .s-three { stroke: #1a6b3c; } .s-five { stroke: #6b3fa0; }
.f-band { fill: #0b5cad; opacity: 0.18; } .f-one { fill: #0b5cad; } .f-three { fill: #1a6b3c; } .f-four { fill: #8a5300; }
@media (prefers-color-scheme: dark) { text { fill: #a9b6c2; }
.s-grid { stroke: #354453; } .s-one { stroke: #7cb8f2; } .s-three { stroke: #6fce97; } .s-five { stroke: #c3a3f0; }
.f-band { fill: #7cb8f2; } .f-one { fill: #7cb8f2; } .f-three { fill: #6fce97; } .f-four { fill: #f0b45a; } }
</style>"""


@cache
def _texts(language: Language) -> dict[str, str]:
    file = files("hoolin.insight.effects") / "texts" / f"{language}.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, str])


def drawing(shown: Picture, language: Language, found: Verdict | None = None) -> report.blocks.Drawing:
    """The picture for a page or a paper. found: what is said of it, told with it in words."""
    voice, says = report.Voice(language), _texts(language)
    first = max(0, shown.after - BEFORE_SHOWN)
    rate, expected, low, high = (one[first:] for one in (shown.rate, shown.expected, shown.low, shown.high))
    others = shown.others[first:] if shown.others is not None else None
    most = _most(max(*rate, *high, *(others or ())))
    bottom = TOP + PLOT
    place = _Place(len(rate), most)
    shapes = [*_scale(most, bottom, voice), *_days(shown.dates[first:], place, bottom, language)]
    band = [*place.along(high), *reversed(place.along(low))]
    shapes += [
        report.blocks.Trace(tuple(band), "band", filled=True),
        report.blocks.Trace(tuple(place.along(expected)), "one"),
    ]
    legend: list[tuple[report.blocks.Role, str]] = [("four", says["counted"]), ("one", says["expected"])]
    if others is not None:
        shapes.append(report.blocks.Trace(tuple(place.along(others)), "three"))
        legend.append(("three", says["others"]))
    shapes += [report.mark(x, y, report.blocks.SERIES.index("four"), 2.6) for x, y in place.along(rate)]
    shapes += _changed(shown, place.x(shown.after - first - 0.5), bottom, voice, says)
    shapes.append(report.blocks.Label(LEFT, 14, _unit(shown, says, voice), "start"))
    return report.blocks.Drawing(words(shown, language, found), WIDTH, bottom + 28, tuple(shapes), tuple(legend))


def words(shown: Picture, language: Language, found: Verdict | None = None) -> str:
    """What is to be seen, for who does not see it."""
    voice, says = report.Voice(language), _texts(language)
    rate, expected = mean_after(shown)
    unit = _unit(shown, says, voice)
    told = [
        says["says"].format(
            unit=unit[:1].upper() + unit[1:], day=voice.day(shown.change), rate=_number(rate, voice), expected=_number(expected, voice)
        )
    ]  # fmt: skip
    if found is not None:
        ratio, low, high = (voice.number(value, 2) for value in (found.ratio, found.low, found.high))
        told += [says["ratio"].format(ratio=ratio, low=low, high=high), says[found.verdict]]
    return " ".join(told)


def svg(shown: Picture, language: Language, found: Verdict | None = None) -> str:
    """A file of its own, with its legend in it."""
    made = drawing(shown, language, found)
    keys: list[report.blocks.Shape] = []
    y = made.height + 12
    for role, name in made.legend:
        keys += [
            report.mark(LEFT + 5, y - 4, report.blocks.SERIES.index(role), 4),
            report.blocks.Label(LEFT + 16, y, name, "start"),
        ]
        y += 20
    whole = made._replace(height=y, shapes=(*made.shapes, *keys))
    title = f"<title>{escape(made.says)}</title>"
    attributes = f'xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" width="{WIDTH:.0f}" height="{y:.0f}" '
    return report.svg(whole, attributes, title + STYLE) + "\n"


class _Place:
    """Where a step and a rate lie."""

    def __init__(self, steps: int, most: float) -> None:
        self._steps, self._most = steps, most

    def x(self, at: float) -> float:
        return LEFT + (RIGHT - LEFT) * (at + 0.5) / self._steps

    def along(self, values: Sequence[float]) -> list[tuple[float, float]]:
        return [(self.x(at), TOP + PLOT * (1 - value / self._most)) for at, value in enumerate(values)]


def _most(value: float) -> float:
    """A round number above, so that a quarter of it is one too."""
    if value <= 0:
        return 1.0
    ten = 10.0 ** floor(log10(value))
    return float(next(part * ten for part in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if part * ten >= value))


def _number(value: float, voice: report.Voice) -> str:
    return voice.number(value, 0 if value >= 100 else 1 if value >= 10 else 2)


def _scale(most: float, bottom: float, voice: report.Voice) -> list[report.blocks.Shape]:
    shapes: list[report.blocks.Shape] = []
    quarter = most / TICKS_Y
    digits = next((number for number in range(4) if abs(quarter * 10**number - round(quarter * 10**number)) < 1e-6), 4)
    for part in range(TICKS_Y + 1):
        y = bottom - PLOT * part / TICKS_Y
        shapes += [report.blocks.Line(LEFT, y, RIGHT, y, "grid")]
        shapes.append(report.blocks.Label(LEFT - 8, y + 4, voice.number(most * part / TICKS_Y, digits), "end"))
    return shapes


def _days(dates: Sequence[date], place: _Place, bottom: float, language: Language) -> list[report.blocks.Shape]:
    every = max(1, -(-len(dates) // TICKS_X))
    written = "{0.month:02}.{0.year}" if language != "en" else "{0.month:02}/{0.year}"
    return [
        report.blocks.Label(place.x(at), bottom + 18, written.format(dates[at]), "middle")
        for at in range(every // 2, len(dates), every)
    ]


def _changed(
    shown: Picture, x: float, bottom: float, voice: report.Voice, says: dict[str, str]
) -> list[report.blocks.Shape]:
    """The day of the change, written where there is room."""
    text = says["change"].format(day=voice.day(shown.change))
    after = x + 6 + LETTER * len(text) < RIGHT
    return [
        report.blocks.Line(x, TOP - 14, x, bottom, "five", 1.5),
        report.blocks.Label(x + 6 if after else x - 6, TOP - 6, text, "start" if after else "end"),
    ]


def _unit(shown: Picture, says: dict[str, str], voice: report.Voice) -> str:
    if shown.per == 1:
        return says[f"plain.{shown.step}"]
    return says[f"per.{shown.step}"].format(per=voice.number(shown.per))
