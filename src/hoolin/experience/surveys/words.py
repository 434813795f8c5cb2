"""What a message with a survey's link says. It comes from nobody in particular, and says so."""

from hoolin.core.site.rules import Language

INVITATION: dict[Language, str] = {
    "et": "Automaatne küsimus: kuidas meil läks? Vastamine võtab alla minuti: {link}",
    "ru": "Автоматический вопрос: как мы справились? Ответ займёт меньше минуты: {link}",
    "en": "An automatic question: how did we do? Answering takes less than a minute: {link}",
}
