"""How long a prompt lasts when it is spoken: the length of its recording, or an estimate from its letters.

The rates are low on purpose, so that an estimate is rather too long than too short. Measured speech rates of read telephone prompts lie
around 5 to 6 syllables a second in English and Russian and somewhat more in Estonian, whose syllables are shorter; with the usual letters a
syllable (Estonian 2.4, Russian 2.4, English 2.9, blanks included) that is 14 to 16 letters a second, and prompts are spoken a fifth
slower than conversation. A pause of half a second follows each prompt.
"""

from hoolin.core.facts import Ms
from hoolin.core.flow.language import Recorded
from hoolin.core.site.rules import Language

LETTERS_A_SECOND: dict[Language, int] = {"et": 13, "ru": 12, "en": 13}

PAUSE_MS = 500


def prompt_ms(text: str, language: Language, recorded: dict[Language, Recorded]) -> Ms:
    """How long it is in this language; 0 where there is nothing to be said."""
    known = recorded.get(language)
    if known is not None:
        return known.ms
    if not text:
        return 0
    return PAUSE_MS + -(-len(text) * 1_000 // LETTERS_A_SECOND[language])
