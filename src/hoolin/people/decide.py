"""Command → facts about customers. The state knows only who was merged or erased: everything else is in the read model."""

import msgspec

from hoolin.core.address import checked_address
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Instant
from hoolin.core.interaction.facts import ClaimRefused
from hoolin.people import commands as c
from hoolin.people import facts as f


class Claimed(msgspec.Struct, frozen=True):
    """Whoever began `interaction` showed a code given to another, and nobody has said yet whether they are one person."""

    interaction: str
    customer: str
    claimed: str
    given_at: Instant
    given_in: str | None
    case: str | None


class People(msgspec.Struct):
    """merged: merged id → the id it is shown with. erased: customers who are gone. claims: by interaction, the oldest first. unrecorded:
    who want no call of theirs recorded.
    """

    merged: dict[str, str] = {}
    erased: set[str] = set()
    claims: dict[str, Claimed] = {}
    unrecorded: set[str] = set()

    def shown_as(self, customer: str) -> str:
        """The customer under whom this one is shown now."""
        while customer in self.merged:
            customer = self.merged[customer]
        return customer

    def refuses_recording(self, customer: str) -> bool:
        """Whether this customer, or a record shown with theirs, wants no call recorded."""
        shown = self.shown_as(customer)
        return any(self.shown_as(one) == shown for one in self.unrecorded)

    def claim(self, interaction: str) -> Claimed:
        """The claim that is open. Raises NotFound."""
        found = self.claims.get(interaction)
        if found is None:
            raise NotFound("claim", interaction=interaction)
        return found

    def known(self, customer: str) -> str:
        """The same id; raises NotFound when the customer was erased."""
        if customer in self.erased:
            raise NotFound("erased", customer=customer)
        return customer


def name_customer(people: People, command: c.NameCustomer, now: Instant) -> Decision:
    """Writes the name; the one before stays in the journal's contents under the same key."""
    people.known(command.customer)
    name = " ".join(command.name.split())
    if not name:
        raise Invalid("name_empty")
    content = Content(command.content, command.customer, name.encode())
    named = f.CustomerNamed(customer=command.customer, content=command.content)
    return Decision((named,), (content,), new=(content.id,))


def prefer_language(people: People, command: c.PreferLanguage, now: Instant) -> Decision:
    """Writes the preferred language."""
    people.known(command.customer)
    return Decision((f.LanguagePreferred(customer=command.customer, language=command.language),))


def refuse_recording(people: People, command: c.RefuseRecording, now: Instant) -> Decision:
    """Writes what they want. Allowed again, it is for every record that is shown together."""
    customer = people.known(command.customer)
    if command.refuses:
        return Decision((f.RecordingRefused(customer=customer),) if customer not in people.unrecorded else ())
    shown = people.shown_as(customer)
    theirs = sorted(one for one in people.unrecorded if people.shown_as(one) == shown)
    return Decision(tuple(f.RecordingAllowed(customer=one) for one in theirs))


def add_identity(people: People, command: c.AddIdentity, now: Instant) -> Decision:
    """Writes the identity; refuses an address that cannot be one."""
    people.known(command.customer)
    value = checked_address(command.kind, command.value) if command.kind in ("email", "phone") else command.value
    fact = f.IdentityAdded(
        customer=command.customer, identity=command.identity, kind=command.kind, lookup=command.lookup,
        verified=command.verified,
    )  # fmt: skip
    content = Content(command.identity, command.customer, value.encode())
    return Decision((fact,), (content,), new=(content.id,))


def merge_customers(people: People, command: c.MergeCustomers, now: Instant) -> Decision:
    """Refuses a circle, an erased person, or somebody merged already."""
    kept, merged = people.known(command.kept), people.known(command.merged)
    if people.shown_as(kept) == merged or kept == merged:
        raise Conflict("merge_circle")
    if merged in people.merged:
        raise Conflict("merged_already", with_customer=people.merged[merged])
    return Decision((f.CustomersMerged(kept=kept, merged=merged),))


def unmerge_customers(people: People, command: c.UnmergeCustomers, now: Instant) -> Decision:
    """Undoes exactly that merge."""
    if people.merged.get(command.merged) != command.kept:
        raise Conflict("not_merged")
    return Decision((f.CustomersUnmerged(kept=command.kept, merged=command.merged),))


def erase_customer(people: People, command: c.EraseCustomer, now: Instant) -> Decision:
    """Records the erasure; the key itself is destroyed by the runtime once this is durable."""
    people.known(command.customer)
    return Decision((f.CustomerErased(customer=command.customer),))


def confirm_claim(people: People, command: c.ConfirmClaim, now: Instant) -> Decision:
    """The record that the code was given to is kept: its case goes on."""
    claim = people.claim(command.interaction)
    kept, merged = people.shown_as(people.known(claim.claimed)), people.shown_as(people.known(claim.customer))
    return Decision((f.CustomersMerged(kept=kept, merged=merged),))


def refuse_claim(people: People, command: c.RefuseClaim, now: Instant) -> Decision:
    """Two people: each with a case of their own."""
    claim = people.claim(command.interaction)
    case = command.case if claim.case is not None else None
    fact = ClaimRefused(
        interaction=claim.interaction, customer=claim.customer, claimed=claim.claimed, case=case
    )  # fmt: skip
    return Decision((fact,))


DECIDES: Decides = {
    c.NameCustomer: name_customer,
    c.PreferLanguage: prefer_language,
    c.AddIdentity: add_identity,
    c.RefuseRecording: refuse_recording,
    c.MergeCustomers: merge_customers,
    c.UnmergeCustomers: unmerge_customers,
    c.EraseCustomer: erase_customer,
    c.ConfirmClaim: confirm_claim,
    c.RefuseClaim: refuse_claim,
}
