"""What stands before or after a name. All are looked for in small letters."""

import re

NAMED = re.compile(
    r"(?:\b(?:minu |mu |täis|ees|perekonna)nimi(?: on|:)?|(?<!koha )(?<!firma )(?<!võtte )(?<!võrgu )(?<!su )\bnimi(?: on\b|:)|(?:^|[,;.]\s|\bja )nimi|\bnimeks on|\bnimega|\bmy name(?:'s| is|s)?|\bname's|\bthe name is"
    r"|\bin the name of|\bname\s*:|(?:^|[,;.]\s|\band )name|\bменя зовут|\bзовут|\bпо имени|\bмо[её] имя|\b(?:имя|фамилия)\s*:|(?:^|[,;.]\s|\bи )(?:имя|фамилия)|\bф\.?\s?и\.?\s?о\.?\s*:?)\s+",
    re.M,
)
"""After these comes a name, however it is written."""

CALLED = re.compile(
    r"\b(?:ma olen|mina olen|olen|siin on|siin|see on|i am|i'm|im|this is|it's|its|speaking to|я|это)\s+"
)
"""After these may come a name, and a hundred other things."""

HERE = re.compile(r"\s(?:siin|here|на связи|on the line|speaking)\b")
"""Before these may be one."""

_PEOPLE = (
    r"mees|mehe|naine|naise|abikaasa|isa|ema|poeg|poja|pojale|tütar|tütre|tütrele|õde|õe|vend|venna|vanaema|vanaisa|naaber|naabri|sõber|sõbra|kolleeg|kolleegi|teenindaja|klienditeenindaja|"
    r"klienditeenindajaga|töötaja|tehnik|tehniku|operaator|juhataja|keegi|laps|lapse|pere|saaja|"
    r"husband|wife|son|daughter|father|mother|mum|mom|dad|brother|sister|colleague|agent|engineer|technician|operator|employee|manager|neighbour|neighbor|friend|partner|beneficiary|recipient|payer|"
    r"муж|мужа|мужу|жена|жены|жене|сын|сына|сыну|дочь|дочка|дочери|отец|отца|отцу|мать|мама|маму|мамы|папа|папы|брат|брата|сестра|сестры|коллега|оператор|оператором|сотрудник|сотрудница|мастер|"
    r"менеджер|сосед|соседа|соседка|друг|друга|подруга|подруги|получатель|абонент|семья|какой-то"
)
RELATED = re.compile(rf"\b(?:{_PEOPLE}),?\s+")
"""After these often comes one."""

TITLED = re.compile(
    r"\b(?:härra|proua|preili|hr\.?|pr\.?|prl\.?|dr\.?|mr\.?|mrs\.?|ms\.?|mister|господин\w{0,2}|госпож\w{1,2}|г-ну?|г-жа|г-же|г-жу|гражданин\w?|isikule)\s+"
)
SPOKEN = re.compile(
    r"\b(?:spoke (?:with|to)|chatted with|talked (?:to|with)|говорил[аи]? с|разговаривал[аи]? с|общал\w{2,3} с|^с(?= \w+(?:ой|ом|ым|ей) ))\s+",
    re.M,
)
SPOKEN_ET = re.compile(r"\b(?:rääkisin|vestlesin|suhtlesin)\s+(?=\w+ga\b)")
SIGNED = re.compile(
    r"(?:lugupidamisega|lugupidades|(?:parimate|heade) soovidega|tervitades|tervitustega|tänades|tänuga|ette tänades|parimat|с уважением|с приветом|всего (?:доброго|хорошего)|с наилучшими(?: пожеланиями)?|заранее благодар\w+|"
    r"спасибо|благодарю|(?:best |kind |warm |many )?regards|best(?: wishes)?|cheers|thanks|thank you|(?:yours )?(?:sincerely|faithfully|truly)|aitäh)(?P<after>[,.!]?\s*\n\s*|,?\s+)"
)
"""After these, at the end of a letter, comes whoever wrote it."""

GROUPED = re.compile(r"\s(?:pere|perekond|family)\b")
SAYS = re.compile(
    r"\s(?:ütles|lubas|helistas|aitas|rääkis|seletas|käis|tuli|palus|soovib|ootab|saatis|kirjutas|elab|ei saanud|said|told|called|promised|helped|came|explained|asked|lives|wants|did not|has been|сказал|"
    r"обещал|звонил|помог|объяснил|пришл|приш[её]л|приходил|просит|просил|ждёт|ждет|жив[её]т|хочет|не получил|прислал)"
)
"""After a name, what a person does."""
_CAPITAL = r"[A-ZÕÄÖÜŠŽА-ЯЁ]"
INITIALS = {
    "after": re.compile(rf"(?:\b{_CAPITAL}\.\s?){{1,2}}(?P<after>{_CAPITAL}[^\W\d_]{{2,}}(?:-[^\W\d_]+)?)"),
    "before": re.compile(
        rf"\b(?P<before>{_CAPITAL}[^\W\d_]{{2,}}(?:-[^\W\d_]+)?)(?:\s{_CAPITAL}\.){{1,2}}\s?(?:{_CAPITAL}\.)?"
    ),
}
PARTICLES = {"van", "von", "der", "den", "de", "di", "da", "la", "le", "al", "bin", "ter", "du", "dos"}
JOINS = {
    "ja",
    "ning",
    "and",
    "и",
    "või",
    "or",
    "или",
    "aga",
    "but",
    "а",
    "но",
    "ei",
    "on",
    "is",
    "siin",
    "here",
    "from",
}
PLACE_AFTER = re.compile(
    r"\s(?:tänav|maantee|mnt|pst|puiestee|tee\b|keskus|pood|poes|esindus|linn|küla|vald|valla|maakon|staadion|jaam|sadam|station|street|road|avenue|square|centre|center|bridge|park\b|airport|"
    r"шоссе|улиц|проспект|центр|район|област|край\b|вокзал|аэропорт|салон)"
)
PLACE_BEFORE = re.compile(r"(?:\bулиц\w|\bул\.|\bпроспект\w?|\bпр\.|\bгород\w?|\bстанци\w|\bрайон\w?|\bлинна\b)\s$")
