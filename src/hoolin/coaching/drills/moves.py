"""What an agent may do with a turn, as far as a simulated customer minds it; and how a customer's mood answers.

A turn is one or several moves. Mood is a whole number from `LOWEST` to `HIGHEST`: how far the simulated customer feels heard. It is a rule of the game that the
player can read, and nothing that is inferred of anybody.
"""

from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

Move: TypeAlias = Literal[
    "greet", "thanks", "switch", "name_back", "care", "sorry", "patience", "check", "explain", "terms", "ask", "ask_again", "wrong", "solve", "next",
    "promise", "jargon", "blame", "hurry", "breach", "handoff", "handoff_note", "agree", "more", "wait", "unknown", "close",
]  # fmt: skip
"""In the order in which the moves of one turn count.

greet, thanks: says hello, thanks. switch: speaks, or finds somebody who speaks, the customer's language. name_back: says in own words what it is about. care: says
what it means for this customer. sorry: is sorry, of nothing in particular. patience: gives time. check: says that they look. explain: says how it came about. terms:
says what it costs, and on what terms. ask: asks. ask_again: asks for what is known. wrong: proposes what does not help. solve: proposes what does. next: says what
happens next, and when. promise: that something will be done, some time. jargon: words of the house. blame: the customer, or a rule, is to blame. hurry: hurries.
breach: does what law or the customer's safety forbids. handoff, handoff_note: hands on, without and with what was told. agree: asks whether that will do. more: asks
whether there is anything else. wait: says nothing. unknown: nothing was understood. close: says goodbye.
"""
MOVES: tuple[Move, ...] = get_args(Move)

LOWEST, HIGHEST = -4, 3
"""At the lowest a customer leaves."""

MOOD: MappingProxyType[Move, tuple[int, int]] = MappingProxyType(
    dict.fromkeys(MOVES, (0, 0))
    | {
        "name_back": (1, 0), "care": (1, 0), "solve": (1, 0), "next": (1, 0), "sorry": (0, -1), "ask_again": (-1, -1), "wrong": (-1, -1), "jargon": (-1, -1),
        "blame": (-2, -2), "hurry": (-2, -2), "breach": (-2, -2), "handoff": (-2, -2), "wait": (-1, -1), "unknown": (-1, -1),
    }
)  # fmt: skip
"""By move, what it does to the mood the first time, and again."""

WRITTEN: frozenset[Move] = frozenset({"name_back", "care", "explain", "terms", "wrong", "solve", "breach"})
"""Moves that mean something else in every drill: a drill writes what counts."""

AFTER_HEARD: frozenset[Move] = frozenset({"solve"})
"""What comforts only those who have been heard: the mood rises by it once the matter was named back, or what it means was said."""

HEARD: frozenset[Move] = frozenset({"name_back", "care"})

PLAYERS: tuple[Move, ...] = tuple(move for move in MOVES if move not in ("unknown", "wait"))
"""What a player may say that they meant."""
