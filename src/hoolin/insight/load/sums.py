"""What is added up at one place of the tree, and what follows from it.

Intervals at 95 %: counts and hours are sums of what comes by chance (`compound`): of hours it is whole cases that come by chance, each with all its repeats
and however long agents had it in hand, so how many they are and how long they take are both in it. Minutes are a mean (Student's t). How far cases and contacts
scatter is seen from their own and, while they are few, from all: of five cases that happen to be short nobody would guess how long the sixth is. Shares: Wilson.

Measured on cases that come by chance, with repeats and log-normal minutes (tests/insight/load/test_sums.py): of hours, 94 of 100 intervals hold the truth of five
cases a month, 95 of twenty or more.
"""

from math import sqrt

import msgspec
from scipy.special import stdtrit

from hoolin.experience.api import statistics
from hoolin.insight.load.line import Span
from hoolin.insight.load.places import Part

BORROWED = 3.0
"""Contacts whose scatter is borrowed from all, so that one or two that happen to be alike are not taken for certainty."""

CASES_BORROWED = 10.0
"""The same of cases, which have longer tails."""


class Sums(msgspec.Struct):
    """contacts: weighted; squares: of their weights. failed: of them. timed, timed_square: how many contacts' minutes are in `hours_with` (the time in them),
    and the squares of their weights; hours_with_square: its sum of squares. cases, further, further_square: begun cases, and what followed them. worked: cases that
    agents worked on; hours, saved and their squares: of whole cases.
    """

    contacts: float = 0.0
    squares: float = 0.0
    failed: float = 0.0
    timed: float = 0.0
    timed_square: float = 0.0
    hours_with: float = 0.0
    hours_with_square: float = 0.0
    cases: float = 0.0
    further: float = 0.0
    further_square: float = 0.0
    worked: float = 0.0
    hours: float = 0.0
    hours_square: float = 0.0
    saved: float = 0.0
    saved_square: float = 0.0
    split: bool = False

    def note(self, part: Part, contacts: int, hours: float, hours_square: float, failed: int) -> None:
        """So many contacts that were closed, of which this part counts here."""
        self.contacts += part.contact * contacts
        self.squares += part.contact**2 * contacts
        self.failed += part.contact * failed
        self.timed += part.hours * contacts
        self.timed_square += part.hours**2 * contacts
        self.hours_with += part.hours * hours
        self.hours_with_square += part.hours * hours_square
        self.split |= part.split

    def work(self, part: Part, cases: int, hours: float, hours_square: float) -> None:
        """So many hours with so many cases."""
        self.worked += part.hours * cases
        self.hours += part.hours * hours
        self.hours_square += part.hours**2 * hours_square
        self.saved += part.saved * hours
        self.saved_square += part.saved**2 * hours_square

    def begin(self, part: Part, cases: int, further: int, further_square: int) -> None:
        """So many cases."""
        self.cases += part.contact * cases
        self.further += part.contact * further
        self.further_square += part.contact**2 * further_square

    def count(self) -> Span:
        """Contacts."""
        return span_of(self.contacts, self.squares)

    def snowball(self) -> Span | None:
        """Contacts per case; None where none began. The first of each is certain, what followed came by chance."""
        if not self.cases:
            return None
        further = span_of(self.further, self.further_square)
        return Span(*(1 + end / self.cases for end in (further.value, further.low, further.high)))

    def minutes(self, usual: "Sums") -> Span | None:
        """Of agents for one contact; None without contacts. usual: of all, whose scatter is borrowed."""
        if not self.timed:
            return None
        mean, common = self.hours_with / self.timed, usual.hours_with / usual.timed
        apart = max(0.0, usual.hours_with_square / usual.timed - common**2) / common**2 if common else 0.0
        alike = self.timed**2 / self.timed_square
        own = max(0.0, self.hours_with_square / self.timed - mean**2) * alike
        free = alike - 1 + BORROWED
        spread = (own + BORROWED * apart * mean**2) / free
        reach = float(stdtrit(free, 0.975)) * sqrt(spread / alike)
        return Span(60 * mean, 60 * max(0.0, mean - reach), 60 * (mean + reach))

    def failure(self) -> Span | None:
        """Of contacts, those that should not have been necessary."""
        if not self.contacts:
            return None
        value = min(1.0, self.failed / self.contacts)
        alike = self.contacts**2 / self.squares
        return Span(value, *statistics.wilson(value * alike, alike))

    def hours_all(self, usual: "Sums") -> Span:
        """With cases."""
        return self._of_cases(self.hours, self.hours_square, usual)

    def saved_all(self, usual: "Sums") -> Span:
        """Of those, what removing would save."""
        return self._of_cases(self.saved, self.saved_square, usual)

    def _of_cases(self, value: float, squares: float, usual: "Sums") -> Span:
        if not value or not usual.hours:
            return span_of(0.0, 0.0, usual.hours_square / usual.hours if usual.hours else 1.0)
        mean = self.hours / self.worked
        apart = usual.hours_square * usual.worked / usual.hours**2
        # How large a part is, weighted by itself.
        part = (squares + CASES_BORROWED * apart * mean**2) / (value + CASES_BORROWED * mean)
        return span_of(value, value * part)


def times(span: Span, by: float) -> Span:
    """In another unit."""
    return Span(span.value * by, span.low * by, span.high * by)


def span_of(value: float, squares: float, one: float = 1.0) -> Span:
    """A sum of what came by chance with its interval: see `statistics.compound`."""
    return Span(value, *statistics.compound(value, squares, one=one))
