"""Passes: a short code with which a customer goes on by another channel without starting again. Whoever shows it brings along the
case, the language, and the place in line of what was under way; it is bound to the first address that shows it, and runs out. It does
not make its holder the customer it was given to: that is a claim (`people/`), which a person confirms.

What is kept of a code is its keyed hash. It refuses: a code that is unknown, has run out, or was shown by somebody else before.
"""

from typing import Annotated, cast

import msgspec

from hoolin.cases import facts as f
from hoolin.core.commands import Command, Decides, Decision, Folds
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Code, Entry, Id, Instant
from hoolin.core.site.rules import Language

PASS_MS = 24 * 3_600_000
"""A day: the tram home, and the evening at another machine."""


Lookup = Annotated[str, msgspec.Meta(min_length=16, max_length=64)]


class IssuePass(Command):
    """Make a pass. lookup: the keyed hash of its code; interaction: what is under way, None when nothing is."""

    lookup: Lookup
    customer: Id
    case: Id
    interaction: Id | None
    language: Language


class UsePass(Command):
    """Somebody shows a code. lookup: its keyed hash. by: the keyed hash of their address on that channel; channel: by which they go on."""

    lookup: Lookup
    channel: Code
    by: Lookup


class Pass(msgspec.Struct):
    """A pass that has not run out. by: who showed it first."""

    lookup: str
    customer: str
    case: str
    interaction: str | None
    language: Language
    until: Instant
    by: str | None = None


class Passes(msgspec.Struct):
    """By the hash of their code, the oldest first."""

    by_lookup: dict[str, Pass] = {}

    def valid(self, lookup: str, by: str, now: Instant) -> Pass | None:
        """The pass, if this is (or may become) its holder's."""
        found = self.by_lookup.get(lookup)
        return found if found is not None and now < found.until and found.by in (None, by) else None


def issue(passes: Passes, command: IssuePass, now: Instant) -> Decision:
    """Valid for a day."""
    if command.lookup in passes.by_lookup:
        return Decision()
    fact = f.PassIssued(
        lookup=command.lookup, customer=command.customer, case=command.case, interaction=command.interaction,
        language=command.language, until=now + PASS_MS,
    )  # fmt: skip
    return Decision((fact,))


def use(passes: Passes, command: UsePass, now: Instant) -> Decision:
    """Bound to whoever shows it first; shown again by them it changes nothing."""
    found = passes.by_lookup.get(command.lookup)
    if found is None or now >= found.until:
        raise NotFound("pass")
    if found.by == command.by:
        return Decision()
    if found.by is not None:
        raise Conflict("pass_used")
    return Decision((f.PassUsed(lookup=command.lookup, channel=command.channel, by=command.by),))


def issued(passes: Passes, entry: Entry) -> None:
    """One more; those that have run out are let go."""
    fact = cast(f.PassIssued, entry.fact)
    passes.by_lookup[fact.lookup] = Pass(
        fact.lookup, fact.customer, fact.case, fact.interaction, fact.language, fact.until
    )  # fmt: skip
    while passes.by_lookup:
        oldest = next(iter(passes.by_lookup.values()))
        if oldest.until > entry.at:
            break
        del passes.by_lookup[oldest.lookup]


def used(passes: Passes, entry: Entry) -> None:
    """Bound."""
    fact = cast(f.PassUsed, entry.fact)
    if fact.lookup in passes.by_lookup:
        passes.by_lookup[fact.lookup].by = fact.by


FACTS = (f.PassIssued, f.PassUsed)
DECIDES: Decides = {IssuePass: issue, UsePass: use}
FOLDS: Folds = {f.PassIssued: issued, f.PassUsed: used}
