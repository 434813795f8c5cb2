"""From places of the proof to a trap that can be read and walked again by the interpreter."""

from math import inf

from hoolin.core.flow.places import ANY, Leads, Places
from hoolin.core.flow.step import Event
from hoolin.core.flow.traps import Kind, Trap, Trod, Turn

Trail = tuple[tuple[int, Leads], ...]


def told(
    places: Places,
    kind: Kind,
    at: int,
    trail: Trail,
    last_events: tuple[Event, ...] = (),
    steps: float = 0,
    ms: float = 0,
) -> Trap:
    """The trap: from the beginning to `at`, then along the trail. last_events: what shows, at its end, that it is one."""
    whole = [*_way_to(places, at), *trail]
    last = whole[-1][1].to if whole else at
    legs = [(one, lead.events) for one, lead in whole] + [(last, last_events)]
    place = places.places[last]
    return Trap(
        kind=kind, node=place.node, language=place.language, path=_path(places, legs), turns=_turns(places, legs),
        steps=-1 if steps == inf else int(steps), seconds=-1.0 if ms == inf else round(ms / 1_000, 3),
    )  # fmt: skip


def _way_to(places: Places, at: int) -> list[tuple[int, Leads]]:
    way: list[tuple[int, Leads]] = []
    while (came := places.come_from[at]) is not None:
        way.append((came.to, Leads(came.events, at)))
        at = came.to
    return way[::-1]


def _path(places: Places, legs: list[tuple[int, tuple[Event, ...]]]) -> tuple[Trod, ...]:
    """Each node once: that nature has made up its mind about the hours is no step."""
    path: list[Trod] = []
    for number, (at, events) in enumerate(legs):
        place = places.places[at]
        after = places.places[legs[number + 1][0]] if number + 1 < len(legs) else None
        if not events and place.hour == ANY and after is not None and after == place._replace(hour=after.hour):
            continue
        hour = places.classes[place.hour].example if place.hour != ANY and len(places.classes) > 1 else ""
        path.append(Trod(node=place.node, language=place.language, events=events, hour=hour))
    return tuple(path)


def _turns(places: Places, legs: list[tuple[int, tuple[Event, ...]]]) -> tuple[Turn, ...]:
    """One for the beginning and one for each event, with the hours that hold until the next."""
    turns: list[Turn] = []
    event: Event | None = None
    hour, nameless = 0, bool(legs) and places.places[legs[0][0]].given is not None
    for at, events in legs:
        hour = places.places[at].hour if places.places[at].hour != ANY else hour
        for after in events:
            turns.append(_turn(places, event, hour, nameless=nameless))
            event, hour = after, 0
    return (*turns, _turn(places, event, hour, nameless=nameless))


def _turn(places: Places, event: Event | None, hour: int, *, nameless: bool) -> Turn:
    held = places.classes[hour]
    return Turn(event=event, open=held.open, coming=held.coming, nameless=nameless)
