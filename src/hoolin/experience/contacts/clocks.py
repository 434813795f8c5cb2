"""What the customer's time goes into: until a person's word, with them, on hold, in line again. Each clock runs from one fact to the next.

- A clock for a person begins once, when one is asked for, and ends with a person's first word, or when they give up.
- Whoever chose a time to be called at does not wait before it.
"""

from msgspec import structs

from hoolin.experience.contacts.row import Contact, GaveUp
from hoolin.experience.contacts.state import Callback, Doing, Live


def ask(live: Live, at: int) -> None:
    """The clock begins, once."""
    row = live.row
    if row.asked_at is None and row.reached_at is None and not live.served:
        row.asked_at = at if live.in_flow else row.arrived_at


def wished(live: Live, asked: Callback) -> None:
    """The customer chose a time: until then they do not wait."""
    if live.row.reached_at is None and asked.wished_at is not None:
        live.row.asked_at = asked.wished_at


def word(live: Live, at: int) -> None:
    """A person's word; the first is what counts."""
    row = live.row
    if row.reached_at is None:
        row.reached_at = max(at, row.arrived_at)
        live.unseen = live.gone_at > 0 and not live.later
    if live.with_agent and live.doing != "holds":
        do(live, "talks", at)


def back_in_line(live: Live, at: int) -> None:
    """Nobody is with them: they wait again."""
    live.with_agent, live.agent_on = False, False
    do(live, "waits", at)


def do(live: Live, doing: Doing, at: int) -> None:
    """What the customer's time goes into from here; before a person's word all of it is waiting, and is counted at its end."""
    spent, row = at - live.since, live.row
    if live.doing == "holds":
        row.hold_ms += spent
    elif live.doing == "talks":
        row.talk_ms += spent
    elif live.doing == "waits" and (live.served or (row.reached_at is not None and row.reached_at <= live.since)):
        row.wait_ms += spent
    live.doing, live.since = doing, at


def give_up(row: Contact, how: GaveUp, at: int) -> None:
    """On a person; whoever hung up in a menu without asking for one has given up on nobody."""
    if row.asked_at is not None:
        row.gave_up, row.gave_up_at = how, max(at, row.asked_at)


def end_wait(row: Contact, at: int) -> None:
    """The wait for a person is over, in one way or another."""
    if row.asked_at is not None:
        until = row.reached_at if row.reached_at is not None else row.gave_up_at if row.gave_up_at is not None else at
        row.wait_ms += max(0, until - row.asked_at)


def so_far(live: Live) -> Contact:
    """The row of a contact that goes on, with the wait that is over."""
    row = live.row
    if row.asked_at is None or row.reached_at is None:
        return row
    return structs.replace(row, wait_ms=row.wait_ms + max(0, row.reached_at - row.asked_at))
