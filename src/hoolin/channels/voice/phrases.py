"""What is said on the telephone by the house itself, as names of sounds. Pure: phrases in, names out; the sounds lie elsewhere.

Numbers up to sixty have a sound of their own; a longer wait is said in hours. A time of day is said as an hour and a minute.
"""

from collections.abc import Sequence

from hoolin.channels.voice.announce import Phrase

NUMBER_MAX = 60


def names(phrases: Sequence[Phrase]) -> tuple[str, ...]:
    """The sounds of these phrases, in order."""
    return tuple(name for phrase in phrases for name in _names(phrase))


def _names(phrase: Phrase) -> tuple[str, ...]:
    numbers = phrase.numbers
    match phrase.word:
        case "place":
            return ("place", number(numbers[0]))
        case "wait_up_to":
            return ("wait_up_to", number(numbers[0]), "minutes")
        case "wait_between":
            return ("wait_between", number(numbers[0]), "and", number(numbers[1]), "minutes")
    return (phrase.word,)


def number(value: int) -> str:
    """The sound of a number; what is beyond all of them is `many`."""
    return f"n{value}" if 0 <= value <= NUMBER_MAX else "many"
