"""What stands before or after a name. All are looked for in small letters."""

import re

NAMED = re.compile(
    r"(?:\b(?:minu |mu |täis|ees|perekonna)nimi(?: on|:)?|(?<!koha )(?<!firma )(?<!võtte )(?<!võrgu )(?<!su )\bnimi(?: on\b|:)|\bnimeks on|\bnimega|\bmy name(?:'s| is|s)?|\bname's|\bthe name is"
    r"|\bin the name of|\bname\s*:|\bменя зовут|\bзовут|\bпо имени|\bмо[её] имя|\b(?:имя|фамилия)\s*:|\bф\.?\s?и\.?\s?о\.?\s*:?)\s+",
    re.M,
)
"""After these comes a name, however it is written."""

CALLED = re.compile(
    r"\b(?:ma olen|mina olen|olen|siin on|siin|see on|i am|i'm|im|this is|it's|its|speaking to|я|это)\s+"
)
"""After these may come a name, and a hundred other things."""

NICKNAMED = re.compile(
    r"\b(?:kutsu(?:ge|takse)? mind(?: (?:lihtsalt|palun))?|(?:зов[иу]\w{0,3}|звать|называйте|зови) меня(?: просто)?|(?:just )?call me|you(?:'re| are) (?:through|speaking|chatting|talking) (?:to|with)|teid teenindab"
    r"|siin räägib|(?:^|[.!?]\s)kirjutab(?: teile)?|вас обслуживает|с вами(?: на связи| общается| говорит)?|на связи|пишет(?: вам)?|обращайтесь ко мне)\s+",
    re.M,
)
"""After these comes whatever somebody is called."""

HERE = re.compile(
    r"\s(?:siin|here|again|на связи|on the line|speaking)\b|\s(?:on|is|[—–-])\s(?:minu |mu |my |моя |моё |мое |это моя )?(?:pere\w*|ees|hüüd)?(?:nimi|nimeks|nickname|surname|last name|first name|name|фамилия|имя|ник|прозвище|кличка)\b"
)
OWNS = re.compile(
    r"(?:\s(?:arve|leping|konto|nimel|nimele|telefon|number|aadress|isikukood|poeg|tütar|naine|mees|abikaasa|korter|ruuter)\w{0,4}\b|(?<='s)\s(?:bill|contract|account|phone|number|address|son|daughter|wife|husband|router|name)\b)"
)
"""After a name, what is somebody's."""
"""Before these may be one."""

_PEOPLE = (
    r"ämm|ämma|äi|äia|tädi|tädi|onu|lell|vanaema|vanaisa|memm|taat|minia|väimees|lapselaps|elukaaslane|elukaaslase|eks|raamatupidaja|sõbranna|kasupoeg|kasutütar|pinginaaber|üürnik|monteri?|monteur|"
    r"nan|nana|gran|granny|grandma|grandpa|grandad|grandson|granddaughter|aunt|auntie|uncle|cousin|nephew|niece|ex|boss|fiance|fiancé|flatmate|housemate|landlord|tenant|carer|bookkeeper|accountant|stepson|stepdaughter|stepdad|"
    r"баба|бабе|бабушка|бабушке|бабуля|бабули|дед|деда|деду|дедушка|дедушке|дядя|дяди|дяде|тётя|тетя|тёти|тети|тёте|тете|внук|внука|внуку|внучка|внучки|внучке|тёща|теща|свекровь|свекор|свёкор|тесть|зять|невестка|племянник|"
    r"племянница|крёстная|крестная|крёстный|бухгалтер|кум|кума|соседу|соседи|соседке|другу|подруге|дочке|дочь|сестре|брату|папе|маме|сыном|мужем|женой|мастера звали|"
    r"mees|mehe|naine|naise|abikaasa|isa|ema|poeg|poja|pojale|tütar|tütre|tütrele|õde|õe|vend|venna|vanaema|vanaisa|naaber|naabri|sõber|sõbra|kolleeg|kolleegi|teenindaja|klienditeenindaja|"
    r"klienditeenindajaga|töötaja|tehnik|tehniku|operaator|juhataja|keegi|laps|lapse|pere|saaja|"
    r"husband|wife|son|daughter|father|mother|mum|mom|dad|brother|sister|colleague|agent|engineer|technician|operator|employee|manager|neighbour|neighbor|friend|partner|beneficiary|recipient|payer|"
    r"муж|мужа|мужу|жена|жены|жене|сын|сына|сыну|дочь|дочка|дочери|отец|отца|отцу|мать|мама|маму|мамы|папа|папы|брат|брата|сестра|сестры|коллега|оператор|оператором|сотрудник|сотрудница|мастер|"
    r"менеджер|сосед|соседа|соседка|друг|друга|подруга|подруги|получатель|абонент|семья|какой-то"
)
RELATED = re.compile(rf"\b(?:{_PEOPLE}),?\s+")
"""After these often comes one."""

TITLED = re.compile(
    r"\b(?:härra|proua|preili|hr\.?|pr\.?|prl\.?|dr\.?|mr\.?|mrs\.?|ms\.?|mister|miss|господин\w{0,2}|госпож\w{1,2}|г-ну?|г-жа|г-же|г-жу|гражданин\w?|isikule)\s+"
)
SPOKEN = re.compile(
    r"\b(?:spoke (?:with|to)|chatted with|talked (?:to|with)|говорил[аи]? с|разговаривал[аи]? с|общал\w{2,3} с)\s+",
    re.M,
)
SPOKEN_ET = re.compile(r"\b(?:rääkisin|vestlesin|suhtlesin)\s+(?=\w+ga\b)")
SIGNED = re.compile(
    r"(?:lugupidamisega|lugupidades|(?:parimate|heade) soovidega|tervitades|tervitustega|tänades|tänuga|ette tänades|parimat|с уважением|с приветом|всего (?:доброго|хорошего)|с наилучшими(?: пожеланиями)?|заранее благодар\w+|"
    r"спасибо|благодарю|(?:best |kind |warm |many )?regards|best(?: wishes)?|cheers|thanks|thank you|(?:yours )?(?:sincerely|faithfully|truly)|aitäh)(?P<after>[,.!]?\s*\n\s*|,?\s+)"
)
"""After these, at the end of a letter, comes whoever wrote it."""

FAMILY_OF = re.compile(r"\b(?:семья|семье|семьи|семью|perekond|perekonna|pere|family of|квартира|mrs|mr|ms)\s+")
"""After these a word with a capital is a family's, however short."""

GREETS = re.compile(
    r"\s?[,!]\s*(?:tere|tervist|hei|head|aitäh|tänan|palun|kas|kuidas|vabandust|hello|hi|hey|good|thanks|thank|please|can|could|how|sorry|здравствуйте|здравствуй|привет|добр\w+|спасибо|благодарю|пожалуйста|скажите|подскажите|"
    r"простите|извините|как|чем|ваш)\b"
)
"""After whoever is spoken to."""

GIVEN_TO = re.compile(
    r"\s(?:saadeti|saatke|tuli arve|helista\w*|öelge|öelda|anti|andke|edasta\w*|kirjuta\w*|выслали|отправ\w+|скажите|передайте|позвоните|звонили|выставили|подключили|отключили|пишите|напишите|прислали)\b"
)
"""After whoever something is given to, or called."""

TOO = r"(?:\s(?:уже|ещё|еще|не|так и не|сразу|сама?|мне|нам|вам|вчера|сегодня|тоже|вас|mulle|meile|eile|täna|juba|ka|ise|just|already|also|never|always|kindly|then))*"
SAYS_SURELY = re.compile(
    rf"{TOO}\s(?:(?:ütle[sb]|luba[sb]|helista[sb]|aitas|rääki[sb]|räägib|seleta[sb]|selgita[sb]|palu[sb]|soovi[sb]|kirjuta[sb]|vastas|saatis|andis|jättis|vahetas|seadistas|kontrollis|lahendas|tellis|kolis|soovitas|vabandas|võttis|kuulas|teatab|elab|ootab|karjus|katkestas|pani toru|parandas|ühendas|paigaldas|arva[sb]|küsi[sb]|kaeba[sb]|kinnitas|pakkus|teatas|taha[bs]|vormistas|"
    r"maksis|unustas|ostis|käis|oli (?:väga )?(?:tore|viisakas|abivalmis|kannatlik|sõbralik|ebaviisakas)|on (?:pahane|haige|pensionär|abonent|minu|mu|meie klient|lepingu omanik)|ei olnud kodus|tuleb koju|ei (?:vasta|oska|tea|maksnud|helistanud|taha|soovi))\b"
    r"|заказал|прин[её]с|оставил|выслал|поменял|настроил|принял|поставил|отвечает|увер[яи]|утвержда|сообщ|написал|пишет|передал|отправил|обслужил|консультир|выслушал|успокоил|извиня|сказал|говор|обещал|(?:по|пере|до)?звонил|звонит|помог|объяснил|прос(?:ит|ил)|ответил|жд[её]т|жив[её]т|хочет|прислал|оформил|подключила?\b|подсказал|спросил|спрашива|жалу|жалова|извинил|нахамил|отказал|решил|разобрал"
    r"|проверил|записал|подтвердил|посоветовал|предложил|заплатил|плат(?:ит|ил)|купил|уладил|починил|приезжал|приехал|забыл|считает|думает|знает|получил|нагрубил|бросила? трубку|вызвал|молод|из (?:вашего|вашей|второго|первого)"
    r"|said|says|told|called|phoned|rang|promised|helped|explained|asked|lives|wants|answered|sorted|fixed|replied|apologi[sz]ed|refused|hung up|agreed|confirmed|checked|offered|gave me|put me|did(?:n't| not)?\b|doesn't know"
    r"|sent me|brought|ordered|cancelled|listened|emailed|texted|assured|insisted|reckons|knows|knew|thinks|pays|forgot|wrote|spoke|suggested|visited|installed|complained|phones|came (?:over|round|within|by|yesterday|on)|is (?:my|away|at work|waiting|off|ill|on holiday)\b"
    r"|(?:was|were|is) (?:so |very |really |extremely )?(?:patient|kind|helpful|polite|lovely|rude|friendly|brilliant|nice to|amazing|great)\b)"
)
"""After a name, what only a person does."""

GROUPED = re.compile(r"(?:'s|s'|s|'|’)?\s(?:pere|perekond|family|household)\b")
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
RINGS = re.compile(
    r",?\s(?:ja |и |and )?(?:i )?(?:helista[ns]|kirjuta[ns]|звон[июя]|пишу|писала?\b|rang|called|calling|writing|phoned)"
)
"""After a name that somebody said of themself."""
MINE = ("olen", "i am", "i'm", " im", "я")
"""Said of oneself."""
NO_TITLED = {"sir", "madam", "web", "oetker", "martens", "watson", "who", "and", "ja", "и"}
ADDRESSED = re.compile(
    r"(?:\b(?:tell|ask|thanks|thank you|спасибо|привет|aitäh|tänan|tere|tsau|hei|hi|hello|скажите|передайте|попросите|öelge))\s+",
    re.M,
)
"""After these a given name may be written small."""
OBLIQUE = frozenset(
    [
        "mehe",
        "naise",
        "poja",
        "pojale",
        "tütre",
        "tütrele",
        "õe",
        "venna",
        "naabri",
        "sõbra",
        "kolleegi",
        "klienditeenindajaga",
        "tehniku",
        "lapse",
        "keegi",
        "ämma",
        "äia",
        "elukaaslase",
        "monteri",
        "pere",
        "мужа",
        "мужу",
        "жены",
        "жене",
        "сына",
        "сыну",
        "дочери",
        "отца",
        "отцу",
        "маму",
        "мамы",
        "папы",
        "брата",
        "сестры",
        "оператором",
        "соседа",
        "друга",
        "подруги",
        "бабе",
        "бабушке",
        "бабули",
        "деда",
        "деду",
        "дедушке",
        "дяди",
        "дяде",
        "тёти",
        "тети",
        "тёте",
        "тете",
        "внука",
        "внуку",
        "внучки",
        "внучке",
        "соседу",
        "соседке",
        "другу",
        "подруге",
        "дочке",
        "сестре",
        "брату",
        "папе",
        "маме",
        "сыном",
        "мужем",
        "женой",
        "друг",
    ]
)
"""After these in their case stands more often a thing than a name."""
BARE = re.compile(r"(?:(?:^|[,;.]\s|\bja )nimi|(?:^|[,;.]\s|\band )name|(?:^|[,;.]\s|\bи )(?:имя|фамилия)) +", re.M)
"""After these comes a name that has a capital, or is known."""
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
    r"шоссе|площад|переул|набережн|улиц|проспект|центр|район|област|край\b|вокзал|аэропорт|салон)"
)
PLACE_BEFORE = re.compile(r"(?:\bулиц\w|\bул\.|\bпроспект\w?|\bпр\.|\bгород\w?|\bстанци\w|\bрайон\w?|\bлинна\b)\s$")
