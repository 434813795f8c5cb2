"""Command → facts about how contacts felt.

It refuses: telling of a contact that one did not serve, or not in this shift; telling where the site has it off; taking back what one did not tell; counting a week that goes
on, or twice. Nobody is ever made to tell anything.
"""

import msgspec

from hoolin.coaching.ease import commands as c
from hoolin.coaching.ease import facts as f
from hoolin.coaching.ease.state import Ease
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Content, Instant


def tell(state: Ease, command: c.TellEase, now: Instant) -> Decision:
    """What they say is theirs: it lies under a key of its own."""
    if not state.site.kept.ease.on:
        raise Conflict("ease_off")
    if state.may_tell(command.agent, command.interaction, now) is None:
        raise Conflict("not_to_tell", interaction=command.interaction)
    told = f.EaseTold(
        interaction=command.interaction, agent=command.agent, tap=command.tap, week=command.week, hour=command.hour
    )
    body = msgspec.json.encode({"felt": command.felt})
    content = Content(id=command.tap, owner=f.owner_of(command.agent, command.tap), body=body)
    return Decision((told,), (content,), new=(command.tap,))


def take_back(state: Ease, command: c.TakeBackEase, now: Instant) -> Decision:
    """All of it, or some; where there is nothing, nothing changes."""
    mine = [tap.tap for tap in state.kept.taps.get(command.agent, {}).values()]
    if not command.taps:
        taps = tuple(mine[: f.TAPS_TAKEN_BACK_MAX])
    else:
        if not set(command.taps) <= set(mine):
            raise NotFound("no_such_tap")
        taps = tuple(dict.fromkeys(command.taps))
    return Decision((f.EaseTakenBack(agent=command.agent, taps=taps),) if taps else ())


def count(state: Ease, command: c.CountEase, now: Instant) -> Decision:
    """Once a week, and for ever."""
    if command.week >= command.this_week:
        raise Conflict("week_goes_on", week=command.week)
    if command.week in state.kept.counted:
        return Decision()
    return Decision((f.EaseCounted(week=command.week, cells=command.cells),))


DECIDES: Decides = {c.TellEase: tell, c.TakeBackEase: take_back, c.CountEase: count}
