"""What the system says of its own accord: that it is a machine, and how to have a person. A flow cannot leave it out."""

from collections.abc import Iterable

from hoolin.core.facts import Ms
from hoolin.core.flow.language import Collect, Flow, called_at
from hoolin.core.flow.speech import prompt_ms
from hoolin.core.flow.step import Prompt
from hoolin.core.site.rules import Language

SPOKEN: dict[Language, str] = {
    "et": "Teile vastab automaat. Inimese saate nulliga.",
    "ru": "Вам отвечает автомат. Для связи с человеком нажмите ноль.",
    "en": "This is an automatic service. Press zero for a person.",
}
WRITTEN: dict[Language, str] = {
    "et": "Siin vastab automaat. Kui soovite inimest, kirjutage INIMENE.",
    "ru": "Вам отвечает автомат. Чтобы вам ответил человек, напишите ОПЕРАТОР.",
    "en": "This is an automatic reply. For a person, write HUMAN.",
}
"""At the very beginning."""

SPOKEN_LAST: dict[Language, str] = {
    "et": "Kui soovite siiski inimest, vajutage null.",
    "ru": "Если вам всё же нужен человек, нажмите ноль.",
    "en": "If you would rather have a person, press zero.",
}
WRITTEN_LAST: dict[Language, str] = {
    "et": "Kui soovite siiski inimest, kirjutage INIMENE.",
    "ru": "Если вам всё же нужен человек, напишите ОПЕРАТОР.",
    "en": "If you would rather have a person, write HUMAN.",
}
"""Before goodbye."""

BARRED: dict[Language, str] = {
    "et": "Sellele numbrile me helistada ei saa. Andke palun mõni teine.",
    "ru": "На этот номер мы позвонить не можем. Назовите, пожалуйста, другой.",
    "en": "We cannot call that number. Please give another one.",
}
"""When a number was given that may not be called. What follows is asked for another, or led elsewhere."""

MARKS: dict[Language, str] = {"et": "[automaat]", "ru": "[автомат]", "en": "[automatic]"}
"""Before everything a flow writes: also where a provider shows nothing but the text."""

RECORDINGS = {"began": "hoolin.automatic", "ends": "hoolin.still_a_person", "barred": "hoolin.number_barred"}
"""By these ids the system's own recordings are known."""

LAST_MOMENT_MS: Ms = 5_000
LAST_MOMENT_WRITTEN_MS: Ms = 120_000
"""How long goodbye waits for a wish for a person."""


def announcement(languages: Iterable[Language], spoken: bool) -> tuple[Prompt, ...]:
    """That a machine speaks, and how to have a person."""
    texts = SPOKEN if spoken else WRITTEN
    return tuple(_own(texts[language], language, RECORDINGS["began"]) for language in languages)


def last_words(language: Language, spoken: bool) -> Prompt:
    """How to have a person after all."""
    return _own((SPOKEN_LAST if spoken else WRITTEN_LAST)[language], language, RECORDINGS["ends"])


def barred_words(language: Language) -> Prompt:
    """That a number may not be called."""
    return _own(BARRED[language], language, RECORDINGS["barred"])


def spare_ms(flow: Flow, languages: Iterable[Language]) -> Ms:
    """How much longer than the flow's own prompts it may be spoken to somebody who gives numbers that may not be called, and nothing else."""
    called = called_at(flow)
    tries = sum(one.tries for one in flow.nodes.values() if isinstance(one, Collect) and one.into in called)
    return tries * max((barred_words(language).ms for language in languages), default=0)


def _own(text: str, language: Language, recording: str) -> Prompt:
    return Prompt(node="", language=language, text=text, ms=prompt_ms(text, language, {}), prompt=recording)
