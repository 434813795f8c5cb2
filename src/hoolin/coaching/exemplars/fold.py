"""Facts → the library, and whose keys are to be destroyed; and whoever is erased takes their moments with them."""

from collections.abc import Iterable
from typing import cast

from msgspec.structs import replace

from hoolin.coaching.exemplars import facts as f
from hoolin.coaching.exemplars.commands import WithdrawExemplar
from hoolin.coaching.exemplars.state import ASIDE_MAX, ENDED_MAX, Exemplar, Exemplars, owner_of
from hoolin.coaching.leaving.facts import CoachingSwept
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.leaving.going import goes, swept
from hoolin.core.commands import Command, Folds, Reacts
from hoolin.core.facts import Entry
from hoolin.insight.api import reasons
from hoolin.people.api import CustomerErased


def proposed(state: Exemplars, entry: Entry) -> None:
    """Waits for somebody to look."""
    fact = cast(f.ExemplarProposed, entry.fact)
    state.kept.exemplars[fact.exemplar] = Exemplar(
        exemplar=fact.exemplar, interaction=fact.interaction, customer=fact.customer, channel=fact.channel, queue=fact.queue, language=fact.language,
        agent=fact.agent, by=fact.by, source=fact.source, first=fact.first, last=fact.last, typed=fact.typed, note=fact.note, reasons=fact.reasons,
        proposed_at=entry.at,
    )  # fmt: skip


def approved(state: Exemplars, entry: Entry) -> None:
    """In the library."""
    fact = cast(f.ExemplarApproved, entry.fact)
    one = state.kept.exemplars[fact.exemplar]
    state.kept.exemplars[fact.exemplar] = replace(
        one, standing="kept", text=fact.text, language=fact.language, criteria=fact.criteria, reasons=fact.reasons, basis=fact.basis,
        approved_by=fact.by, approved_at=entry.at,
    )  # fmt: skip


def agreed(state: Exemplars, entry: Entry) -> None:
    """What they said last counts."""
    fact = cast(f.ExemplarAgreed, entry.fact)
    state.kept.exemplars[fact.exemplar].agrees = fact.agrees


def shown(state: Exemplars, entry: Entry) -> None:
    """Once more; who saw it when is remembered for the latest only."""
    fact = cast(f.ExemplarShown, entry.fact)
    one = state.kept.exemplars.get(fact.exemplar)
    if one is not None:
        one.shown += 1
        one.shown_to.pop(fact.to, None)
        one.shown_to[fact.to] = entry.at
        if len(one.shown_to) > 200:
            del one.shown_to[next(iter(one.shown_to))]


def declined(state: Exemplars, entry: Entry) -> None:
    """Over."""
    fact = cast(f.ExemplarDeclined, entry.fact)
    _end(state, fact.exemplar, "declined", entry, fact.why)


def withdrawn(state: Exemplars, entry: Entry) -> None:
    """Over."""
    fact = cast(f.ExemplarWithdrawn, entry.fact)
    _end(state, fact.exemplar, "withdrawn", entry, fact.why)


def left(state: Exemplars, entry: Entry) -> None:
    """Whoever left is named beside nothing, and nothing is theirs: whoever is called as they were proposed nothing and is shown in nothing."""
    person = leaver(entry)
    for one in state.kept.exemplars.values():
        if one.agent == person:
            one.agent, one.agrees = "", None
        if one.by == person:
            one.by = ""
        if one.approved_by == person:
            one.approved_by = ""
        one.shown_to.pop(person, None)


def swept_out(state: Exemplars, entry: Entry) -> None:
    """What went long ago is remembered no more."""
    swept(state.kept.gone, entry.at)


def _end(state: Exemplars, exemplar: str, standing: str, entry: Entry, why: str) -> None:
    one = state.kept.exemplars[exemplar]
    one.standing = "declined" if standing == "declined" else "withdrawn"
    one.ended_at, one.why = entry.at, why
    one.customer, one.text, one.typed, one.note, one.shown_to = "", None, None, None, {}
    goes(state.kept.gone, entry, owner_of(exemplar))
    swept(state.kept.gone, entry.at)
    state.kept.ended[exemplar] = None
    while len(state.kept.ended) > ENDED_MAX:
        oldest = next(iter(state.kept.ended))
        del state.kept.ended[oldest]
        state.kept.exemplars.pop(oldest, None)


def reasons_published(state: Exemplars, entry: Entry) -> None:
    """The library speaks of the reasons of today: what was renamed, merged or split is followed."""
    went = {
        one.code: tuple(part.code for part in one.to)
        for one in cast(reasons.facts.ReasonsPublished, entry.fact).crosswalk
    }
    for one in state.kept.exemplars.values():
        one.reasons = tuple(dict.fromkeys(after for code in one.reasons for after in went.get(code, (code,))))


def praise_set_aside(state: Exemplars, entry: Entry) -> None:
    """Not to be suggested again."""
    state.kept.aside[cast(f.PraiseSetAside, entry.fact).interaction] = None
    while len(state.kept.aside) > ASIDE_MAX:
        del state.kept.aside[next(iter(state.kept.aside))]


def erased(state: Exemplars, entry: Entry) -> Iterable[Command]:
    """Whatever there is of whoever was erased goes with them."""
    customer = cast(CustomerErased, entry.fact).customer
    return tuple(
        WithdrawExemplar(exemplar=one.exemplar, by="system", why="erased") for one in state.of_customer(customer)
    )


FACTS = (
    f.ExemplarProposed, f.ExemplarApproved, f.ExemplarAgreed, f.ExemplarDeclined, f.ExemplarWithdrawn, f.ExemplarShown,
    f.PraiseSetAside,
)  # fmt: skip
FOLDS: Folds = {
    f.ExemplarProposed: proposed, f.ExemplarApproved: approved, f.ExemplarAgreed: agreed, f.ExemplarDeclined: declined,
    f.ExemplarWithdrawn: withdrawn, f.ExemplarShown: shown, f.PraiseSetAside: praise_set_aside,
    reasons.facts.ReasonsPublished: reasons_published,
    CoachingSwept: swept_out, **dict.fromkeys(LEAVES, left),
}  # fmt: skip
REACTS: Reacts = {CustomerErased: erased}
