"""Command → facts about calling back. Whatever is promised is decided here, in one step with the place in line, so that two who ask
at once cannot be promised the same place.

It refuses: a half hour that is full or not ours to give; a form that was sent before with other words; another time while an agent
is calling at this moment.
"""

from msgspec.structs import replace

from hoolin.cases.callbacks import commands as c
from hoolin.cases.callbacks import facts as f
from hoolin.cases.callbacks.state import CallbackDesk
from hoolin.cases.callbacks.times import DAYS_AHEAD_MAX, DAYS_SHOWN, RETRY_MS, is_open, next_open, slots
from hoolin.core.commands import Decides, Decision
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.arrive import arrival, leave_behind
from hoolin.core.interaction.decide import mine, say_goodbye
from hoolin.core.interaction.put_off import put_off, replaced
from hoolin.core.interaction.site import Interaction
from hoolin.core.interaction.speak import after, receive_message, received

ACCOUNT = "callback"
"""By which door a call leaves, until there are telephone lines to choose from."""


def ask(desk: CallbackDesk, command: c.AskCallback, now: Instant) -> Decision:
    """A callback begins, or another time is promised for the one that is open under this number."""
    sent = desk.kept.forms.get(command.form)
    if sent is not None:
        if sent.cancelled or (sent.number, sent.at) != (command.number, command.at):
            raise Conflict("form_sent")
        return Decision()
    one = desk.under_way(desk.kept.by_number.get(command.number))
    if one is not None and one.state in ("active", "held"):
        raise Conflict("being_called")
    promised_at = promise(desk, command.at, now, one.interaction if one is not None else None)
    if one is None:
        return _begin(desk, command, promised_at, now, ())
    if command.proved and command.begins.customer != one.customer:
        # Whoever only typed that number gives way to whoever has proved who they are: one number is called once.
        return _begin(desk, command, promised_at, now, replaced(one, command.begins.interaction))
    return _change(desk, command, promised_at, now, one)


def promise(desk: CallbackDesk, at: Instant | None, now: Instant, but: str | None) -> Instant | None:
    """What may be promised: the half hour that was chosen; else nothing but the place in line while somebody is at work, and the
    first half hour with room when not. but: an interaction whose own promise does not count. Raises Invalid, Conflict.
    """
    taken, places = desk.kept.taken(but), desk.rules.slot_places
    if at is not None:
        if at not in slots(desk.open_between, now, DAYS_SHOWN):
            raise Invalid("not_a_slot")
        if taken[at] >= places:
            raise Conflict("slot_full", at=at)
        return at
    if is_open(desk.open_between, now):
        return None
    found = next((slot for slot in slots(desk.open_between, now, DAYS_AHEAD_MAX) if taken[slot] < places), None)
    if found is None:
        raise Conflict("all_slots_full")
    return found


def _asked(command: c.AskCallback, interaction: str, promised_at: Instant | None) -> Fact:
    return f.CallbackAsked(
        interaction=interaction, form=command.form, number=command.number, at=command.at, promised_at=promised_at
    )  # fmt: skip


def _begin(
    desk: CallbackDesk, command: c.AskCallback, promised_at: Instant | None, now: Instant, before: tuple[Fact, ...]
) -> Decision:
    """A new interaction, its first word if there is one, and the number to call: all of it or nothing."""
    priority = desk.rules.priority if promised_at is not None else 0
    begins = replace(command.begins, due_at=promised_at or 0, priority=priority, apart=True)
    if command.about.strip():
        said = ic.ReceiveMessage(
            interaction=begins.interaction, key=command.form[:64], text=command.about, begins=begins
        )
        made = receive_message(desk.site, said, now)
    else:
        made = arrival(desk.site, begins, now)
    if not made.facts:
        raise Conflict("id_used")
    number = InteractionAddressed(interaction=begins.interaction, account=ACCOUNT, address=command.address)
    content = Content(command.address, begins.customer, command.body)
    return Decision(
        (*before, _asked(command, begins.interaction, promised_at), *made.facts, number),
        (*made.contents, content),
        new=(*made.new, command.address),
    )


def _change(
    desk: CallbackDesk, command: c.AskCallback, promised_at: Instant | None, now: Instant, one: Interaction
) -> Decision:
    """Another time, and perhaps another word, for what is open. What its customer had under way elsewhere moves here."""
    facts: list[Fact] = [_asked(command, one.interaction, promised_at)]
    if command.proved:
        facts += leave_behind(desk.site, command.begins, one.interaction)
    facts += put_off(one, promised_at or now, now)
    if not command.about.strip():
        return Decision(tuple(facts))
    said = ic.ReceiveMessage(interaction=one.interaction, key=command.form[:64], text=command.about)
    fact, content = received(after(one), said)
    return Decision((*facts, fact), (content,))


def cancel(desk: CallbackDesk, command: c.CancelCallback, now: Instant) -> Decision:
    """The customer will not be called. What has ended stays as it ended."""
    sent = desk.kept.forms.get(command.form)
    if sent is None:
        raise NotFound("callback")
    if sent.interaction not in desk.kept.open:
        return Decision()
    return say_goodbye(desk.site, ic.SayGoodbye(interaction=sent.interaction), now)


def report(desk: CallbackDesk, command: c.ReportTry, now: Instant) -> Decision:
    """Written down by whoever has it before them. Nobody there: called again by itself, with the same person if they are there, until
    the calls of `RETRY_MS` are used up. A wrong number is not called again.
    """
    known = desk.kept.open.get(command.interaction)
    if known is None:
        raise NotFound("callback", interaction=command.interaction)
    one = mine(desk.site, command.interaction, command.agent, "active", "held", "wrap_up")
    if command.outcome == "reached" and known.reached:
        return Decision()
    tried = f.CallbackTried(interaction=one.interaction, agent=command.agent, outcome=command.outcome)
    if command.outcome == "reached":
        return Decision((tried,))
    if command.outcome == "wrong_number" or known.tries >= len(RETRY_MS):
        return Decision((tried, *_given_up(one, command.agent, now)))
    due_at = next_open(desk.open_between, now + RETRY_MS[known.tries])
    return Decision((tried, *put_off(one, due_at, now)))


def _given_up(one: Interaction, agent: str, now: Instant) -> tuple[Fact, ...]:
    """Closed as not reached; its case stays open, so that nobody who was promised a call is forgotten."""
    closed = i.InteractionClosed(interaction=one.interaction, case=one.case, agent=agent, outcome="not_reached")
    if one.state == "wrap_up":
        return (closed,)
    return (i.WrapUpStarted(interaction=one.interaction, agent=agent, due_at=now), closed)


DECIDES: Decides = {c.AskCallback: ask, c.CancelCallback: cancel, c.ReportTry: report}
