"""Views as they are kept, decided on and read.

The rules: a view is changed and dropped by its owner alone; one person keeps so many; a queue that is shared with exists; a title is said
once among one's own.
"""

from collections.abc import Mapping
from typing import cast

import msgspec

from hoolin.cases.saved import commands as c
from hoolin.cases.saved import facts as f
from hoolin.core.commands import Decides, Decision, Folds
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import QueueRules

VIEWS_PER_PERSON_MAX = 20
"""As many as a side bar shows without becoming a list to search in."""


class View(msgspec.Struct, frozen=True):
    """A view as it stands."""

    view: str
    owner: str
    title: str
    wanted: f.Filter
    queue: str | None


class Kept(msgspec.Struct):
    """All views, the oldest first."""

    views: dict[str, View] = {}


class Views:
    """The state. site: whose queues a view is shared with."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()

    def seen_by(self, owner: str, skills: Mapping[str, int] | None, all_of: bool = False) -> list[View]:
        """One's own first, then those of the queues that one serves by these skills; all_of: those of every queue."""
        own = [one for one in self.kept.views.values() if one.owner == owner]
        shared = [
            one
            for one in self.kept.views.values()
            if one.owner != owner
            and one.queue is not None
            and (rules := self.site.kept.queues.get(one.queue)) is not None
            and (all_of or (skills is not None and serves(skills, rules)))
        ]
        return own + shared


def serves(skills: Mapping[str, int], queue: QueueRules) -> bool:
    """Whether somebody has what the queue asks for at first."""
    return all(skills.get(skill, 0) >= max(level, 1) for skill, level in queue.skills.items() if level > 0)


def keep(views: Views, command: c.KeepView, now: Instant) -> Decision:
    """What it is already changes nothing."""
    title = " ".join(command.title.split())
    if not title:
        raise Invalid("view_title")
    before = views.kept.views.get(command.view)
    if before is not None and before.owner != command.owner:
        raise NotFound("view")
    if command.queue is not None:
        views.site.queue(command.queue)
    own = [one for one in views.kept.views.values() if one.owner == command.owner and one.view != command.view]
    if any(one.title.casefold() == title.casefold() for one in own):
        raise Conflict("view_title_taken")
    if len(own) >= VIEWS_PER_PERSON_MAX:
        raise Conflict("views_enough", at_most=VIEWS_PER_PERSON_MAX)
    view = View(command.view, command.owner, title, command.wanted, command.queue)
    if view == before:
        return Decision()
    return Decision((f.ViewKept(**msgspec.structs.asdict(view)),))


def drop(views: Views, command: c.DropView, now: Instant) -> Decision:
    """Dropped twice is dropped once."""
    before = views.kept.views.get(command.view)
    if before is None:
        return Decision()
    if before.owner != command.owner:
        raise NotFound("view")
    return Decision((f.ViewDropped(view=command.view, owner=command.owner),))


def kept(views: Views, entry: Entry) -> None:
    """There it is, or there it is otherwise."""
    fact = cast(f.ViewKept, entry.fact)
    views.kept.views[fact.view] = View(fact.view, fact.owner, fact.title, fact.wanted, fact.queue)


def dropped(views: Views, entry: Entry) -> None:
    """Gone."""
    views.kept.views.pop(cast(f.ViewDropped, entry.fact).view, None)


DECIDES: Decides = {c.KeepView: keep, c.DropView: drop}
FOLDS: Folds = {f.ViewKept: kept, f.ViewDropped: dropped}
