"""What a week's digest holds, as values. Nobody who turned to us is in it, nor anything that they said: it is sent around."""

from datetime import date

import msgspec

from hoolin.catalogue.api import Words
from hoolin.insight.effects.verdict import Word
from hoolin.insight.load.line import Span
from hoolin.insight.paper.compared import Cost
from hoolin.insight.rising.alarm import Rule


class Risen(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm that is on at the end of the week. name: None for all contacts together. since: estimated first day of the rise; raised: when it was seen, by which
    rule. ratio: times as many as usual. seen, expected: contacts from since to the end of the week.
    """

    code: str
    name: Words | None
    since: date
    raised: date
    rule: Rule
    ratio: Span
    seen: float
    expected: float


class Rose(msgspec.Struct, frozen=True, kw_only=True):
    """alarms: the earliest first. false_a_year: on the whole board, so many a year are stated to be false at most. too_early: nothing can be said yet."""

    alarms: tuple[Risen, ...]
    false_a_year: float
    too_early: bool


class Share(msgspec.Struct, frozen=True):
    """A share with its interval at 95 %. n: of how many."""

    value: float
    low: float
    high: float
    n: float


class Unnamed(msgspec.Struct, frozen=True):
    """contacts: of the week that nobody could name, of so many that were closed. share: None where nobody came."""

    contacts: int
    closed: int
    share: Share | None


class Shipped(msgspec.Struct, frozen=True):
    """An improvement that customers have since a day of this week. owner: by name."""

    improvement: str
    title: str
    day: date
    owner: str | None


class Became(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict that is not what it was a week before. before: the word of then, None where there was none. fewer: of contacts, a share (negative: more). avoided:
    contacts since it shipped.
    """

    improvement: str
    title: str
    word: Word
    before: Word | None
    fewer: Span
    avoided: Span
    days_after: int


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that nobody owns, or without an expected drop. since: the day it was proposed. owner: by name. drop: whether it is written down."""

    improvement: str
    title: str
    since: date
    owner: str | None
    drop: bool


class Right(msgspec.Struct, frozen=True):
    """How often the first suggestion was what was noted then. unseen: where nobody saw it, shown: where it was seen; None where there were none."""

    unseen: Share | None
    shown: Share | None


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """A week of an operator. week: `2026-W48`; first, last: its days. costs: over four weeks, the one that would give back most first.
    became: verdicts that became known; lacking: the oldest first. page: where the site's pages are found; "" where nobody said.
    """

    operator: str
    week: str
    first: date
    last: date
    rose: Rose
    costs: tuple[Cost, ...]
    unnamed: Unnamed
    shipped: tuple[Shipped, ...]
    became: tuple[Became, ...]
    lacking: tuple[Lacking, ...]
    right: Right
    page: str = ""
