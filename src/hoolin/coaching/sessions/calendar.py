"""A session as an entry of a calendar (RFC 5545): when, how long, and where to read more. Calendars lie with strangers: no name and nothing that anybody wrote is in it.

Instants are given in UTC, which every calendar shows in the time of whoever looks.
"""

from datetime import UTC, datetime

from hoolin.coaching.sessions.state import Session
from hoolin.core.facts import Instant

LINE_BYTES_MAX = 75
MINUTE_MS = 60_000
REMIND = "-PT15M"


def entry(one: Session, summary: str, link: str, host: str) -> str:
    """The whole file. summary: what it is called, in the reader's language. link: where it is read about. host: of the site, for an id that no other has."""
    told = one.told
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hoolin//Coaching//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "BEGIN:VEVENT", f"UID:{told.session}@{host}", f"DTSTAMP:{_stamp(one.changed_at)}", f"DTSTART:{_stamp(told.begins_at)}",
        f"DTEND:{_stamp(told.begins_at + told.minutes * MINUTE_MS)}", f"SEQUENCE:{one.times - 1 + (one.standing == 'cancelled')}",
        f"STATUS:{'CANCELLED' if one.standing == 'cancelled' else 'CONFIRMED'}", f"SUMMARY:{_text(summary)}", "CLASS:PRIVATE",
        *([f"URL:{link}"] if link else []),
        "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{REMIND}", f"DESCRIPTION:{_text(summary)}", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(_folded(line) + "\r\n" for line in lines)


def _stamp(instant: Instant) -> str:
    return datetime.fromtimestamp(instant // 1_000, UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(said: str) -> str:
    for sign in ("\\", ";", ","):
        said = said.replace(sign, "\\" + sign)
    return said.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines are at most 75 bytes long; what is longer goes on after a space. No character is cut."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > LINE_BYTES_MAX:
            parts.append(part)
            part = " "
        part += character
    return "\r\n".join((*parts, part))
