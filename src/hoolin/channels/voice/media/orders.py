"""What may be ordered: names, keys and numbers within their limits. Pure."""

import re
from typing import Final

from hoolin.channels.voice.media.port import (
    DIGITS_MAX,
    HOUSE,
    NAME_CHARS_MAX,
    SOUNDS_MAX,
    Hold,
    Listen,
    Listening,
    Order,
    Play,
    Press,
    Record,
)
from hoolin.core.errors import Defect, Invalid

TIMES_MAX: Final = 1_000
"""How often something may be played that has an end."""

_NAME: Final = re.compile(rf"[A-Za-z0-9_.~-]{{1,{NAME_CHARS_MAX}}}")
_DIGITS: Final = re.compile(rf"[0-9*#A-D]{{1,{DIGITS_MAX}}}")


def check_name(name: str) -> None:
    """Names are ours: one that cannot be is a Defect. What begins like our own stand-ins is none either."""
    if _NAME.fullmatch(name) is None or name.startswith((f"{HOUSE}.", ".")):
        raise Defect("media_name", name=name)


def check_order(order: Order) -> None:
    """Raises Invalid for keys that no telephone has, Defect for what only we can have got wrong."""
    match order:
        case Press(digits=digits) if _DIGITS.fullmatch(digits) is None:
            raise Invalid("digits", most=DIGITS_MAX)
        case Play(sounds=sounds, times=times) if not 1 <= len(sounds) <= SOUNDS_MAX or not 0 <= times <= TIMES_MAX:
            raise Defect("media_sounds", sounds=len(sounds), times=times)
        case Hold(music=music) if len(music) > SOUNDS_MAX:
            raise Defect("media_sounds", sounds=len(music))
        case Record(segment=segment):
            check_name(segment)
        case Listen(legs=legs, by=by):
            for leg in (*legs, by):
                check_name(leg)
        case Listening(by=by):
            check_name(by)
