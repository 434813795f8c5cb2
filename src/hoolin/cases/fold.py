"""Facts → the cases in memory. A case solved for longer than its window is let go; the read model keeps it for ever."""

from typing import cast

from hoolin.cases import facts as f
from hoolin.cases.decide import Cases, CaseState, Draft, draft_key
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i


def opened(cases: Cases, entry: Entry) -> None:
    """A case is open, and is its customer's latest."""
    fact = cast(f.CaseOpened, entry.fact)
    cases.cases[fact.case] = CaseState(fact.case, fact.customer, fact.number, entry.at)
    cases.latest[fact.customer] = fact.case
    cases.next_number = max(cases.next_number, fact.number + 1)


def reopened(cases: Cases, entry: Entry) -> None:
    """Open again."""
    case = cast(f.CaseReopened, entry.fact).case
    cases.cases[case].solved_at = None
    cases.solved.pop(case, None)


def solved(cases: Cases, entry: Entry) -> None:
    """Solved, and kept for as long as it may be reopened; those before it whose time is over are let go."""
    case = cast(f.CaseSolved, entry.fact).case
    cases.cases[case].solved_at = entry.at
    cases.solved[case] = entry.at
    while cases.solved:
        oldest, at = next(iter(cases.solved.items()))
        if entry.at - at <= cases.reopen_ms:
            break
        del cases.solved[oldest]
        gone = cases.cases.pop(oldest)
        if cases.latest.get(gone.customer) == oldest:
            del cases.latest[gone.customer]


def site_set(cases: Cases, entry: Entry) -> None:
    """The window is one of the site's rules."""
    cases.reopen_ms = cast(i.SiteSet, entry.fact).rules.reopen_ms


def arrived(cases: Cases, entry: Entry) -> None:
    """One more conversation is under way in this case."""
    fact = cast(i.InteractionArrived, entry.fact)
    cases.case_of[fact.interaction] = fact.case
    cases.under_way[fact.case] = cases.under_way.get(fact.case, 0) + 1


def parted(cases: Cases, entry: Entry) -> None:
    """Its customer was somebody else: the conversation is in a case of its own from now on."""
    fact = cast(i.ClaimRefused, entry.fact)
    if fact.case is not None and fact.interaction in cases.case_of:
        _one_less(cases, cases.case_of[fact.interaction])
        cases.case_of[fact.interaction] = fact.case
        cases.under_way[fact.case] = cases.under_way.get(fact.case, 0) + 1


def _one_less(cases: Cases, case: str) -> None:
    cases.under_way[case] -= 1
    if not cases.under_way[case]:
        del cases.under_way[case]


def answered(cases: Cases, entry: Entry) -> None:
    """The latest person to answer is the one a returning customer is brought to."""
    fact = cast(i.OfferAccepted | i.InteractionTaken, entry.fact)
    case = cases.cases.get(cases.case_of.get(fact.interaction, ""))
    if case is not None:
        case.agent = fact.agent


def ended(cases: Cases, entry: Entry) -> None:
    """Drafts go with their conversation."""
    fact = cast(i.InteractionClosed | i.InteractionAbandoned | i.InteractionMoved, entry.fact)
    cases.drafts.pop(fact.interaction, None)
    _one_less(cases, cases.case_of.pop(fact.interaction))


def sent(cases: Cases, entry: Entry) -> None:
    """What was sent is no draft any more; its revision goes on counting, so that a late save cannot bring it back."""
    fact = cast(i.MessageSent, entry.fact)
    draft = cases.drafts.get(fact.interaction, {}).get(draft_key(fact.agent or "", "reply"))
    if draft is not None:
        draft.content = None


def draft_kept(cases: Cases, entry: Entry) -> None:
    """The newest revision counts."""
    fact = cast(f.DraftKept, entry.fact)
    drafts = cases.drafts.setdefault(fact.interaction, {})
    drafts[draft_key(fact.agent, fact.kind)] = Draft(fact.kind, fact.revision, fact.content, entry.at)


FOLDS: Folds = {
    f.CaseOpened: opened,
    f.CaseReopened: reopened,
    f.CaseSolved: solved,
    f.DraftKept: draft_kept,
    i.SiteSet: site_set,
    i.InteractionArrived: arrived,
    i.ClaimRefused: parted,
    i.OfferAccepted: answered,
    i.InteractionTaken: answered,
    i.InteractionClosed: ended,
    i.InteractionAbandoned: ended,
    i.InteractionMoved: ended,
    i.MessageSent: sent,
}
