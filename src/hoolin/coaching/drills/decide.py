"""Command → facts about drills.

It refuses: a drill with faults (`faults`); one that was made from a version that holds no longer; retiring what there is not; keeping a play of a version that holds no longer; sharing or forgetting a
play of somebody else, or sharing too many at a time.
"""

import msgspec

from hoolin.coaching.drills import commands as c
from hoolin.coaching.drills import facts as f
from hoolin.coaching.drills.faults import faults
from hoolin.coaching.drills.phrasing.saying import Saying, phrased
from hoolin.coaching.drills.play import Turn
from hoolin.coaching.drills.state import SHARED_MAX, Drills
from hoolin.coaching.drills.written import shipped
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Fact, Instant


def publish(drills: Drills, command: c.PublishDrill, now: Instant) -> Decision:
    """The same again changes nothing, unless it was retired."""
    code = command.drill.code
    holds = drills.kept.published.get(code)
    same = holds.drill if holds else shipped().get(code)
    if same == command.drill and code not in drills.kept.retired:
        return Decision()
    if command.based_on != drills.number(code):
        raise Conflict("drill_moved_on", drill=code, in_force=drills.number(code))
    found = faults(command.drill, drills.site.kept.rules.languages)
    if found:
        raise Invalid("drill", faults=[msgspec.to_builtins(fault) for fault in found])
    return Decision((f.DrillPublished(drill=command.drill, number=drills.number(code) + 1, why=command.why),))


def retire(drills: Drills, command: c.RetireDrill, now: Instant) -> Decision:
    """Once."""
    if command.drill in drills.kept.retired:
        return Decision()
    drills.drill(command.drill)
    return Decision((f.DrillRetired(drill=command.drill, why=command.why),))


def record(drills: Drills, command: c.RecordPlay, now: Instant) -> Decision:
    """What was written goes under a key of this play. It was understood as the version that holds understands it."""
    if command.number != drills.number(command.drill):
        raise Conflict("drill_changed", drill=command.drill, number=drills.number(command.drill))
    owner = f.owner_of(command.agent, command.play)
    contents = [Content(command.text_id, owner, msgspec.json.encode(command.turns))]
    missed = [turn for turn in command.turns if turn.meant]
    missed_id = command.missed_id if missed else None
    if missed_id is not None:
        contents.append(Content(missed_id, owner, msgspec.json.encode(tuple(missed))))
    played = f.DrillPlayed(
        play=command.play, agent=command.agent, drill=command.drill, number=command.number, language=command.language, seed=command.seed,
        turns=len(command.turns), ending=command.ending, kind=command.kind, marks=command.marks, text=command.text_id, missed=missed_id,
    )  # fmt: skip
    facts: list[Fact] = [played]
    lines = phrased(command.sayings)
    if lines and command.phrases_id is not None:
        contents.append(Content(command.phrases_id, owner, msgspec.json.encode(command.sayings)))
        facts.append(f.DrillWorded(play=command.play, phrases=command.phrases_id, lines=lines))
    return Decision(tuple(facts), tuple(contents), new=(command.play, *(one.id for one in contents)))


def share(drills: Drills, command: c.SharePlay, now: Instant) -> Decision:
    """Only by whoever played."""
    mine = _check_mine(drills, command.agent, command.play)
    if command.shared and sum(mine.values()) - mine[command.play] >= SHARED_MAX:
        raise Conflict("shared_enough", at_most=SHARED_MAX)
    return Decision((f.DrillShared(play=command.play, agent=command.agent, shared=command.shared),))


def erase(drills: Drills, command: c.ErasePlay, now: Instant) -> Decision:
    """Only by whoever played."""
    _check_mine(drills, command.agent, command.play)
    return Decision((f.DrillErased(play=command.play, agent=command.agent),))


def _check_mine(drills: Drills, agent: str, play: str) -> dict[str, bool]:
    mine = drills.kept.plays.get(agent, {})
    if play not in mine:
        raise NotFound("no_such_play", play=play)
    return mine


def written(body: bytes) -> tuple[Turn, ...]:
    """Turns as they were kept."""
    return msgspec.json.decode(body, type=tuple[Turn, ...])


def worded(body: bytes) -> tuple[Saying, ...]:
    """What was said in other words, as it was kept."""
    return msgspec.json.decode(body, type=tuple[Saying, ...])


DECIDES: Decides = {
    c.PublishDrill: publish, c.RetireDrill: retire, c.RecordPlay: record, c.SharePlay: share, c.ErasePlay: erase,
}  # fmt: skip
