"""Command → facts about questions after a call. Asked is whoever has spoken with an agent and is still there; each question is answered once."""

from hoolin.channels.voice.after import commands as c
from hoolin.channels.voice.after import facts as f
from hoolin.channels.voice.after.port import QUESTIONS_MAX, Answered
from hoolin.channels.voice.state import Call, CallDesk
from hoolin.core.commands import Decides, Decision
from hoolin.core.facts import Fact, Instant


def ask(desk: CallDesk, command: c.AskKeys, now: Instant) -> Decision:
    """Once a call."""
    one = desk.kept.open.get(command.call)
    if one is None or desk.after is None or one.asked is not None or one.stage != "wrap_up" or not one.of_customer.up:
        return Decision()
    held = desk.site.interaction(one.interaction)
    form = desk.after.form_for(Answered(one.interaction, one.customer, held.queue, one.language))
    if form is None or not form.questions:
        return Decision()
    asked = f.KeysAsked(
        call=one.call, interaction=one.interaction, customer=one.customer, form=form.form,
        questions=form.questions[:QUESTIONS_MAX],
    )  # fmt: skip
    return Decision((asked,))


def answer(desk: CallDesk, command: c.AnswerKeys, now: Instant) -> Decision:
    """What was asked, and not yet answered."""
    one = desk.kept.open.get(command.call)
    asked = one.asked if one is not None else None
    if one is None or asked is None or asked.done or command.question not in asked.left:
        return Decision()
    answered = f.KeysAnswered(
        call=one.call, interaction=one.interaction, form=asked.form, question=command.question, value=command.value
    )  # fmt: skip
    return Decision((answered,))


def end(desk: CallDesk, command: c.EndKeys, now: Instant) -> Decision:
    """Nothing more."""
    one = desk.kept.open.get(command.call)
    return Decision(over(one, command.cause)) if one is not None else Decision()


def over(one: Call, cause: f.DoneCause) -> tuple[Fact, ...]:
    """With the end of a call, or before."""
    if one.asked is None or one.asked.done:
        return ()
    return (f.KeysDone(call=one.call, interaction=one.interaction, form=one.asked.form, cause=cause),)


DECIDES: Decides = {c.AskKeys: ask, c.AnswerKeys: answer, c.EndKeys: end}
