"""A drill being played: state and what the agent wrote → next state, and what the customer says. The same turns and seed give the same play, always.

A state is the mood, which facts came out, and what was done of that which matters later; it is what `walk` walks through, by the very same step.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

import msgspec

from hoolin.coaching.drills.drill import Drill, Ending
from hoolin.coaching.drills.heard import Understood, understand
from hoolin.coaching.drills.moves import AFTER_HEARD, HEARD, HIGHEST, LOWEST, MOOD, MOVES, PLAYERS, Move
from hoolin.coaching.drills.says import opening, reply
from hoolin.core.facts import Code
from hoolin.core.site.rules import Language, Value

TURNS_MAX = 40
"""Nobody stays for longer: the customer has to go, and it ends as if the agent had said goodbye."""
TEXT_MAX = 1_000


class Turn(Value):
    """What the agent did. text: what they wrote; "": they said nothing. meant: where it was understood wrongly, the moves that they meant."""

    text: Annotated[str, msgspec.Meta(max_length=TEXT_MAX)] = ""
    meant: Annotated[tuple[Move, ...], msgspec.Meta(max_length=8)] = ()


class State(NamedTuple):
    """mood: from LOWEST to HIGHEST. told: bits of the facts that came out; done: of the moves that matter later. end: the code of the ending, "" while it goes on."""

    mood: int
    told: int = 0
    done: int = 0
    end: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A turn as it went. understood: its moves, with why. told: facts that came out by it; kept: what was asked and held back. before, mood: of the customer. says: what they answer, line by line.
    end: how it ended, "" while it goes on.
    """

    text: str
    meant: tuple[Move, ...]
    understood: tuple[Understood, ...]
    told: tuple[Code, ...]
    kept: tuple[Code, ...]
    before: int
    mood: int
    says: tuple[str, ...]
    end: str = ""

    @property
    def moves(self) -> tuple[Move, ...]:
        """What was done."""
        return tuple(one.move for one in self.understood)


class Played(msgspec.Struct, frozen=True):
    """A play as far as it went. opening: the customer's first lines. end: how it ended, "" while it goes on."""

    opening: tuple[str, ...]
    turns: tuple[Answer, ...]
    end: str = ""


class Game:
    """A drill with its rules looked up once. tracked: the moves that matter later, each with its bit."""

    def __init__(self, drill: Drill) -> None:
        self.drill = drill
        self.mood: dict[Move, tuple[int, int]] = {**MOOD, **drill.moods}
        used = {move for one in drill.endings for move in (*one.needs, *one.never)}
        turning = {move for move, (first, again) in self.mood.items() if first != again}
        heard = HEARD if any(self.mood[move][0] > 0 for move in AFTER_HEARD) else frozenset[Move]()
        # Only what can happen in this drill: what nobody can do needs no bit.
        matter = used | turning | heard | ({"switch"} if drill.speaks else set())
        self.tracked = {move: 1 << number for number, move in enumerate(move for move in MOVES if move in matter)}
        self.facts = {known.code: 1 << number for number, known in enumerate(drill.knows)}
        self._heard = sum(self.tracked.get(move, 0) for move in HEARD)
        self._endings = [(one, self._bits(one.needs), self._bits(one.never), self._told(one)) for one in drill.endings]

    def begun(self) -> State:
        """Before the first word."""
        return State(self.drill.mood, sum(self.facts[known.code] for known in self.drill.knows if known.told))

    def follows(self, state: State, moves: Iterable[Move]) -> bool:
        """Whether the customer understands the language of the agent."""
        return not self.drill.speaks or bool(state.done & self.tracked["switch"]) or "switch" in moves

    def step(self, state: State, move: Move, fact: str = "") -> tuple[State, str, bool]:
        """One move within a turn. Gives the state, the fact that comes out ("": none), and whether the customer knows what was asked and holds it back."""
        mood, told, done, _ = state
        bit = self.tracked.get(move, 0)
        first, again = self.mood[move]
        change = again if bit and done & bit else first
        if move in AFTER_HEARD and change > 0 and not done & self._heard:
            change = 0
        out, kept = "", False
        if move in ("ask", "more"):
            out, kept = self._comes_out(state, fact)
        if out:
            told |= self.facts[out]
            change += any(known.hidden for known in self.drill.knows if known.code == out)
        return State(min(HIGHEST, max(LOWEST, mood + change)), told, done | bit), out, kept

    def _comes_out(self, state: State, fact: str) -> tuple[str, bool]:
        held = False
        for known in self.drill.knows:
            if state.told & self.facts[known.code] or (fact and known.code != fact):
                continue
            if state.mood >= known.mood_min:
                return known.code, False
            held = True
        return "", held

    def ended(self, state: State, closes: bool) -> State:
        """Whether it ends here: the customer leaves at the lowest mood; whoever says goodbye ends it."""
        if state.mood <= LOWEST:
            leaving = self._first(state, leaves=True)
            if leaving:
                return state._replace(end=leaving.code)
        if closes:
            ending = self._first(state, leaves=False)
            if ending:
                return state._replace(end=ending.code)
        return state

    def _first(self, state: State, *, leaves: bool) -> Ending | None:
        for one, needs, never, told in self._endings:
            if (
                one.leaves == leaves and state.mood >= one.mood_min and state.done & needs == needs
                and not state.done & never and state.told & told == told
            ):  # fmt: skip
                return one
        return None

    def _bits(self, moves: Sequence[Move]) -> int:
        return sum(self.tracked[move] for move in moves)

    def _told(self, ending: Ending) -> int:
        # A fact that there is not can never come out; `faults` names it.
        return sum(self.facts.get(code, 1 << 30) for code in ending.told)

    def codes(self, state: State) -> frozenset[str]:
        """The facts that came out."""
        return frozenset(code for code, bit in self.facts.items() if state.told & bit)


def play(drill: Drill, language: Language, seed: int, turns: Sequence[Turn]) -> Played:
    """A whole play, as far as it went; turns after its end are left out. language: of the player. seed: which variants of lines are said."""
    game = Game(drill)
    state, answers = game.begun(), list[Answer]()
    for turn in turns[:TURNS_MAX]:
        if state.end:
            break
        state, answer = _turn(game, state, turn, language, seed, answers)
        answers.append(answer)
    return Played(opening(drill, language, seed), tuple(answers), state.end)


def _turn(
    game: Game, state: State, turn: Turn, language: Language, seed: int, earlier: Sequence[Answer]
) -> tuple[State, Answer]:  # fmt: skip
    number = len(earlier)
    understood = _moves(game, state, turn, language)
    before, told, kept = state.mood, list[str](), list[str]()
    for one in understood:
        state, out, held = game.step(state, one.move, one.fact)
        told += [out] if out else []
        kept += [one.fact] if held else []
    moves = tuple(one.move for one in understood)
    state = game.ended(state, number == TURNS_MAX - 1 or "close" in moves)
    done = {move for answer in earlier for move in answer.moves}
    moods, out_of = (before, state.mood), (tuple(told), tuple(kept))
    says = reply(game.drill, language, moves, *out_of, moods, state.end, (seed, number), done)
    return state, Answer(
        turn.text, turn.meant, understood, tuple(told), tuple(kept), before, state.mood, says, state.end
    )


def _moves(game: Game, state: State, turn: Turn, language: Language) -> tuple[Understood, ...]:
    """What the customer hears: what the player says they meant, where they do."""
    meant = [move for move in MOVES if move in turn.meant and move in PLAYERS]
    if meant:
        return tuple(Understood(move, turn.text, "meant") for move in meant)
    found = understand(game.drill, turn.text, game.codes(state), language)
    moves = {one.move for one in found}
    if not game.follows(state, moves):
        # Who does not understand the language hears a greeting, a goodbye, and no more.
        kept = tuple(one for one in found if one.move in ("greet", "wait", "close"))
        return (
            kept
            if any(one.move in ("wait", "close") for one in kept)
            else (Understood("unknown", turn.text, "language"),)
        )
    return found
