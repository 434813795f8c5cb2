"""A drill as a value: a situation, what the customer knows and needs, how they answer, what counts as hearing and solving it, and how it can end.

What counts is written as *signs*. A sign is a few stems that stand in one sentence, in whatever order: `arve suur|kallis` is met by "Teie arve on tõesti suurem kui
tavaliselt". `|`: any of these. `=word`: this word and no longer one. `#`: any number. `!stem`: not where this stands too. Case endings, missing dots, ё and a slip of the finger
do not matter.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.coaching.drills.moves import HIGHEST, LOWEST, Move
from hoolin.core.facts import Code
from hoolin.core.site.rules import LANGUAGES, Language, Value

FACTS_MAX = 5
"""Every state of a drill is walked through before it is published; each fact doubles them."""
ENDINGS_MAX = 8
LINES_MAX = 12
SIGNS_MAX = 60

Line: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
Sign: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Lines: TypeAlias = Annotated[tuple[Line, ...], msgspec.Meta(max_length=LINES_MAX)]
Signs: TypeAlias = Annotated[tuple[Sign, ...], msgspec.Meta(max_length=SIGNS_MAX)]
Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=2_000)]
Mood: TypeAlias = Annotated[int, msgspec.Meta(ge=LOWEST, le=HIGHEST)]
Change: TypeAlias = Annotated[int, msgspec.Meta(ge=-3, le=3)]
Step: TypeAlias = Literal["listen", "understand", "solve", "next", "promise"]
"""The five steps of the house."""


class Said(Value):
    """A text in the site's languages. et, ru, en: in Estonian, Russian and English."""

    et: Text = ""
    ru: Text = ""
    en: Text = ""

    def said(self, language: Language) -> str:
        """In a language."""
        return str(getattr(self, language))


class Variants(Value):
    """Ways of saying the same, of which the seed chooses one. et, ru, en: in Estonian, Russian and English."""

    et: Lines = ()
    ru: Lines = ()
    en: Lines = ()

    def said(self, language: Language) -> tuple[str, ...]:
        """In a language."""
        return tuple(getattr(self, language))


class Counts(Value):
    """Signs, of which one is enough. et, ru, en: in Estonian, Russian and English."""

    et: Signs = ()
    ru: Signs = ()
    en: Signs = ()

    def said(self, language: Language) -> tuple[str, ...]:
        """In a language."""
        return tuple(getattr(self, language))

    def any(self) -> bool:
        """Whether there is a sign at all."""
        return any(self.said(language) for language in LANGUAGES)


class CardLine(Value):
    """What the agent can look up: one line of it. name: what it is; value: what stands there."""

    name: Said
    value: Said


class Known(Value):
    """Something that the customer knows. code: which. said: how they tell it. asked: signs of a question after it. told: they told it as they came. hidden: it is what they
    really need, and do not say by themselves. mood_min: they tell it only when they feel at least so well heard; holds_back: what they say before.
    """

    code: Code
    said: Variants
    asked: Counts = Counts()
    told: bool = False
    hidden: bool = False
    mood_min: Mood = LOWEST
    holds_back: Variants = Variants()


class Answers(Value):
    """What the customer says to a move. said: usually. low: said while the mood is below zero; where it is empty, `said` is."""

    said: Variants
    low: Variants = Variants()


class Ending(Value):
    """How it may end; of those that hold, the first does. code: which. kind: how good it is. leaves: the customer goes, because they were not heard. mood_min, needs, told,
    never: the mood at least, what was done, what came out, and what was not done. said: the customer's last words. about: what came of it, for the player.
    """

    code: Code
    kind: Literal["good", "middling", "bad"]
    said: Variants
    about: Said
    leaves: bool = False
    mood_min: Mood = LOWEST
    needs: Annotated[tuple[Move, ...], msgspec.Meta(max_length=8)] = ()
    told: Annotated[tuple[Code, ...], msgspec.Meta(max_length=FACTS_MAX)] = ()
    never: Annotated[tuple[Move, ...], msgspec.Meta(max_length=8)] = ()


class Drill(Value):
    """All of it. code: which, for ever. channel: written or spoken. minutes: how long it takes, about. criteria: items of the register that it trains; reasons: of the site's tree. step: of
    the house, which it is most about. speaks: by language of the player, the customer's, where it is another. mood: at the beginning. moods: where this customer minds
    a move otherwise than most. identify: whether asking who they are is due. title, about: for the list. situation, card: what the agent sees. need: what it was
    really about, told at the end. opening: the first words. knows: what the customer knows. endings: how it may end, in their order. hears: by move, what counts here. concrete: signs of words about this very
    matter. answers: by move. better: by item, a sentence that would have done.
    """

    code: Code
    title: Said
    about: Said
    situation: Said
    need: Said
    opening: Variants
    endings: Annotated[tuple[Ending, ...], msgspec.Meta(max_length=ENDINGS_MAX)]
    channel: Literal["chat", "voice"] = "chat"
    minutes: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5
    step: Step = "listen"
    criteria: Annotated[tuple[Code, ...], msgspec.Meta(max_length=20)] = ()
    reasons: Annotated[tuple[Code, ...], msgspec.Meta(max_length=20)] = ()
    speaks: dict[Language, Language] = {}
    mood: Mood = -1
    moods: dict[Move, tuple[Change, Change]] = {}
    identify: bool = False
    card: Annotated[tuple[CardLine, ...], msgspec.Meta(max_length=20)] = ()
    knows: Annotated[tuple[Known, ...], msgspec.Meta(max_length=FACTS_MAX)] = ()
    hears: dict[Move, Counts] = {}
    concrete: Counts = Counts()
    answers: dict[Move, Answers] = {}
    better: dict[Code, Said] = {}

    def spoken(self, language: Language) -> Language:
        """The customer's language, where the player has chosen theirs."""
        return self.speaks.get(language, language)

    def ending(self, code: str) -> Ending:
        """The ending of this code."""
        return next(one for one in self.endings if one.code == code)
