"""Chance from a seed: the only place where a bad day's choices come from."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """The same seed makes the same choices in the same order."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 (repeatable on purpose)

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them, each as likely."""
        return things[int(self._random.random() * len(things))]

    def number(self, low: int, high: int) -> int:
        """One of these, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self._random.random() * times < 1
