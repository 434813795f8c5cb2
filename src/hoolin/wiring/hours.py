"""When customers can be called back: in the hours that are set for it, and until any are set, every day from nine to six."""

from collections.abc import Iterator

from hoolin.cases.api import callbacks
from hoolin.channels.callback.manifest import CHANNEL
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.workforce.api import open_between

USUAL = Hours(week=dict.fromkeys(DAYS, (Span(opens="09:00", closes="18:00"),)))


def callback_hours(site: Site, zone: str) -> callbacks.OpenBetween:
    """As they are set when it is asked."""

    def between(since: Instant, until: Instant) -> Iterator[tuple[Instant, Instant]]:
        return open_between(site.kept.hours_of(CHANNEL) or USUAL, since, until, zone)

    return between


def every_day(zone: str) -> callbacks.OpenBetween:
    """From nine to six in this zone, also on the days on which the clocks change."""
    return lambda since, until: open_between(USUAL, since, until, zone)
