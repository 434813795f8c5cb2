"""Facts → what everybody works on, and whose keys are to be destroyed."""

from typing import cast

from hoolin.coaching.advice import facts as f
from hoolin.coaching.advice.state import KEPT_MAX, Advised, Aside, Known
from hoolin.coaching.leaving.facts import CoachingSwept
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.leaving.going import goes, swept
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry


def given(state: Advised, entry: Entry) -> None:
    """One more."""
    fact = cast(f.AdviceGiven, entry.fact)
    kept = state.kept.given.setdefault(fact.agent, [])
    kept.append(Known(fact, entry.at))
    if len(kept) > KEPT_MAX:
        kept.remove(next(one for one in kept if one.standing != "open"))


def set_aside(state: Advised, entry: Entry) -> None:
    """With what was given of it, if anything was."""
    fact = cast(f.AdviceSetAside, entry.fact)
    aside = Aside(fact.item, entry.at, fact.by, fact.why, fact.words)
    kept = state.kept.aside.setdefault(fact.agent, [])
    kept.append(aside)
    _go(state, entry, fact.agent, kept[:-KEPT_MAX])
    del kept[:-KEPT_MAX]
    swept(state.kept.gone, entry.at)
    known = state.working_on(fact.agent, fact.item)
    if known is not None:
        known.ended_at, known.aside = entry.at, aside


def done(state: Advised, entry: Entry) -> None:
    """Over."""
    fact = cast(f.AdviceDone, entry.fact)
    known = state.working_on(fact.agent, fact.item)
    if known is not None and known.given.advice == fact.advice:
        known.ended_at, known.how = entry.at, fact.how


def left(state: Advised, entry: Entry) -> None:
    """What they were told goes with them, and what they said to it."""
    agent = leaver(entry)
    state.kept.given.pop(agent, None)
    _go(state, entry, agent, state.kept.aside.pop(agent, []))


def swept_out(state: Advised, entry: Entry) -> None:
    """Who went long ago is remembered no more."""
    swept(state.kept.gone, entry.at)


def _go(state: Advised, entry: Entry, agent: str, some: list[Aside]) -> None:
    goes(state.kept.gone, entry, *(f.owner_of(agent, one.words) for one in some if one.words is not None))


FACTS = (f.AdviceGiven, f.AdviceSetAside, f.AdviceDone)
FOLDS: Folds = {
    f.AdviceGiven: given, f.AdviceSetAside: set_aside, f.AdviceDone: done, CoachingSwept: swept_out,
    **dict.fromkeys(LEAVES, left),
}  # fmt: skip
