"""What the rest of the house takes from here; the room's own door passes it on."""

from hoolin.coaching.anonymous.finding import find
from hoolin.coaching.anonymous.hiding import WORDS, hide, unmarked
from hoolin.coaching.anonymous.known import Known
from hoolin.coaching.anonymous.known import found as known_in
from hoolin.coaching.anonymous.spans import Kind, Span, apart

__all__ = ["WORDS", "Kind", "Known", "Span", "apart", "find", "hide", "known_in", "unmarked"]
