"""What each figure is, in words: shown beside it, exported with it, and printed in the reference."""

import msgspec

from hoolin.catalogue.api import Words
from hoolin.experience.criteria.items import ITEMS
from hoolin.experience.criteria.register import Criterion, Register
from hoolin.experience.figures.figure import Unit
from hoolin.experience.figures.methods import METHODS as IN_TWO


class Definition(msgspec.Struct, frozen=True):
    """code: of which figure. name: short; meaning: for everybody; method: for whoever checks it. unit: of its value. more_is_better: which way is
    good.
    """

    code: str
    name: Words
    meaning: Words
    method: str
    unit: Unit
    more_is_better: bool = True


METHODS: dict[str, tuple[Unit, bool, str]] = {
    "access.time_to_human": ("ms", False,
        "Median of the cumulative incidence of a person's first word since a person was asked for, giving up as the competing end (Aalen–Johansen); "
        "the interval is where its band (delta method, log(-log) scale) crosses one half. Times are rounded up. Contacts that we began, spam, and "
        "waits that go on in another contact are left out."),
    "effort.contacts": ("per_case", False,
        "Mean over cases that began in the period of the contacts after the first that the customer began within 90 days; goings-on in another "
        "contact are none. Interval of the central limit theorem."),
    "effort.switches": ("per_case", False,
        "Mean over cases that began in the period of how often a contact was on another channel than the one before it in the case."),
    "effort.transfers": ("per_case", False, "Mean over cases that began in the period of how often somebody was handed on."),
    "effort.minutes": ("minutes", False,
        "Mean over cases that began in the period of waiting, hold and conversation, in minutes; the customer's own pauses while we wait for them "
        "are none of it."),
    "resolution.fcr_24h": ("share", True,
        "One less the share of contacts with a person's word that an inbound contact of the same customer followed within 24 hours of their end, in the "
        "same case or for the same reason, on any channel. Open windows are censored (Kaplan–Meier, Greenwood's error). Transfers and goings-on are "
        "no contacts of their own, calls of ours no repeats."),
    "resolution.fcr_7d": ("share", True, "As within 24 hours, within 7 days."),
    "resolution.fcr_30d": ("share", True, "As within 24 hours, within 30 days."),
    "resolution.one_contact": ("share", True,
        "Of the cases that began in the period and were solved within 90 days, those with no further contact. Wilson's interval."),
    "resolution.reopened": ("share", False,
        "Of the cases solved in the period, those opened again within 30 days; open windows are censored (Kaplan–Meier)."),
    "clarity.price_shown": ("share", True,
        "Of what was agreed to in the period's contacts, what was agreed to after its published price had been shown in the same case. Wilson's interval."),
    "clarity.promises_kept": ("share", True,
        "Of the promises due in the period that were not taken back, those kept by their time (a promised call: within its half hour). Wilson's interval."),
    "outcome.complaints": ("per_1000", False, "Contacts with the reason `complaint` per thousand contacts. Wilson's interval."),
    "outcome.repeats": ("share", False, "One less first-contact resolution within 7 days."),
}  # fmt: skip
"""Of the items that the system counts."""

SURVEYED = (
    "Mean of the answers as a share of the way from the worst to the best, in points from 0 to 100; weighted so that those who answered look like "
    "everybody who spoke with a person in channel, reason, ending and wait (raking, trimmed at 5 times the median). Linearised error, Student's "
    "interval for the effective number of answers; the raw mean stands beside."
)
NET = "Promoters (9, 10) less detractors (0 to 6), weighted as answers are; adjusted Wald interval for the effective number of answers."
REVIEWED = (
    "Share of reviewed conversations in which it was met, in points from 0 to 100, each counted by the probability with which it was drawn (Hájek); "
    "where nearly all or nearly none are met, Wilson's interval for the effective number; where reviewers differ by more than chance, the error is that between reviewers."
)

BESIDE: dict[str, tuple[Unit, bool, str, tuple[str, str, str], tuple[str, str, str]]] = {
    "access.reached_in_time": ("share", True,
        "The curve of time to a person at the register's target, with its band.",
        ("Inimeseni õigeaegselt", "Человек вовремя", "A person in time"),
        ("Kui suur osa küsinutest kuulis inimest registris seatud aja jooksul.", "Какая доля обратившихся услышала человека за время, заданное в реестре.",
         "The share of those who asked who had a person within the register's target.")),
    "access.service_level": ("share", True,
        "Each queue's contacts by the rule and target it had when they came (four rules, see the glossary). Wilson's interval.",
        ("Teenindustase", "Уровень обслуживания", "Service level"),
        ("Kui suur osa pöördumistest sai vastuse järjekorra sihtaja jooksul.", "Какая доля обращений получила ответ за целевое время очереди.",
         "The share of contacts answered within their queue's target.")),
    "access.gave_up": ("share", False, "Of all who asked for a person and whose wait is over, those who gave up. Wilson's interval.",
        ("Loobusid", "Сдались", "Gave up"),
        ("Kui suur osa küsinutest lahkus enne inimese sõna.", "Какая доля ушла до слова человека.",
         "The share of those who asked who left before a person's word.")),
    "access.gave_up_silently": ("share", False,
        "Those whose page closed without a word, and those whose first answer found nobody: gone before it, no address left, never read, never back. "
        "Wilson's interval.",
        ("Loobusid vaikides", "Сдались молча", "Gave up silently"),
        ("Kui suur osa lahkus ilma sõnata.", "Какая доля ушла без слов.", "The share who left without a word.")),
    "effort.machine_failed": ("share", False,
        "Of the contacts for which a menu asked a machine, those in which a person was asked for all the same. Wilson's interval.",
        ("Iseteenindus ei aidanud", "Самообслуживание не помогло", "Self-service did not help"),
        ("Kui sageli oli pärast iseteenindust ikkagi vaja inimest.", "Как часто после самообслуживания всё равно нужен был человек.",
         "How often a person was needed after self-service.")),
    "compliance": ("points", True, "Share of reviewed conversations without a missed fatal item, by how they were drawn (Hájek).",
        ("Nõuetekohasus", "Соблюдение требований", "Compliance"),
        ("Kui suur osa hinnatud vestlustest oli ilma raske veata.", "Какая доля оценённых разговоров прошла без грубой ошибки.",
         "The share of reviewed conversations without a critical error.")),
    "index": ("points", True,
        "Σ weight · criterion / Σ weight over the criteria with evidence, by the register in force. Answers and judgements count conversation by "
        "conversation; what the system counts is taken to go wholly together.",
        ("Hoolini indeks", "Индекс Hoolin", "The Hoolin index"),
        ("Üks arv 0–100 kõigist kriteeriumidest, registris seatud kaaludega.", "Одно число от 0 до 100 из всех критериев с весами из реестра.",
         "One number from 0 to 100 out of all criteria, by the weights of the register.")),
}  # fmt: skip
"""Figures that are no items: beside them, or made of them."""


def _of_item(code: str) -> Definition:
    item = ITEMS[code]
    if code in METHODS:
        unit, better, method = METHODS[code]
        return Definition(code, item.name, item.question, method, unit, better)
    if item.scale == "nps_11":
        return Definition(code, item.name, item.question, NET, "score")
    return Definition(code, item.name, item.question, SURVEYED if "survey" in item.sources else REVIEWED, "points")


def _beside(code: str) -> Definition:
    unit, better, method, name, meaning = BESIDE[code]
    words = (Words(et=one[0], ru=one[1], en=one[2]) for one in (name, meaning))
    return Definition(code, next(words), next(words), method, unit, better)


DEFINITIONS: dict[str, Definition] = {code: _of_item(code) for code in ITEMS} | {code: _beside(code) for code in BESIDE}
"""Every figure that there is, by code."""

AS_IT_IS = (
    "Mean as a share of the way from the worst to the best, in points from 0 to 100, unweighted; Student's interval. Shown beside, and no part of "
    "the index."
)
FORMULAS = {
    "weighted_mean": "Σ weight · part / Σ weight over the parts that have enough evidence, in points from 0 to 100. Parts: {parts}.",
    "lowest_part": "A criterion is as good as the worst of its parts that has enough evidence. Parts: {parts}.",
    "shown": "Its parts are shown and add up to nothing. Parts: {parts}.",
}
"""How the parts of a criterion add up. `none_fatal` is a figure of its own, `compliance`."""

CRITERIA: dict[str, tuple[str, str, str]] = {
    "access": ("Kättesaadavus", "Доступность", "Access"),
    "effort": ("Vaev", "Усилия", "Effort"),
    "resolution": ("Lahendus", "Решение", "Resolution"),
    "heard": ("Ärakuulamine", "Быть услышанным", "Being heard"),
    "clarity": ("Selgus", "Ясность", "Clarity"),
    "outcome": ("Tulemus", "Результат", "Outcome"),
    "compliance": ("Nõuetekohasus", "Соблюдение требований", "Compliance"),
}
"""What the criteria are called."""


class Said(msgspec.Struct, frozen=True):
    """A text of any length in the three languages."""

    et: str
    ru: str
    en: str

    def said(self, language: str) -> str:
        """In a language; what is not said in it, in another."""
        return str(getattr(self, language)) or self.en or self.et or self.ru


class Told(msgspec.Struct, frozen=True):
    """A figure as it was counted: by which evidence, under which register."""

    name: Said
    meaning: Said
    method: Said


def told(register: Register, source: str, code: str) -> Told:
    """What a figure is. source: of its evidence; `criteria` for the index and the criteria. An item of the site's own is told by its own words."""
    criterion = register.criterion(code) if source == "criteria" else None
    if criterion is not None and criterion.formula in FORMULAS:
        name = Said(*CRITERIA[code])
        return Told(
            name,
            name,
            _with_parts(_three(f"formula.{criterion.formula}", FORMULAS[criterion.formula]), register, criterion),
        )
    known, item = DEFINITIONS.get(code), register.item(code)
    name = _said(item.name if item is not None else known.name if known is not None else Words(), code)
    meaning = _said(item.question if item is not None else known.meaning if known is not None else Words(), code)
    return Told(name, meaning, _method(source, code, item.scale if item is not None else ""))


def _method(source: str, code: str, scale: str) -> Said:
    """By the evidence where that says how it is counted, else by the figure."""
    if source == "survey":
        return _three("net", NET) if scale == "nps_11" else _three("surveyed", SURVEYED)
    if source == "reviewer" and code != "compliance":
        return _three("reviewed", REVIEWED)
    if source in ("shopper", "self"):
        return _three("as_it_is", AS_IT_IS)
    # What a register names as counted by the system, and the system does not know, is never counted.
    return _three(code, DEFINITIONS[code].method) if code in IN_TWO else Said("", "", "")


def _three(key: str, english: str) -> Said:
    estonian, russian = IN_TWO[key]
    return Said(estonian, russian, english)


def _with_parts(method: Said, register: Register, criterion: Criterion) -> Said:
    def parts(language: str) -> str:
        named = ((told(register, part.source, part.item).name.said(language), part.weight) for part in criterion.parts)
        return ", ".join(f"{name} × {weight:g}" for name, weight in named)

    return Said(*(method.said(language).format(parts=parts(language)) for language in ("et", "ru", "en")))


def _said(words: Words, code: str) -> Said:
    return Said(words.et, words.ru, words.en or (code if not (words.et or words.ru) else ""))
