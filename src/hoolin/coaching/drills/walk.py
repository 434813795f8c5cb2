"""Every state that a drill can be in, walked through: from where good, middling and bad endings are reached, and by which moves.

The space is finite: mood × facts that came out × what was done that matters later, by the very step of `play`. What is proved here holds for every play.
"""

from collections import deque
from typing import NamedTuple

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.moves import MOVES, WRITTEN, Move
from hoolin.coaching.drills.play import Game, State

STATES_MAX = 60_000
"""More than this no drill of five facts needs; what is larger is refused and not walked."""


class Deed(NamedTuple):
    """A move as it can be made. fact: what a question asks after."""

    move: Move
    fact: str = ""


class Way(msgspec.Struct, frozen=True):
    """The shortest way to an ending. ending: its code. deeds: the moves, each with what a question asks after."""

    ending: str
    deeds: tuple[tuple[Move, str], ...]


class Walked(msgspec.Struct, frozen=True):
    """states: how many there are. ways: by ending that can be reached, the shortest way. got, held: facts that can come out. stuck: states from which nothing ends. lost: while the customer is still there, and no good
    or middling ending can be reached any more. too_many: it was not walked to its end.
    """

    states: int
    ways: tuple[Way, ...]
    got: frozenset[str]
    stuck: int
    lost: int
    too_many: bool = False


def deeds_of(drill: Drill) -> list[Deed]:
    """Everything that can be done in a drill. What only a drill can say how it is recognised is left out where it does not."""
    made = [
        Deed(move)
        for move in MOVES
        if (move not in WRITTEN or move in ("care", "breach") or (move in drill.hears and drill.hears[move].any()))
        and (move != "switch" or drill.speaks)
        and not (move == "ask_again" and drill.identify)
    ]
    return made + [Deed("ask", known.code) for known in drill.knows if not known.told]


def walk(drill: Drill) -> Walked:
    """The whole space, breadth first."""
    game, deeds = Game(drill), deeds_of(drill)
    begun = game.begun()
    came: dict[State, tuple[State, Deed] | None] = {begun: None}
    back: dict[State, list[State]] = {}
    ends: dict[str, State] = {}
    queue, got = deque([begun]), set[str]()
    while queue:
        state = queue.popleft()
        got |= game.codes(state)
        for deed in deeds:
            after = after_deed(game, state, deed)
            back.setdefault(after, []).append(state)
            if after in came:
                continue
            came[after] = (state, deed)
            if after.end:
                ends.setdefault(after.end, after)
            else:
                queue.append(after)
        if len(came) > STATES_MAX:
            return Walked(len(came), (), frozenset(got), 0, 0, too_many=True)
    kinds = {one.code: one.kind for one in drill.endings}
    going = [state for state in came if not state.end]
    ending = _before([state for state in came if state.end], back)
    well = _before([state for state in came if state.end and kinds[state.end] != "bad"], back)
    return Walked(
        len(came), tuple(Way(code, _way(came, at)) for code, at in ends.items()), frozenset(got),
        sum(state not in ending for state in going), sum(state not in well for state in going),
    )  # fmt: skip


def after_deed(game: Game, state: State, deed: Deed) -> State:
    """A turn of one move."""
    if not game.follows(state, (deed.move,)) and deed.move not in ("greet", "wait", "close"):
        deed = Deed("unknown")
    stepped, _, _ = game.step(state, deed.move, deed.fact)
    return game.ended(stepped, deed.move == "close")


def _before(states: list[State], back: dict[State, list[State]]) -> set[State]:
    """Every state from which one of these is reached."""
    found, queue = set(states), list(states)
    while queue:
        for one in back.get(queue.pop(), ()):
            if one not in found:
                found.add(one)
                queue.append(one)
    return found


def _way(came: dict[State, tuple[State, Deed] | None], at: State) -> tuple[tuple[Move, str], ...]:
    deeds = list[tuple[Move, str]]()
    step = came[at]
    while step is not None:
        deeds.append((step[1].move, step[1].fact))
        step = came[step[0]]
    return tuple(reversed(deeds))
