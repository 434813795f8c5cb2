"""What may be recorded about how contacts felt.

That somebody told something is a fact; what they told is content under a key of its own (`owner_of`), so that they can take it back, and
it goes with whoever leaves. Totals are a fact, told once for a whole week and never again: two tellings of one week could be
compared, and show what one person took back in between.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Fact, Id

Felt: TypeAlias = Literal["easy", "fine", "hard"]
By: TypeAlias = Literal["all", "queue", "channel", "reason", "hour"]
Week = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-W\d{2}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]

TAPS_TAKEN_BACK_MAX = 100_000
CELLS_MAX = 2_000


class Cell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure: how contacts of a queue, a channel, a reason or hours of the day felt. code: which; empty for all. hours are the first of three,
    in the site's time. Of how many people it is, is not said.
    """

    by: By
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""
    easy: Count = 0
    fine: Count = 0
    hard: Count = 0


class EaseTold(Fact):
    """An agent told how a contact felt to them. interaction: which. tap: the content in which it stands; one told later for the same contact replaces it. week, hour:
    when, in the site's time.
    """

    interaction: Id
    agent: Id
    tap: Id
    week: Week
    hour: Annotated[int, msgspec.Meta(ge=0, le=23)]


class EaseTakenBack(Fact):
    """An agent took back what they had told. taps: which; what they said is gone."""

    agent: Id
    taps: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=TAPS_TAKEN_BACK_MAX)]


class EaseCounted(Fact):
    """What a week felt like to many, once it was over. week: which. cells: those of which enough was told by enough people, and from which nothing smaller follows."""

    week: Week
    cells: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=CELLS_MAX)] = ()


def owner_of(agent: Id, tap: Id) -> str:
    """The key under which a tap lies: one of its own."""
    return f"agent:{agent}:ease:{tap}"


def reason_of(reasons: tuple[Code, ...]) -> str:
    """Under which reason a contact counts here: the first; a contact counts once."""
    return reasons[0] if reasons else ""
