"""Command → facts about leaving, and what follows by the clock."""

from itertools import islice

from hoolin.coaching.leaving import commands as c
from hoolin.coaching.leaving import facts as f
from hoolin.coaching.leaving.going import DAY_MS
from hoolin.coaching.leaving.state import LEFT_AFTER_DAYS, Leavers
from hoolin.core.commands import Decides, Decision
from hoolin.core.facts import Fact, Instant

AT_ONCE_MAX = 200


def close(state: Leavers, command: c.CloseAccount, now: Instant) -> Decision:
    """Once."""
    return Decision(() if state.is_closed(command.account) else (f.AccountClosed(account=command.account),))


def reopen(state: Leavers, command: c.ReopenAccount, now: Instant) -> Decision:
    """Also of whoever had left: they begin anew."""
    return Decision((f.AccountReopened(account=command.account),) if state.is_closed(command.account) else ())


def sweep(state: Leavers, command: c.SweepCoaching, now: Instant) -> Decision:
    """Whoever asks has looked whether there is anything."""
    return Decision((f.CoachingSwept(),))


def follow_up(state: Leavers, now: Instant) -> tuple[Fact, ...]:
    """Who has left for good by now."""
    before = now - LEFT_AFTER_DAYS * DAY_MS
    first = islice(state.kept.closed.items(), AT_ONCE_MAX)
    return tuple(f.AccountLeft(account=account) for account, since in first if since <= before)


DECIDES: Decides = {c.CloseAccount: close, c.ReopenAccount: reopen, c.SweepCoaching: sweep}
