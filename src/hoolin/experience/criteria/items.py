"""What is asked, judged and counted of every contact, on every channel alike: the items, by code.

An item's code begins with its criterion (`effort.ease`). Everything that speaks of an item names it by its code: survey answers,
reviewers' marks, figures. Codes are for ever; an item whose words change their meaning is another item.

What a customer is asked, a mystery shopper and the agent are asked too; what a reviewer judges, so do they: stored beside, never
mixed in. What the system counts is counted of every contact and asks nobody.
"""

from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Code
from hoolin.core.site.rules import Value
from hoolin.experience.criteria.scales import SCALES, Kind, Scale

Criterion: TypeAlias = Literal["access", "effort", "resolution", "heard", "clarity", "outcome", "compliance"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

Source: TypeAlias = Literal["system", "survey", "reviewer", "shopper", "self"]
"""Where a piece of evidence comes from. `system`: counted from facts. `survey`: a customer answered. `reviewer`: a colleague judged the
conversation. `shopper`: somebody who came as a customer, to see. `self`: the agent's own rating.
"""
SOURCES: tuple[Source, ...] = get_args(Source)

SYSTEM: tuple[Source, ...] = ("system",)
ASKED: tuple[Source, ...] = ("survey", "shopper", "self")
JUDGED: tuple[Source, ...] = ("reviewer", "shopper", "self")


class Item(Value):
    """One thing that is asked, judged or counted. code: for ever, it begins with its criterion. name: short, for a table. question: as it is
    put to whoever answers or judges; for what the system counts, what is counted; both in the site's languages. sources: where evidence
    on it may come from. scale: the kind of `SCALES`, for ever as well. fatal: where it is not met nothing else of the conversation
    counts; scored apart.
    """

    code: Code
    name: Words
    question: Words
    sources: Annotated[tuple[Source, ...], msgspec.Meta(min_length=1, max_length=5)]
    scale: Kind
    fatal: bool = False

    @property
    def criterion(self) -> str:
        """Of which criterion it is."""
        return self.code.partition(".")[0]

    @property
    def counted(self) -> Scale:
        """Its scale."""
        return SCALES[self.scale]


def _item(
    code: str, sources: tuple[Source, ...], scale: Kind, name: tuple[str, str, str], asked: tuple[str, str, str],
    fatal: bool = False,
) -> Item:  # fmt: skip
    return Item(
        code=code, sources=sources, scale=scale, fatal=fatal, name=Words(et=name[0], ru=name[1], en=name[2]),
        question=Words(et=asked[0], ru=asked[1], en=asked[2]),
    )  # fmt: skip


ACCESS = (
    _item("access.reached", ASKED, "agree_5",
          ("Inimene oli kergesti kättesaadav", "Легко связаться с человеком", "A person was easy to reach"),
          ("Sain inimesega kergesti ühendust.", "Я легко связался с человеком.", "I reached a person easily.")),
    _item("access.time_to_human", SYSTEM, "ms",
          ("Aeg inimeseni", "Время до ответа человека", "Time to a person"),
          ("Aeg hetkest, mil küsiti inimest, kuni inimese esimese sõnani; automaatvastused ei loe.",
           "Время от просьбы о человеке до его первого слова; автоматические ответы не в счёт.",
           "From asking for a person to a person's first word; automatic answers do not count.")),
)  # fmt: skip

EFFORT = (
    _item("effort.ease", ASKED, "ease_7",
          ("Asi sai kergesti aetud", "Легко решить вопрос", "It was made easy"),
          ("Ettevõte tegi minu asja ajamise lihtsaks.", "Компания сделала решение моего вопроса лёгким.",
           "The company made it easy for me to handle my issue.")),
    _item("effort.contacts", SYSTEM, "count",
          ("Lisapöördumised juhtumi kohta", "Лишних обращений на случай", "Further contacts per case"),
          ("Mitu korda pidi klient sama asjaga uuesti pöörduma.", "Сколько раз клиенту пришлось обратиться снова.",
           "How often the customer had to turn to us again in the same case.")),
    _item("effort.switches", SYSTEM, "count",
          ("Kanalivahetused juhtumi kohta", "Смен канала на случай", "Channel switches per case"),
          ("Mitu korda läks juhtum edasi teises kanalis.", "Сколько раз случай переходил в другой канал.",
           "How often the case went on by another channel.")),
    _item("effort.transfers", SYSTEM, "count",
          ("Edasisuunamised juhtumi kohta", "Переводов на случай", "Transfers per case"),
          ("Mitu korda anti klient edasi teisele inimesele.", "Сколько раз клиента передавали другому сотруднику.",
           "How often the customer was handed on to somebody else.")),
    _item("effort.minutes", SYSTEM, "minutes",
          ("Kliendi minutid juhtumi kohta", "Минут клиента на случай", "Minutes per case"),
          ("Ootel, hoidel ja kõneldes kulunud aeg.", "Время ожидания, удержания и разговора.",
           "Waiting, on hold and talking.")),
    _item("effort.not_asked_again", JUDGED, "mark",
          ("Teadaolevat ei küsitud uuesti", "Не спрашивали известное", "Not asked what was known"),
          ("Kliendilt ei küsitud seda, mida me juba teadsime.", "Клиента не спрашивали о том, что мы уже знали.",
           "The customer was not asked for what we knew already.")),
)  # fmt: skip

RESOLUTION = (
    _item("resolution.solved", ASKED, "solved",
          ("Mure on lahendatud", "Вопрос решён", "The problem is solved"),
          ("Kas teie mure on lahendatud?", "Ваш вопрос решён?", "Is your problem solved?")),
    *(_item(f"resolution.fcr_{code}", SYSTEM, "share",
            (f"Lahendus esimese korraga, {et}", f"Решено с первого раза, {ru}", f"First contact resolution, {en}"),
            (f"Pöördumised, millele {et} jooksul ei järgnenud sama kliendi uut pöördumist samal põhjusel, ükskõik mis kanalis.",
             f"Обращения, за которыми в течение {ru} не последовало новое обращение того же клиента по той же причине в любом канале.",
             f"Contacts that the same customer did not follow up within {en} for the same reason, on whatever channel."))
      for code, et, ru, en in (("24h", "24 tunni", "24 часов", "24 hours"), ("7d", "7 päeva", "7 дней", "7 days"),
                               ("30d", "30 päeva", "30 дней", "30 days"))),
    _item("resolution.one_contact", SYSTEM, "share",
          ("Ühe pöördumisega lahendatud", "Решено одним обращением", "Solved in one contact"),
          ("Lahendatud juhtumid, milleks piisas ühest pöördumisest.", "Решённые случаи, на которые хватило одного обращения.",
           "Solved cases that took one contact.")),
    _item("resolution.reopened", SYSTEM, "share",
          ("Uuesti avatud", "Открыто снова", "Reopened"),
          ("Lahendatuks märgitud juhtumid, mis avati uuesti.", "Случаи, отмеченные решёнными и открытые снова.",
           "Cases that were called solved and were opened again.")),
    _item("resolution.right", JUDGED, "mark",
          ("Õige lahendus", "Верное решение", "The right solution"),
          ("Pakutud lahendus oli õige.", "Предложенное решение было верным.", "The solution was right.")),
    _item("resolution.next_step", JUDGED, "mark",
          ("Järgmine samm öeldud", "Назван следующий шаг", "Next step stated"),
          ("Kliendile öeldi, mis juhtub edasi ja millal.", "Клиенту сказали, что будет дальше и когда.",
           "The customer was told what happens next, and when.")),
)  # fmt: skip

HEARD = (
    _item("heard.understood", ASKED, "agree_5",
          ("Kuulati ja mõisteti", "Выслушали и поняли", "Heard and understood"),
          ("Mind kuulati ja mõisteti.", "Меня выслушали и поняли.", "I was heard and understood.")),
    _item("heard.named_back", JUDGED, "mark",
          ("Mure sõnastati üle", "Проблема названа", "Problem named back"),
          ("Vastaja sõnastas kliendi mure oma sõnadega üle.", "Сотрудник своими словами назвал проблему клиента.",
           "The problem was named back in the agent's own words.")),
    _item("heard.clarified", JUDGED, "mark",
          ("Täpsustav küsimus", "Уточняющий вопрос", "Clarifying question"),
          ("Küsiti vähemalt üks täpsustav küsimus, kui asi polnud selge.", "Если было неясно, задан уточняющий вопрос.",
           "Where something was unclear, a clarifying question was asked.")),
    _item("heard.empathy", JUDGED, "mark",
          ("Kaasamõtlemine", "Сочувствие", "Empathy"),
          ("Mõisteti, mida asi kliendile tähendab, mitte ainult „vabandust“.", "Понято, что это значит для клиента, а не только «извините».",
           "What it means for the customer was understood, not only “sorry”.")),
    _item("heard.concrete", JUDGED, "mark",
          ("Konkreetsed sõnad", "Конкретные слова", "Concrete words"),
          ("Räägiti konkreetselt sellest asjast, mitte üldiselt.", "Говорили конкретно об этом деле, а не общими словами.",
           "The words were about this very matter, not general ones.")),
)  # fmt: skip

CLARITY = (
    _item("clarity.next_and_cost", ASKED, "agree_5",
          ("Edasine ja hind on teada", "Ясно, что дальше и сколько стоит", "Next step and cost are known"),
          ("Tean, mis edasi juhtub ja mida see maksab.", "Я знаю, что будет дальше и сколько это стоит.",
           "I know what happens next and what it costs.")),
    _item("clarity.price_shown", SYSTEM, "share",
          ("Hind enne nõusolekut", "Цена до согласия", "Price shown before consent"),
          ("Tellimused, mille puhul avaldatud hind näidati enne nõusolekut.", "Заказы, где цена показана до согласия.",
           "What was agreed to after its published price had been shown.")),
    _item("clarity.promises_kept", SYSTEM, "share",
          ("Lubadused täidetud", "Обещания выполнены", "Promises kept"),
          ("Lubadused, mis täideti tähtajaks.", "Обещания, выполненные в срок.", "Promises kept by the time that was told.")),
    _item("clarity.terms_stated", JUDGED, "mark",
          ("Hind ja tingimused öeldud", "Цена и условия названы", "Price and terms stated"),
          ("Hind ja tingimused öeldi selgelt.", "Цена и условия названы ясно.", "Price and terms were stated.")),
    _item("clarity.no_jargon", JUDGED, "mark",
          ("Ilma erialakeeleta", "Без жаргона", "No jargon"),
          ("Kasutati kliendi, mitte maja sõnu.", "Говорили словами клиента, а не компании.",
           "The customer's words were used, not the house's.")),
)  # fmt: skip

OUTCOME = (
    _item("outcome.csat", ASKED, "csat_5",
          ("Rahulolu (CSAT)", "Удовлетворённость (CSAT)", "Satisfaction (CSAT)"),
          ("Kui rahul olete selle pöördumisega?", "Насколько вы довольны этим обращением?",
           "How satisfied are you with this contact?")),
    _item("outcome.nps", ASKED, "nps_11",
          ("Soovitamine (NPS)", "Готовность рекомендовать (NPS)", "Would recommend (NPS)"),
          ("Kui tõenäoliselt soovitaksite meid sõbrale?", "Насколько вероятно, что вы порекомендуете нас другу?",
           "How likely are you to recommend us to a friend?")),
    _item("outcome.complaints", SYSTEM, "count",
          ("Kaebused 1000 pöördumise kohta", "Жалоб на 1000 обращений", "Complaints per 1,000 contacts"),
          ("Pöördumised, mille põhjuseks märgiti kaebus.", "Обращения с причиной «жалоба».",
           "Contacts whose reason was noted as a complaint.")),
    _item("outcome.repeats", SYSTEM, "share",
          ("Kordus 7 päeva jooksul", "Повтор за 7 дней", "Repeated within 7 days"),
          ("Pöördumised, millele 7 päeva jooksul järgnes uus samal põhjusel.", "Обращения, повторённые за 7 дней по той же причине.",
           "Contacts followed by another for the same reason within 7 days.")),
)  # fmt: skip

COMPLIANCE = (
    _item("compliance.customer", JUDGED, "mark",
          ("Kliendi huvid", "Интересы клиента", "The customer's interest"),
          ("Kliendile ei tehtud kahju ega valetatud.", "Клиенту не навредили и не солгали.",
           "Nothing was done or said that harms the customer."), fatal=True),
    _item("compliance.business", JUDGED, "mark",
          ("Ettevõtte huvid", "Интересы компании", "The company's interest"),
          ("Ettevõttele ei tehtud kahju.", "Компании не навредили.", "Nothing was done that harms the company."), fatal=True),
    _item("compliance.law", JUDGED, "mark",
          ("Seadus", "Закон", "The law"),
          ("Järgiti seadust ja andmekaitset.", "Соблюдены закон и защита данных.",
           "The law was kept, data protection with it."), fatal=True),
)  # fmt: skip

_ALL = (*ACCESS, *EFFORT, *RESOLUTION, *HEARD, *CLARITY, *OUTCOME, *COMPLIANCE)

ITEMS: dict[str, Item] = {item.code: item for item in _ALL}
"""Every item that the product ships, by code, in the order of the criteria."""
