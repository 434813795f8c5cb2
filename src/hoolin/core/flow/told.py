"""A trap in words: what is wrong, what to do about it, and the way into it, in each of the site's languages."""

from hoolin.core.flow import step as s
from hoolin.core.flow.traps import Kind, Trap, Trod
from hoolin.core.site.rules import Language

Said = dict[Language, str]

WRONG: dict[Kind, Said] = {
    "closed": {
        "et": "Järjekord sõlmes „{node}“ on kinni ja edasi ei juhtu midagi. Lisage sõlmele `closed`.",
        "ru": "Очередь в узле «{node}» закрыта, и дальше ничего не происходит. Добавьте узлу `closed`.",
        "en": "The queue at “{node}” is closed and nothing follows. Give the node a `closed`.",
    },
    "nobody": {
        "et": "Sõlme „{node}“ järjekorda ei teeninda keegi selles keeles: {language}. Viige see klient mujale või lisage oskus kellelegi.",
        "ru": "Очередь узла «{node}» никто не обслуживает на языке: {language}. Ведите клиента в другую или дайте кому-нибудь навык.",
        "en": "Nobody serves the queue of “{node}” in this language: {language}. Lead elsewhere, or give somebody the skill.",
    },
    "no_promise": {
        "et": "Sõlmes „{node}“ ei saa midagi lubada: järjekord ei avane kahe nädala jooksul. Valige muu järjekord või parandage lahtiolekuajad.",
        "ru": "В узле «{node}» нечего обещать: очередь не откроется в течение двух недель. Выберите другую или исправьте часы.",
        "en": "Nothing can be promised at “{node}”: the queue does not open within two weeks. Choose another, or mend its hours.",
    },
    "no_number": {
        "et": "Sõlmes „{node}“ lubatakse helistada kellelegi, kelle numbrit me ei tea. Küsige see (`collect`) ja nimetage sõlmes `number`, või pange siia `message`.",
        "ru": "В узле «{node}» обещают позвонить тому, чьего номера мы не знаем. Спросите номер (`collect`) и укажите его в `number`, или поставьте `message`.",
        "en": "“{node}” promises a call to somebody whose number nobody knows. Ask for it (`collect`) and name it in `number`, or put a `message` there.",
    },
    "machine": {
        "et": "Kui päring sõlmes „{node}“ ebaõnnestub, ei juhtu edasi midagi. Lisage sõlmele `failed`.",
        "ru": "Если запрос в узле «{node}» не удался, дальше ничего не происходит. Добавьте узлу `failed`.",
        "en": "When the look-up at “{node}” fails, nothing follows. Give the node a `failed`.",
    },
    "hung_up": {
        "et": "Sõlmes „{node}“ jäetakse hüvasti kellegagi, kes seda ei valinud. Viige vaikus, eksimus, viga ja suletud aeg inimeseni.",
        "ru": "В узле «{node}» прощаются с тем, кто этого не выбирал. Ведите молчание, ошибку, сбой и нерабочее время к человеку.",
        "en": "“{node}” says goodbye to somebody who did not choose it. Lead silence, mistakes, failures and closed hours to a person.",
    },
    "mute": {
        "et": "Sõlmes „{node}“ ei öelda selles keeles midagi: {language}. Kirjutage tekst.",
        "ru": "В узле «{node}» на этом языке ничего не сказано: {language}. Напишите текст.",
        "en": "Nothing is said at “{node}” in this language: {language}. Write the text.",
    },
    "waits": {
        "et": "Sõlm „{node}“ ootab igavesti. Andke sellele ooteaeg.",
        "ru": "Узел «{node}» ждёт вечно. Задайте время ожидания.",
        "en": "“{node}” waits for ever. Give it a time-out.",
    },
    "ring": {
        "et": "Kes vaikib või eksib, tuleb üha tagasi sõlme „{node}“. Viige `silence`, `wrong` või `failed` inimeseni.",
        "ru": "Кто молчит или ошибается, снова и снова попадает в узел «{node}». Ведите `silence`, `wrong` или `failed` к человеку.",
        "en": "Whoever is silent or mistaken comes to “{node}” again and again. Lead `silence`, `wrong` or `failed` to a person.",
    },
    "endless": {
        "et": "Sõlmest „{node}“ käib voog ringi ja midagi ei küsita. Viige `then` mujale.",
        "ru": "От узла «{node}» всё идёт по кругу, и ни о чём не спрашивают. Ведите `then` в другое место.",
        "en": "From “{node}” it goes round, and nothing is asked. Lead `then` elsewhere.",
    },
    "late": {
        "et": "Kes ei saa hakkama, jõuab inimeseni liiga hilja: {steps} eksimust, {seconds} s juttu. Vähendage `tries` või lühendage tekste.",
        "ru": "Кто не справляется, попадает к человеку слишком поздно: {steps} ошибок, {seconds} с речи. Уменьшите `tries` или тексты.",
        "en": "Whoever cannot cope is brought to a person too late: {steps} mishaps, {seconds} s of prompts. Fewer `tries`, or shorter texts.",
    },
    "far": {
        "et": "Kes küsib inimest, ei jõua temani piisavalt ruttu ({steps} sammu, {seconds} s). Lühendage teed sõlmest `person`.",
        "ru": "Кто просит человека, доходит до него слишком долго ({steps} шагов, {seconds} с). Сократите путь от `person`.",
        "en": "Whoever asks for a person has too far to go ({steps} steps, {seconds} s). Shorten the way from `person`.",
    },
    "unheard": {
        "et": "Enne sõlme „{node}“ lõppu ei kuulata klienti {seconds} s. Lühendage teksti või lubage vahele rääkida (`barge_in`).",
        "ru": "До конца узла «{node}» клиента не слышат {seconds} с. Сократите текст или разрешите перебивать (`barge_in`).",
        "en": "Before “{node}” is over, the customer is not heard for {seconds} s. Shorten the text, or allow `barge_in`.",
    },
    "too_large": {
        "et": "Voog on tõestamiseks liiga suur. Vähendage muutujaid või tehke kaks voogu.",
        "ru": "Сценарий слишком велик для доказательства. Уменьшите число переменных или сделайте два.",
        "en": "The flow is too large to be proved. Fewer variables, or two flows.",
    },
}

HAPPENS: dict[str, Said] = {
    "keyed": {"et": "vajutab {what}", "ru": "нажимает {what}", "en": "presses {what}"},
    "said": {"et": "ütleb „{what}“", "ru": "говорит «{what}»", "en": "says “{what}”"},
    "wrong": {"et": "eksib", "ru": "ошибается", "en": "makes a mistake"},
    "silence": {"et": "vaikib", "ru": "молчит", "en": "says nothing"},
    "failed": {"et": "päring ebaõnnestub", "ru": "запрос не удаётся", "en": "the look-up fails"},
    "looked_up": {
        "et": "päring vastab „{what}“",
        "ru": "ответ на запрос «{what}»",
        "en": "the look-up answers “{what}”",
    },
    "person": {"et": "küsib inimest", "ru": "просит человека", "en": "asks for a person"},
}

DAYS: Said = {"et": "E T K N R L P", "ru": "пн вт ср чт пт сб вс", "en": "Mon Tue Wed Thu Fri Sat Sun"}
SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def in_words(trap: Trap, language: Language) -> str:
    """What is wrong, and what to do about it: one line."""
    much = {"steps": _much(trap.steps), "seconds": _much(trap.seconds)}
    return WRONG[trap.kind][language].format(node=trap.node, language=trap.language, **much)


def way_in_words(trap: Trap, language: Language) -> tuple[str, ...]:
    """The way into it, one line a node."""
    return tuple(_trod(trod, language) for trod in trap.path)


def _trod(trod: Trod, language: Language) -> str:
    hour = f" [{_hour(trod.hour, language)}]" if trod.hour else ""
    happens = [_event(event, language) for event in trod.events]
    again = f" × {len(happens)}" if len(happens) > 1 else ""
    return f"{trod.node} ({trod.language}){hour}" + (f" — {happens[0]}{again}" if happens else "")


def _hour(hour: str, language: Language) -> str:
    day, _, clock = hour.partition(" ")
    return f"{DAYS[language].split()[SHORT_DAYS.index(day)]} {clock}" if day in SHORT_DAYS else hour


def _event(event: s.Event, language: Language) -> str:
    what = ""
    if isinstance(event, s.Keyed):
        kind, what = "keyed", event.keys
    elif isinstance(event, s.Said):
        kind, what = ("said", event.text) if event.text else ("wrong", "")
    elif isinstance(event, s.Barred):
        kind = "wrong"
    elif isinstance(event, s.LookupAnswered):
        kind, what = "looked_up", event.answer
    elif isinstance(event, s.LookupFailed):
        kind = "failed"
    else:
        kind = "person" if isinstance(event, s.PersonAsked) else "silence"
    return HAPPENS[kind][language].format(what=what)


def _much(number: float) -> str:
    return "∞" if number < 0 else f"{number:g}"
