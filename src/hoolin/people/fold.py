"""Facts → who is who: the small state in memory, and the rows of the read model."""

from collections.abc import Iterable

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import ClaimRefused, InteractionArrived, PersonClaimed
from hoolin.people import facts as f
from hoolin.people.decide import Claimed, People

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""

CLAIMS_KEPT_MAX = 10_000
"""Claims that nobody has answered; those before them stay as they are, two records."""

Rows = Iterable[tuple[str, tuple[object, ...]]]


def merged(people: People, entry: Entry) -> None:
    """Shown together from now on."""
    fact = entry.fact
    assert isinstance(fact, f.CustomersMerged)
    people.merged[fact.merged] = fact.kept
    _let_go(people, [one for one in people.claims.values() if _same(people, one)])


def unmerged(people: People, entry: Entry) -> None:
    """Each on their own again."""
    fact = entry.fact
    assert isinstance(fact, f.CustomersUnmerged)
    people.merged.pop(fact.merged, None)


def unrecorded(people: People, entry: Entry) -> None:
    """No call of theirs is recorded from now on."""
    fact = entry.fact
    assert isinstance(fact, f.RecordingRefused)
    people.unrecorded.add(fact.customer)


def allowed(people: People, entry: Entry) -> None:
    """As of everybody else."""
    fact = entry.fact
    assert isinstance(fact, f.RecordingAllowed)
    people.unrecorded.discard(fact.customer)


def erased(people: People, entry: Entry) -> None:
    """Gone."""
    fact = entry.fact
    assert isinstance(fact, f.CustomerErased)
    people.erased.add(fact.customer)
    people.unrecorded.discard(fact.customer)
    _let_go(people, [one for one in people.claims.values() if fact.customer in (one.customer, one.claimed)])


def claimed(people: People, entry: Entry) -> None:
    """To be confirmed, unless they are known to be one person. One question at a time: the first stays until it is answered."""
    fact = entry.fact
    assert isinstance(fact, PersonClaimed)
    claim = Claimed(fact.interaction, fact.customer, fact.claimed, fact.given_at, fact.given_in, fact.case)
    if _same(people, claim) or not people.erased.isdisjoint((claim.customer, claim.claimed)):
        return
    people.claims.setdefault(claim.interaction, claim)
    if len(people.claims) > CLAIMS_KEPT_MAX:
        del people.claims[next(iter(people.claims))]


def refused(people: People, entry: Entry) -> None:
    """Answered."""
    fact = entry.fact
    assert isinstance(fact, ClaimRefused)
    people.claims.pop(fact.interaction, None)


def _same(people: People, claim: Claimed) -> bool:
    return people.shown_as(claim.customer) == people.shown_as(claim.claimed)


def _let_go(people: People, claims: Iterable[Claimed]) -> None:
    for one in claims:
        del people.claims[one.interaction]


FOLDS: Folds = {
    f.CustomersMerged: merged,
    f.CustomersUnmerged: unmerged,
    f.CustomerErased: erased,
    PersonClaimed: claimed,
    ClaimRefused: refused,
    f.RecordingRefused: unrecorded,
    f.RecordingAllowed: allowed,
}


def rows(entry: Entry) -> Rows:
    """The read model: one row a customer, one an identity."""
    match entry.fact:
        case InteractionArrived(customer=customer, language=language):
            yield "meet", (customer, entry.at, language)
        case f.CustomerNamed(customer=customer, content=content):
            yield "name", (content, customer)
        case f.LanguagePreferred(customer=customer, language=language):
            yield "prefer_language", (language, customer)
        case f.RecordingRefused(customer=customer):
            yield "refuse_recording", (1, customer)
        case f.RecordingAllowed(customer=customer):
            yield "refuse_recording", (0, customer)
        case f.IdentityAdded(customer=customer, identity=identity, kind=kind, lookup=lookup, verified=verified):
            yield "add_identity", (identity, customer, kind, lookup, int(verified), entry.at)
        case f.CustomersMerged(kept=kept, merged=gone):
            yield "merge", (kept, gone)
        case f.CustomersUnmerged(merged=back):
            yield "merge", (None, back)
        case f.CustomerErased(customer=customer):
            yield "forget_identities", (customer,)
            yield "forget", (customer,)
