"""What may be asked about how contacts felt."""

from typing import Annotated

import msgspec

from hoolin.coaching.ease.facts import CELLS_MAX, TAPS_TAKEN_BACK_MAX, Cell, Felt, Week
from hoolin.core.commands import Command
from hoolin.core.facts import Id


class TellEase(Command):
    """Tell how a contact felt, or tell it differently. interaction: which. felt: how it was. tap: a new id. week, hour: what it is now, where the site is."""

    interaction: Id
    agent: Id
    tap: Id
    felt: Felt
    week: Week
    hour: Annotated[int, msgspec.Meta(ge=0, le=23)]


class TakeBackEase(Command):
    """Take back what was told. taps: which; none: all of it."""

    agent: Id
    taps: Annotated[tuple[Id, ...], msgspec.Meta(max_length=TAPS_TAKEN_BACK_MAX)] = ()


class CountEase(Command):
    """Record what a week was like. week: which. this_week: what week it is, where the site is: one that goes on is not counted. cells: what may
    be told of it.
    """

    week: Week
    this_week: Week
    cells: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=CELLS_MAX)] = ()
