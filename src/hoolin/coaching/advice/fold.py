"""Facts → what everybody works on."""

from typing import cast

from hoolin.coaching.advice import facts as f
from hoolin.coaching.advice.state import KEPT_MAX, Advised, Aside, Known
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
    del kept[:-KEPT_MAX]
    known = state.working_on(fact.agent, fact.item)
    if known is not None:
        known.ended_at, known.aside = entry.at, aside


def done(state: Advised, entry: Entry) -> None:
    """Over."""
    fact = cast(f.AdviceDone, entry.fact)
    known = state.working_on(fact.agent, fact.item)
    if known is not None and known.given.advice == fact.advice:
        known.ended_at, known.how = entry.at, fact.how


FACTS = (f.AdviceGiven, f.AdviceSetAside, f.AdviceDone)
FOLDS: Folds = {f.AdviceGiven: given, f.AdviceSetAside: set_aside, f.AdviceDone: done}
