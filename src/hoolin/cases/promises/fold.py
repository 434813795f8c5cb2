"""Facts → the promises that are owed. Those that other facts make are taken up from those facts, which are not written down twice:

- a callback at a time (`CallbackAsked`): owed by the queue until the end of its half hour, kept by the call (`CallbackTried`) or by whoever
  closes it, moved when the customer asks for another time;
- a conversation put off (`InteractionDeferred`): owed until the end of the half hour that begins then, kept by whoever takes it up.

That either was broken, and that supervisors were told, are facts of this room.
"""

from typing import cast

from hoolin.cases.callbacks import facts as cb
from hoolin.cases.promises import facts as f
from hoolin.cases.promises.state import Ledger, Promise, Source
from hoolin.cases.promises.times import WINDOW_MS
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.facts import PromiseKind


def id_of(entry: Entry) -> str:
    """What a promise is called that another fact makes: by that fact's position."""
    return f"promise-{entry.position}"


# ── the ledger's own ────────────────────────────────────────────────────────────────────────────────────────────────


def made(ledger: Ledger, entry: Entry) -> None:
    """Owed."""
    fact = cast(f.PromiseMade, entry.fact)
    ledger.kept.owed[fact.promise] = Promise(
        fact.promise, fact.customer, fact.case, fact.interaction, fact.kind, fact.channel, fact.queue, fact.owner,
        entry.at, fact.due_at, message=fact.message,
    )  # fmt: skip
    ledger.arm(fact.promise)


def moved(ledger: Ledger, entry: Entry) -> None:
    """Until another time, and from the beginning."""
    fact = cast(f.PromiseMoved, entry.fact)
    _to(ledger, ledger.kept.owed[fact.promise], fact.due_at, entry.at)


def _to(ledger: Ledger, one: Promise, due_at: Instant, now: Instant) -> None:
    one.since, one.due_at, one.moves = now, due_at, one.moves + 1
    one.reminded = one.escalated = one.broken = False
    ledger.arm(one.promise)


def reminded(ledger: Ledger, entry: Entry) -> None:
    """Told once."""
    fact = cast(f.PromiseReminded, entry.fact)
    one = ledger.kept.owed[fact.promise]
    if fact.to == "owner":
        one.reminded = True
    else:
        one.escalated = True
    ledger.arm(fact.promise)


def handed_on(ledger: Ledger, entry: Entry) -> None:
    """The queue's."""
    fact = cast(f.PromiseHandedOn, entry.fact)
    ledger.kept.owed[fact.promise].owner = None
    ledger.arm(fact.promise)


def taken(ledger: Ledger, entry: Entry) -> None:
    """Somebody's again; they know that it comes due."""
    fact = cast(f.PromiseTaken, entry.fact)
    one = ledger.kept.owed[fact.promise]
    one.owner = fact.agent
    ledger.arm(fact.promise)


def broken(ledger: Ledger, entry: Entry) -> None:
    """Still owed."""
    fact = cast(f.PromiseBroken, entry.fact)
    ledger.kept.owed[fact.promise].broken = True
    ledger.arm(fact.promise)


def ended(ledger: Ledger, entry: Entry) -> None:
    """Kept, or taken back."""
    _let_go(ledger, cast(f.PromiseKept | f.PromiseWithdrawn, entry.fact).promise)


def _let_go(ledger: Ledger, promise: str) -> None:
    ledger.kept.owed.pop(promise, None)
    ledger.arm(promise)


# ── what other facts promise ────────────────────────────────────────────────────────────────────────────────────────


def _of(ledger: Ledger, interaction: str, *sources: Source) -> Promise | None:
    promise = ledger.kept.by_interaction.get(interaction)
    one = ledger.kept.owed.get(promise or "")
    return one if one is not None and one.source in sources else None


def _owe(ledger: Ledger, entry: Entry, interaction: str, kind: PromiseKind, source: Source, due_at: Instant) -> None:
    known = ledger.site.kept.interactions[interaction]
    promise = id_of(entry)
    ledger.kept.owed[promise] = Promise(
        promise, known.customer, known.case, interaction, kind, known.channel, known.queue, None, entry.at, due_at,
        source=source,
    )  # fmt: skip
    ledger.kept.by_interaction[interaction] = promise
    ledger.arm(promise)


def callback_asked(ledger: Ledger, entry: Entry) -> None:
    """Promised anew, to another time, or, where they stand in line at once, to no time any more."""
    fact = cast(cb.CallbackAsked, entry.fact)
    kept, one = ledger.kept, _of(ledger, fact.interaction, "callback")
    kept.called[fact.interaction] = None
    if one is not None and fact.promised_at is None:
        _end(ledger, fact.interaction)
    elif one is not None and fact.promised_at is not None:
        _to(ledger, one, fact.promised_at + WINDOW_MS, entry.at)
    elif fact.promised_at is not None and fact.interaction in ledger.site.kept.interactions:
        _owe(ledger, entry, fact.interaction, "callback", "callback", fact.promised_at + WINDOW_MS)
    elif fact.promised_at is not None:
        kept.asked[fact.interaction] = (id_of(entry), fact.promised_at + WINDOW_MS)


def arrived(ledger: Ledger, entry: Entry) -> None:
    """Whose call it is that was promised a moment ago is known now."""
    fact = cast(i.InteractionArrived, entry.fact)
    asked = ledger.kept.asked.pop(fact.interaction, None)
    if asked is not None:
        promise, due_at = asked
        ledger.kept.owed[promise] = Promise(
            promise, fact.customer, fact.case, fact.interaction, "callback", fact.channel, fact.queue, None, entry.at,
            due_at, source="callback",
        )  # fmt: skip
        ledger.kept.by_interaction[fact.interaction] = promise
        ledger.arm(promise)


def deferred(ledger: Ledger, entry: Entry) -> None:
    """Owed anew, or to another time. Of a callback its own facts tell."""
    fact = cast(i.InteractionDeferred, entry.fact)
    if fact.interaction in ledger.kept.called:
        return
    one = _of(ledger, fact.interaction, "deferral")
    if one is not None:
        _to(ledger, one, fact.due_at + WINDOW_MS, entry.at)
    else:
        _owe(ledger, entry, fact.interaction, "answer", "deferral", fact.due_at + WINDOW_MS)


def joined(ledger: Ledger, entry: Entry) -> None:
    """Taken up: what was put off is kept."""
    interaction = cast(i.OfferAccepted | i.InteractionTaken, entry.fact).interaction
    if _of(ledger, interaction, "deferral") is not None:
        _end(ledger, interaction)


def tried(ledger: Ledger, entry: Entry) -> None:
    """Called: a callback is kept, whoever was there to hear it."""
    _end(ledger, cast(cb.CallbackTried, entry.fact).interaction)


def over(ledger: Ledger, entry: Entry) -> None:
    """What goes on no more owes nothing of that kind."""
    interaction = cast(i.InteractionClosed | i.InteractionAbandoned | i.InteractionMoved, entry.fact).interaction
    ledger.kept.called.pop(interaction, None)
    _end(ledger, interaction)


def _end(ledger: Ledger, interaction: str) -> None:
    promise = ledger.kept.by_interaction.pop(interaction, None)
    if promise is not None:
        _let_go(ledger, promise)


def parted(ledger: Ledger, entry: Entry) -> None:
    """Whoever was promised something there is somebody else: it is owed in a case of their own."""
    fact = cast(i.ClaimRefused, entry.fact)
    if fact.case is not None:
        for one in ledger.kept.owed.values():
            if one.interaction == fact.interaction:
                one.case = fact.case


# ── who is there ────────────────────────────────────────────────────────────────────────────────────────────────────


def presence_changed(ledger: Ledger, entry: Entry) -> None:
    """Since when an owner is not there."""
    fact = cast(i.PresenceChanged, entry.fact)
    if fact.presence == "online":
        ledger.kept.away.pop(fact.agent, None)
    else:
        ledger.kept.away.setdefault(fact.agent, entry.at)
    ledger.arm_of(fact.agent)


def retired(ledger: Ledger, entry: Entry) -> None:
    """Gone for good."""
    agent = cast(i.AgentRetired, entry.fact).agent
    if any(one.owner == agent for one in ledger.kept.owed.values()):
        ledger.kept.away[agent] = entry.at
        ledger.arm_of(agent)
    else:
        ledger.kept.away.pop(agent, None)


FOLDS: Folds = {
    f.PromiseMade: made,
    f.PromiseMoved: moved,
    f.PromiseReminded: reminded,
    f.PromiseHandedOn: handed_on,
    f.PromiseTaken: taken,
    f.PromiseBroken: broken,
    f.PromiseKept: ended,
    f.PromiseWithdrawn: ended,
    cb.CallbackAsked: callback_asked,
    cb.CallbackTried: tried,
    i.InteractionArrived: arrived,
    i.InteractionDeferred: deferred,
    i.OfferAccepted: joined,
    i.InteractionTaken: joined,
    i.InteractionClosed: over,
    i.InteractionAbandoned: over,
    i.InteractionMoved: over,
    i.ClaimRefused: parted,
    i.PresenceChanged: presence_changed,
    i.AgentRetired: retired,
}
