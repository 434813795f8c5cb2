"""What somebody who joined a line now would find: who is able to take them, who of these has room, and who is before them.

Lines that want the same people stand in each other's way. Whoever waits in another line counts as being before a newcomer by
the share of their own people who are the newcomer's too: two lines that share nobody do not meet, two that share everybody
are one. A person's head start for a queue, and who is held back for one person, are not looked at.
"""

from typing import NamedTuple

from hoolin.core.routing.lines import Line, Lines
from hoolin.core.routing.order import Entry
from hoolin.core.routing.roster import Roster

LAST = "\U0010ffff"
"""An id behind every other: whoever comes at the same instant was there first."""


class Outlook(NamedTuple):
    """able: a bit per agent who is present and has the skills; whoever rests is back in minutes. room: of them, who has room on the channel now. ahead: how many are
    before the newcomer, those of other lines in part.
    """

    able: int
    room: int
    ahead: float


def outlook(roster: Roster, lines: Lines, line: Line, at: int, interaction: str = LAST) -> Outlook:
    """Of a place in a line. at: its urgency (an instant in ms); interaction: who stands there, if anybody does already."""
    online = roster.online | roster.resting
    able = line.candidates.qualified & online
    if not able:
        return Outlook(0, 0, 0.0)
    entry = Entry(at, interaction)
    ahead = 0.0
    for other in lines.waited_in():
        theirs = other.candidates.qualified & online
        shared = theirs & able
        if shared:
            before = other.rank(entry)
            ahead += before if shared == theirs else before * shared.bit_count() / theirs.bit_count()
    return Outlook(able, line.channel.room & able, ahead)
