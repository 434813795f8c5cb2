"""Command → facts about promises.

It refuses: a time that is over or absurd; a promise to a customer whom the agent does not have before them; another time without the
customer's word; taking back, and taking over, what is a colleague's; more promises in one case than anybody can keep.
"""

from hoolin.cases.promises import commands as c
from hoolin.cases.promises import facts as f
from hoolin.cases.promises.state import Ledger, Promise
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.interaction.commands import Promising, SendMessage
from hoolin.core.interaction.decide import mine
from hoolin.core.interaction.site import Interaction
from hoolin.core.limits import DEFER_MS_MAX

OWED_PER_CASE_MAX = 20
"""More than this in one case is a slip of the hand; nobody keeps them."""


def make(ledger: Ledger, command: c.MakePromise, now: Instant) -> Decision:
    """By whoever has the customer before them. Asking again with the same id changes nothing."""
    if command.promise in ledger.kept.owed:
        return Decision()
    one = mine(ledger.site, command.interaction, command.agent, "active", "held", "parked", "wrap_up")
    if ledger.site.kept.channels[one.channel].delivers:
        # There a message says it, so that the customer has it in writing the moment it is promised.
        raise Conflict("say_it", interaction=one.interaction)
    promising = Promising(promise=command.promise, kind=command.kind, due_at=command.due_at, words=command.text)
    _may_promise(ledger, one.case, (promising,), now, now)
    return _made(one, promising, command.agent, command.written, None)


def stated(ledger: Ledger, one: Interaction, command: SendMessage, message: str, now: Instant) -> Decision:
    """What a message promises, beside the message itself. message: its id. It is due after the customer can have read it: what is held back until
    tomorrow promises nothing for today.
    """
    held_ms = command.hold_ms if ledger.site.kept.channels[one.channel].delivers else 0
    _may_promise(ledger, one.case, command.promises, now, now + held_ms)
    facts: list[Fact] = []
    contents: list[Content] = []
    for promising in command.promises:
        if promising.words not in command.text:
            raise Invalid("promise_not_said", words=promising.words)
        made = _made(one, promising, command.agent, "text", message)
        facts += made.facts
        contents += made.contents
    return Decision(tuple(facts), tuple(contents), new=tuple(promising.promise for promising in command.promises))


def _made(one: Interaction, promising: Promising, agent: str, written: f.Written, message: str | None) -> Decision:
    words = _words(promising.promise, 0, one.customer, promising.words)
    fact = f.PromiseMade(
        promise=promising.promise, customer=one.customer, case=one.case, interaction=one.interaction,
        kind=promising.kind, channel=one.channel, queue=one.queue, owner=agent, made_by=agent,
        due_at=promising.due_at, words=words.id, characters=len(promising.words), written=written, message=message,
    )  # fmt: skip
    return Decision((fact,), (words,), new=(promising.promise, words.id))


def _words(promise: str, moves: int, customer: str, text: str) -> Content:
    return Content(f"{promise}.w{moves}", customer, text.encode())


def _may_promise(ledger: Ledger, case: str, made: tuple[Promising, ...], now: Instant, said_at: Instant) -> None:
    for promising in made:
        may_be_due(promising.due_at, now, said_at)
        if not promising.words.strip():
            raise Invalid("text_empty")
        if promising.promise in ledger.kept.owed:
            raise Conflict("id_used")
    owed = sum(one.case == case for one in ledger.kept.owed.values()) if made else 0
    if owed + len(made) > OWED_PER_CASE_MAX:
        raise Conflict("too_many_promises", at_most=OWED_PER_CASE_MAX)


def may_be_due(due_at: Instant, now: Instant, said_at: Instant | None = None) -> None:
    """Raises Invalid for a time that is over when it is said (said_at, else now), or that nobody can promise."""
    if not (said_at or now) < due_at <= now + DEFER_MS_MAX:
        raise Invalid("due_at", at_most_ms=DEFER_MS_MAX)


def move(ledger: Ledger, command: c.MovePromise, now: Instant) -> Decision:
    """With the customer's word: in a conversation of the same case that the agent has in their hands. What was broken stays so."""
    one = _own(ledger, command.promise)
    spoken = mine(ledger.site, command.interaction, command.agent, "active", "held", "parked", "wrap_up")
    if spoken.case != one.case:
        raise Conflict("customers_word", promise=one.promise)
    may_be_due(command.due_at, now)
    if not command.text.strip():
        raise Invalid("text_empty")
    if command.due_at == one.due_at:
        return Decision()
    words = _words(one.promise, one.moves + 1, one.customer, command.text)
    # Where a message says it, the agent has it before them, and nobody knows yet whether it is sent.
    unsent = ledger.site.kept.channels[spoken.channel].delivers
    moved = f.PromiseMoved(
        promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction,
        agreed_in=spoken.interaction, agent=command.agent, owner=one.owner, was=one.due_at, due_at=command.due_at, words=words.id,
        written="draft" if unsent else command.written,
    )  # fmt: skip
    taken = _taken(one, command.agent) if one.owner != command.agent else ()
    return Decision((moved, *taken), (words,), new=(words.id,))


def take(ledger: Ledger, command: c.TakePromise, now: Instant) -> Decision:
    """What the queue has; what is a colleague's only by whoever may move their work, or has its customer before them."""
    one = _own(ledger, command.promise)
    if one.owner == command.agent:
        return Decision()
    if one.owner is not None and not command.supervising and not _has_customer(ledger, one, command.agent):
        raise Conflict("not_yours", promise=one.promise)
    ledger.site.agent(command.agent)
    return Decision(_taken(one, command.agent))


def keep(ledger: Ledger, command: c.KeepPromise, now: Instant) -> Decision:
    """By whoever answers for it; by anybody, while the queue does."""
    one = _own(ledger, command.promise)
    _may_end(ledger, one, command.agent, command.supervising)
    kept = f.PromiseKept(
        promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, agent=command.agent,
        owner=one.owner, due_at=one.due_at,
    )  # fmt: skip
    return Decision((kept,))


def withdraw(ledger: Ledger, command: c.WithdrawPromise, now: Instant) -> Decision:
    """With a reason. What cannot be kept counts as broken, whatever the time."""
    one = _own(ledger, command.promise)
    _may_end(ledger, one, command.agent, command.supervising)
    return Decision((withdrawn(one, command.agent, command.reason),))


def unsay(ledger: Ledger, command: c.UnsayPromises, now: Instant) -> Decision:
    """Whatever that message promised."""
    said = [one for one in ledger.kept.owed.values() if one.message == command.message]
    return Decision(tuple(withdrawn(one, None, "recalled") for one in said))


def end_all(ledger: Ledger, command: c.EndPromises, now: Instant) -> Decision:
    """Theirs end in this instant; those of other facts end with their interactions."""
    theirs = [one for one in ledger.kept.owed.values() if one.customer == command.forgotten and one.source == "ledger"]
    return Decision(tuple(withdrawn(one, None, "erased") for one in theirs))


def withdrawn(one: Promise, agent: str | None, reason: f.Reason) -> f.PromiseWithdrawn:
    """That it is owed no more."""
    return f.PromiseWithdrawn(
        promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, agent=agent,
        owner=one.owner, reason=reason,
    )  # fmt: skip


def _own(ledger: Ledger, promise: str) -> Promise:
    """One that people end by hand. What other facts promise ends with them."""
    one = ledger.owed(promise)
    if one.source != "ledger":
        raise Conflict("ends_by_itself", promise=promise)
    return one


def _taken(one: Promise, agent: str) -> tuple[Fact, ...]:
    taken = f.PromiseTaken(
        promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, agent=agent,
        was=one.owner,
    )  # fmt: skip
    return (taken,)


def _may_end(ledger: Ledger, one: Promise, agent: str, supervising: bool) -> None:
    if one.owner in (agent, None) or supervising or _has_customer(ledger, one, agent):
        return
    raise Conflict("not_yours", promise=one.promise)


def _has_customer(ledger: Ledger, one: Promise, agent: str) -> bool:
    """Whether this agent has a conversation of the same case in their hands."""
    known = ledger.site.kept.agents.get(agent)
    live = ledger.site.kept.interactions
    return known is not None and any(
        live[work].case == one.case and live[work].agent == agent and live[work].state != "offered"
        for work in known.work
    )


DECIDES: Decides = {
    c.MakePromise: make,
    c.MovePromise: move,
    c.TakePromise: take,
    c.KeepPromise: keep,
    c.WithdrawPromise: withdraw,
    c.UnsayPromises: unsay,
    c.EndPromises: end_all,
}
