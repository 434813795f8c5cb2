"""Facts → the register."""

from typing import cast

from msgspec.structs import replace

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.insight.improvements import facts as f
from hoolin.insight.improvements.state import DAY_MS, NOTED_MAX, Improvements, Known
from hoolin.insight.reasons.facts import ReasonsPublished


def cause_set(state: Improvements, entry: Entry) -> None:
    """Named, or told differently."""
    cause = cast(f.CauseSet, entry.fact).cause
    state.kept.causes[cause.cause] = cause


def cause_noted(state: Improvements, entry: Entry) -> None:
    """The oldest contacts are forgotten here."""
    fact, noted = cast(f.CauseNoted, entry.fact), state.kept.noted
    noted.setdefault(fact.interaction, []).append(fact.cause)
    while len(noted) > NOTED_MAX:
        del noted[next(iter(noted))]


def cause_taken_back(state: Improvements, entry: Entry) -> None:
    """A contact without it."""
    fact = cast(f.CauseTakenBack, entry.fact)
    kept = [one for one in state.kept.noted.pop(fact.interaction, []) if one != fact.cause]
    if kept:
        state.kept.noted[fact.interaction] = kept


def improvement_set(state: Improvements, entry: Entry) -> None:
    """The drop is as old as its last change."""
    told = cast(f.ImprovementSet, entry.fact).improvement
    known = state.kept.improvements.get(told.improvement)
    if known is None:
        known = state.kept.improvements[told.improvement] = Known(told, entry.at)
        changed = True
    else:
        changed = (known.told.drop, known.told.who, known.told.reasons) != (told.drop, told.who, told.reasons)
    known.told = told
    if changed:
        known.drop_at = entry.at if told.drop is not None else None


def shipped(state: Improvements, entry: Entry) -> None:
    """From now on nothing about what was expected changes."""
    fact = cast(f.ImprovementShipped, entry.fact)
    known = state.kept.improvements[fact.improvement]
    known.day, known.shipped_at = fact.day, entry.at


def withdrawn(state: Improvements, entry: Entry) -> None:
    """Kept, with the why."""
    fact = cast(f.ImprovementWithdrawn, entry.fact)
    state.kept.improvements[fact.improvement].withdrawn = fact.why


def commented(state: Improvements, entry: Entry) -> None:
    """One more."""
    fact = cast(f.ImprovementCommented, entry.fact)
    state.kept.improvements[fact.improvement].comments.append((fact.comment, fact.by, entry.at))


def linked(state: Improvements, entry: Entry) -> None:
    """One more."""
    fact = cast(f.CaseLinked, entry.fact)
    state.kept.improvements[fact.improvement].cases.append(fact.case)


def announced(state: Improvements, entry: Entry) -> None:
    """Put better later, it is public since the first time."""
    fact = cast(f.ChangeAnnounced, entry.fact)
    known = state.kept.improvements[fact.improvement]
    known.public_at = known.public_at or entry.at
    known.public = fact.text


def taken_back(state: Improvements, entry: Entry) -> None:
    """Public no more."""
    known = state.kept.improvements[cast(f.ChangeTakenBack, entry.fact).improvement]
    known.public = known.public_at = None


def raiser_told(state: Improvements, entry: Entry) -> None:
    """Not again; and one more of those of today."""
    fact = cast(f.RaiserTold, entry.fact)
    state.kept.improvements[fact.improvement].told_to[fact.interaction] = entry.at
    state.kept.told_today = (entry.at // DAY_MS, state.kept.told_on(entry.at) + 1)


def news_wished(state: Improvements, entry: Entry) -> None:
    """Heeded from now on."""
    fact = cast(f.ChangeNewsWished, entry.fact)
    if fact.wanted:
        state.kept.unwilling.pop(fact.customer, None)
    else:
        state.kept.unwilling[fact.customer] = None


def customers_counted(state: Improvements, entry: Entry) -> None:
    """From that day on."""
    fact = cast(f.CustomersCounted, entry.fact)
    state.kept.customers[fact.day] = fact.customers


def reasons_published(state: Improvements, entry: Entry) -> None:
    """The register speaks of the reasons of today: what was renamed, merged or split is followed."""
    went = {one.code: tuple(part.code for part in one.to) for one in cast(ReasonsPublished, entry.fact).crosswalk}

    def now(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(after for code in codes for after in went.get(code, (code,))))

    for cause in state.kept.causes.values():
        state.kept.causes[cause.cause] = replace(cause, reasons=now(cause.reasons))
    for known in state.kept.improvements.values():
        known.told = replace(known.told, reasons=now(known.told.reasons))


FACTS = (
    f.CauseSet, f.CauseNoted, f.CauseTakenBack, f.ImprovementSet, f.ImprovementShipped, f.ImprovementWithdrawn, f.ImprovementCommented, f.CaseLinked,
    f.ChangeAnnounced, f.ChangeTakenBack, f.RaiserTold, f.ChangeNewsWished, f.CustomersCounted,
)  # fmt: skip
FOLDS: Folds = {
    ReasonsPublished: reasons_published,
    f.CauseSet: cause_set, f.CauseNoted: cause_noted, f.CauseTakenBack: cause_taken_back, f.ImprovementSet: improvement_set,
    f.ImprovementShipped: shipped, f.ImprovementWithdrawn: withdrawn, f.ImprovementCommented: commented, f.CaseLinked: linked,
    f.ChangeAnnounced: announced, f.ChangeTakenBack: taken_back,
    f.RaiserTold: raiser_told, f.ChangeNewsWished: news_wished, f.CustomersCounted: customers_counted,
}  # fmt: skip
