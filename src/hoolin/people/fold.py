"""Facts → who is who: the small state in memory, and the rows of the read model."""

from collections.abc import Iterable

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import InteractionArrived
from hoolin.people import facts as f
from hoolin.people.decide import People

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""

Rows = Iterable[tuple[str, tuple[object, ...]]]


def merged(people: People, entry: Entry) -> None:
    """Shown together from now on."""
    fact = entry.fact
    assert isinstance(fact, f.CustomersMerged)
    people.merged[fact.merged] = fact.kept


def unmerged(people: People, entry: Entry) -> None:
    """Each on their own again."""
    fact = entry.fact
    assert isinstance(fact, f.CustomersUnmerged)
    people.merged.pop(fact.merged, None)


def refused(people: People, entry: Entry) -> None:
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


FOLDS: Folds = {
    f.RecordingRefused: refused,
    f.RecordingAllowed: allowed,
    f.CustomersMerged: merged,
    f.CustomersUnmerged: unmerged,
    f.CustomerErased: erased,
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
