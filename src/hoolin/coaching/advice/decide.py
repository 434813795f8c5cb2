"""Command → facts about advice. It refuses: advice to nobody who works here, a third thing at once, the same twice; what was set aside lately, unless the agent takes it up
after all; to set aside or finish what is not there.
"""

import msgspec

from hoolin.coaching.advice import commands as c
from hoolin.coaching.advice import facts as f
from hoolin.coaching.advice.state import OPEN_MAX, Advised
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Instant


def give(state: Advised, command: c.GiveAdvice, now: Instant) -> Decision:
    """At most two at once. What an agent set aside is not pressed on them; they may take it up after all."""
    given = command.given
    if given.agent not in state.site.kept.agents:
        raise NotFound("agent", agent=given.agent)
    if state.working_on(given.agent, given.item) is not None:
        raise Conflict("advice_open", item=given.item)
    if len(state.open(given.agent)) >= OPEN_MAX:
        raise Conflict("advice_enough", at_most=OPEN_MAX)
    if given.by != given.agent and state.set_aside(given.agent, given.item, now) is not None:
        raise Conflict("advice_set_aside", item=given.item)
    return Decision((given,))


def set_aside(state: Advised, command: c.SetAdviceAside, now: Instant) -> Decision:
    """Whether it was given already or not. Who coaches withholds only what the agent does not work on yet; an agent withholds nothing."""
    if command.agent not in state.site.kept.agents:
        raise NotFound("agent", agent=command.agent)
    own = command.by == command.agent
    if own == (command.why == "withheld"):
        raise Invalid("not_theirs_to_say", why=command.why)
    if not own and state.working_on(command.agent, command.item) is not None:
        raise Conflict("advice_open", item=command.item)
    text = command.text.strip()
    if command.why == "not_me" and not text:
        raise Invalid("no_words")
    if bool(text) != (command.words is not None):
        raise Invalid("words_without_id")
    said = f.AdviceSetAside(agent=command.agent, item=command.item, by=command.by, why=command.why, words=command.words)
    if command.words is None:
        return Decision((said,))
    body = msgspec.json.encode({"text": text})
    return Decision(
        (said,), (Content(command.words, f.owner_of(command.agent, command.words), body),), new=(command.words,)
    )


def finish(state: Advised, command: c.FinishAdvice, now: Instant) -> Decision:
    """Only what they work on."""
    known = state.working_on(command.agent, command.item)
    if known is None:
        raise NotFound("no_such_advice", item=command.item)
    given = known.given
    return Decision(
        (f.AdviceDone(advice=given.advice, agent=given.agent, item=given.item, by=command.by, how=command.how),)
    )


DECIDES: Decides = {c.GiveAdvice: give, c.SetAdviceAside: set_aside, c.FinishAdvice: finish}
