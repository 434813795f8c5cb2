"""Command → facts about exemplars.

It refuses: a passage that is none, or is proposed or kept already; too many proposals; to be kept by whoever proposed it or is shown in it: somebody else has to see it; criteria and
reasons that there are not; a name beside it that is not whose it is; anything about what is gone.
"""

import msgspec

from hoolin.coaching.exemplars import commands as c
from hoolin.coaching.exemplars import facts as f
from hoolin.coaching.exemplars.state import KEPT_MAX, OPEN_MAX, OPEN_OF_ONE_MAX, Exemplar, Exemplars, owner_of
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Content, Instant

AGAIN_MS = 3_600_000


def propose(state: Exemplars, command: c.ProposeExemplar, now: Instant) -> Decision:
    """A passage is proposed once; what overlaps is the same moment."""
    _check_passage(command)
    passage = None if command.typed else (command.first, command.last)
    for one in state.of_passage(command.interaction, passage):
        if one.standing in ("proposed", "kept"):
            raise Conflict("exemplar_known", exemplar=one.exemplar)
    waiting = state.standing("proposed")
    if len(waiting) >= OPEN_MAX or sum(one.by == command.by for one in waiting) >= OPEN_OF_ONE_MAX:
        raise Invalid("too_many_proposals", at_most=OPEN_OF_ONE_MAX if len(waiting) < OPEN_MAX else OPEN_MAX)
    owner, contents = owner_of(command.exemplar), []
    if command.typed:
        contents.append(Content(f"{command.exemplar}.x", owner, msgspec.json.encode(command.typed)))
    if command.note.strip():
        contents.append(Content(f"{command.exemplar}.n", owner, command.note.strip().encode()))
    proposed = f.ExemplarProposed(
        exemplar=command.exemplar, interaction=command.interaction, customer=command.customer, channel=command.channel, queue=command.queue,
        language=command.language, agent=command.agent, by=command.by, source=command.source, first=command.first, last=command.last,
        typed=f"{command.exemplar}.x" if command.typed else None, note=f"{command.exemplar}.n" if command.note.strip() else None,
        reasons=_known(state, command.reasons),
    )  # fmt: skip
    return Decision((proposed,), tuple(contents), new=(command.exemplar, *(one.id for one in contents)))


def approve(state: Exemplars, command: c.ApproveExemplar, now: Instant) -> Decision:
    """By somebody else than whoever proposed it or is shown in it."""
    one = _one(state, command.exemplar, "proposed")
    if command.by in (one.by, one.agent):
        raise NotAllowed("own_exemplar", exemplar=one.exemplar)
    if len(state.standing("kept")) >= KEPT_MAX:
        raise Invalid("too_many_exemplars", at_most=KEPT_MAX)
    if not command.criteria and not command.reasons:
        raise Invalid("nothing_tagged", exemplar=one.exemplar)
    unknown = [code for code in command.criteria if state.register.in_force.register.item(code) is None]
    unknown += [code for code in command.reasons if code not in _known(state, command.reasons)]
    if unknown:
        raise Invalid("no_such_tag", tags=unknown)
    content = Content(f"{one.exemplar}.t", owner_of(one.exemplar), msgspec.json.encode(command.text))
    approved = f.ExemplarApproved(
        exemplar=one.exemplar, by=command.by, text=content.id, language=command.language, criteria=command.criteria, reasons=command.reasons,
        basis=command.basis,
    )  # fmt: skip
    return Decision((approved,), (content,), new=(content.id,))


def agree(state: Exemplars, command: c.AgreeExemplar, now: Instant) -> Decision:
    """By whoever is shown in it, and as often as they change their mind."""
    one = _going(state, command.exemplar)
    if command.agent != one.agent:
        raise NotAllowed("not_yours", exemplar=one.exemplar)
    if one.agrees == command.agrees:
        return Decision()
    return Decision((f.ExemplarAgreed(exemplar=one.exemplar, agent=command.agent, agrees=command.agrees),))


def decline(state: Exemplars, command: c.DeclineExemplar, now: Instant) -> Decision:
    """What was proposed and is not kept."""
    one = _one(state, command.exemplar, "proposed")
    return Decision((f.ExemplarDeclined(exemplar=one.exemplar, by=command.by, why=command.why),))


def withdraw(state: Exemplars, command: c.WithdrawExemplar, now: Instant) -> Decision:
    """At any time, and once. As the agent only whoever is shown in it, or proposed it and it was not decided upon."""
    one = state.kept.exemplars.get(command.exemplar)
    if one is not None and one.standing == "withdrawn":
        return Decision()
    one = _going(state, command.exemplar)
    mine = command.by == one.agent or (command.by == one.by and one.standing == "proposed")
    if command.why == "agent" and not mine:
        raise NotAllowed("not_yours", exemplar=one.exemplar)
    return Decision((f.ExemplarWithdrawn(exemplar=one.exemplar, by=command.by, why=command.why),))


def show(state: Exemplars, command: c.ShowExemplar, now: Instant) -> Decision:
    """Counted once an hour and person."""
    one = _one(state, command.exemplar, "kept")
    if now - one.shown_to.get(command.to, -AGAIN_MS) < AGAIN_MS:
        return Decision()
    shown = f.ExemplarShown(exemplar=one.exemplar, to=command.to, interaction=command.interaction, heard=command.heard)
    return Decision((shown,))


def set_praise_aside(state: Exemplars, command: c.SetPraiseAside, now: Instant) -> Decision:
    """Once."""
    if command.interaction in state.kept.aside:
        return Decision()
    return Decision((f.PraiseSetAside(interaction=command.interaction, by=command.by),))


def _check_passage(command: c.ProposeExemplar) -> None:
    """Either messages or what was typed."""
    if command.typed:
        long = sum(len(one.text) for one in command.typed) > c.TYPED_CHARACTERS_MAX or len(command.typed) > c.TURNS_MAX
        if command.first or command.last or long:
            raise Invalid("no_passage", at_most=c.TURNS_MAX)
    elif not 1 <= command.first <= command.last or command.last - command.first >= c.TURNS_MAX:
        raise Invalid("no_passage", at_most=c.TURNS_MAX)


def _known(state: Exemplars, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those that the tree has, or, where none was published, the site's rules."""
    allowed = set(state.tree.site.kept.rules.reasons) | {one.code for one in state.tree.in_force.tree.reasons}
    return tuple(dict.fromkeys(code for code in codes if code in allowed))


def _one(state: Exemplars, exemplar: str, standing: str) -> Exemplar:
    one = state.kept.exemplars.get(exemplar)
    if one is None:
        raise NotFound("exemplar", exemplar=exemplar)
    if one.standing != standing:
        raise Conflict("exemplar_" + one.standing, exemplar=exemplar)
    return one


def _going(state: Exemplars, exemplar: str) -> Exemplar:
    one = state.kept.exemplars.get(exemplar)
    if one is None:
        raise NotFound("exemplar", exemplar=exemplar)
    if one.standing not in ("proposed", "kept"):
        raise Conflict("exemplar_" + one.standing, exemplar=exemplar)
    return one


DECIDES: Decides = {
    c.ProposeExemplar: propose, c.ApproveExemplar: approve, c.AgreeExemplar: agree, c.DeclineExemplar: decline, c.WithdrawExemplar: withdraw,
    c.ShowExemplar: show, c.SetPraiseAside: set_praise_aside,
}  # fmt: skip
