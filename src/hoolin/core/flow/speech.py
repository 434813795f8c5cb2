"""How long a prompt lasts when it is spoken: the length of its recording, or an estimate from its letters.

The rates are low on purpose: an estimate is rather too long than too short, for it stands in a guarantee. Nine prompts such as menus have, spoken
by the speech synthesis of espeak-ng at 150 words a minute (a calm pace for instructions), took one second for 10.0 to 11.6 letters in
Estonian, 13.4 to 14.1 in Russian and 13.3 to 15.7 in English, blanks and punctuation included. Each rate lies at or below the lowest of
its language, and half a second of pause is added.
"""

from hoolin.core.facts import Ms
from hoolin.core.flow.language import Recorded
from hoolin.core.site.rules import Language

LETTERS_A_SECOND: dict[Language, int] = {"et": 10, "ru": 12, "en": 13}

PAUSE_MS = 500


def prompt_ms(text: str, language: Language, recorded: dict[Language, Recorded]) -> Ms:
    """How long it is in this language; 0 where there is nothing to be said."""
    known = recorded.get(language)
    if known is not None:
        return known.ms
    if not text:
        return 0
    return PAUSE_MS + -(-len(text) * 1_000 // LETTERS_A_SECOND[language])
