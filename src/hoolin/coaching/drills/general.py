"""Signs that mean the same in every drill, by language and move; and what tells a time, a thing to come, and a question."""

from types import MappingProxyType

from hoolin.coaching.drills.moves import Move
from hoolin.core.site.rules import Language

SIGNS: MappingProxyType[Language, dict[Move, tuple[str, ...]]] = MappingProxyType({
    "et": {
        "greet": ("tere|tervist|=hei",),
        "thanks": ("aitäh|tänan|täname|tänud|suur=tänu",),
        "switch": ("vene|inglise|eesti keeles|keelt|keelde|keelne|keelse", "venekeelse|eestikeelse|ingliskeelse kolleeg|klienditeenindaja"),
        "care": (
            "kujutan|kujutame ette", "mõistetav|arusaadav et|miks", "teie asemel|nahas", "ime !imelik pole|ei|mitte", "ehmata|ehmatus", "kaastunne|kaastunnet",
            "raske|keeruline aeg|hetk|päev|kaotus|teema", "kurnav|=väsitav|masendav|häiriv|ärritav|pettumus|tüütu !vabanda", "ebameeldiv !vabanda", "muret|ärevaks|hirmu teeb|tegi|tekitab|tekitas",
            "kahju et", "närvi|endast ajab|ajaks|viib", "tore|hea|rõõm et !aidata !pöördusite", "tean|tunnen kui",
        ),
        "sorry": ("vabanda|vabandust|vabandame|vabandan|vabandused", "=kahju", "mõistan|mõistame pahameel|muret|pettumust|rahulolematust|olukorda|teid", "ebamugavus|ebameeldivus"),
        "patience": ("võtke|võta aega|rahulikult", "olen|oleme siin|kohal|olemas", "=ootan", "kiiret|kiire pole|ei", "kirjutage|vastake kui|siis|rahulikult saate|jõuate|aega|valmis|sobib"),
        "check": ("vaatan|vaatame|kontrollin|kontrollime|uurin !siis järele|kohe|üle|hetk|praegu", "=hetk|hetkeks|=üks oodake|oota|palun|hetk", "vaatan|kontrollin|uurin"),
        "terms": (),
        "ask_again": (
            "öelge|nimetage|sisestage|kirjutage|edastage|saatke|palun|mis|milline !siis telefoninumber|isikukood|kliendinumber|lepingu|kliendikood|ees|perekonnanimi|nimi",
            "täpsustage|öelge|kirjeldage oma|palun number|nime|probleemi|muret uuesti|veelkord|veel", "uuesti|veelkord|algusest rääkige|kirjeldage|selgitage|öelge|rääkida", "kelle|kellega nimel|räägin|vestlen",
        ),
        "promise": (
            "anname|annan|antakse teada|märku", "võtame|võtan|võetakse|võetaks ühendust", "tegeleme|uurime|lahendame|menetleme|menetlusse", "edastan|edastame|suunan spetsialist|osakon|kolleeg|päring|kaebus",
            "proovin|püüan|üritame|proovime|püüame lahenda|aidata|korda|teha", "vaatame mis|kas saab|teha",
        ),
        "jargon": (
            "arveldustsük|arveldusperiood", "=pilet|=pileti|tikett|ticket", "süsteem näitab|näitavad|ütleb|kohaselt|järgi", "provisjon|aktiveerimisprots|=apn|=imsi|=msisdn|=sla|=crm|esim-profiil", "menetlus|menetluses|menetlusse",
            "numbriliikuvus|doonor|retsipient|doonoroperaator", "marsruut|baasjaam|bts|transmissioon", "eskaleeri|eskalatsioon", "autentimis|autentimine|verifitseeri", "lõppkasutaja|terminalseade|abonent",
        ),
        "blame": (
            "oleksite|oleks pidanud|pidite|tulnud|võinud !me !meie", "teie enda viga|süü|vastutus|hooletus|kohustus", "=ise tegite|olete|nõustusite|valisite|vastutate|vastutab|kinnitasite|tellisite !ei !pole",
            "vastavalt|tingimuste|üldtingimuste|lepingu|reeglite kohaselt|tingimustele|reeglitele|hinnakirjale|lepingule|eeskirj", "meie poliitika|reeglid|kord|süü|viga ei|pole|selline", "kahjuks|midagi ei teha|saa",
            "nõustusite|kirjas tingimus|üldtingimus|leping", "meist|minust|meie ei sõltu|olene|vastuta|süü",
        ),
        "hurry": ("lühidalt|kiiremini|kiiresti|ruttu palun|saaksime|rääkige|öelge", "järjekor|teised|järgmi ootavad|ootab|klien", "mul|meil pole|ei|vähe aega", "vestluse lõpetan|sulgen|suletakse kui|sest|kuna ei|vastust"),
        "breach": ("öelge|saatke|kirjutage|sisestage|edastage|nimetage parool|=pin|salasõna|kaardinumber|cvc !link !uus !uue !ärge", "mis teie|sinu parool|salasõna|=pin",),
        "handoff": ("suunan|ühendan|edastan|annan !teada teid|kõne|vestluse|ümber|edasi|üle", "helistama|helistage|pöörduge|pöörduma|kirjutage|minema|tulge|minge esindus|teise|osakon|numbril|klienditeenindus !ei !pole"),
        "handoff_note": ("kolleeg|kolleegile|spetsialist|edasi|märkus|märke selgitan|kirja|panin|panen|kirjutan|räägin|annan !teada ei|kogu|ära|kaasa|loo|lugu|uuesti|juurde",),
        "agree": ("sobib|sobiks|sobivad teile|see|nii|kas", "kas nii|see on|oleks hea|okei|sobiv", "nõus olete|kas"),
        "more": ("kas midagi|millegagi|muud|veel veel|saan|saaksin|aidata|muud|jäi|tekkis !juhtus !täpsemalt !märganud", "midagi|miski|küsimus jäi|jääb|mureks|südamel|mõttesse|vaevab", "küsimusi on|tekkis|jäi|oli"),
        "close": ("kena|head|ilusat|meeldivat|kaunist päeva|õhtut|päevajätku|nädalat|reisi|jätku|hommikut|ööd", "nägemist|kuulmiseni|hüvasti|jällenägemi", "=head =aega", "kõike head|kaunist|paremat", "hoidke =end|ennast", "lõpetan|sulgen vestluse|kõne"),
        "name_back": ("saan|sain|mõistan|kuulen õigesti|aru", "kui ma|õigesti mõistsin|mõistan|aru"),
    },
    "ru": {
        "greet": ("здравств|=привет|приветств", "добр день|вечер|утро|дня"),
        "thanks": ("спасибо|благодар",),
        "switch": ("по-русски|русск язык|языке|удобно|можно|перейд|давайте|продолж|говор", "по русски|эстонски|английски", "русск|эстонск|английск языке|язык|говорящ"),
        "care": (
            "представляю|представить", "понятно|понятна|понимаю почему|отчего|что|как|каково !неудобств !недовольств !ситуаци", "неудивительно|удивительно", "вашем|ваше месте|место", "испуг|пугает|пугающ|тревожно|тревожит|страшно|волну|переживаете|беспоко !беспокойство",
            "тяжел|тяжко|трудн|непрост время|момент|сейчас|день|потер|такое|разговор|это", "соболезн|сочувств", "обидно|досадно|утомля|изматыва|выматыва|раздража|надоед", "неприятно !извин !принос", "жаль что", "рад|рада|хорошо|здорово что !обрат !помочь",
        ),
        "sorry": ("извин|прости|прошу прощения", "принос|приношу извинения", "понима|понимаем недовольств|беспокойств|возмущение|разочаровани|ситуаци|вас", "неудобств", "сожале|=жаль|жалко"),
        "patience": ("торопитесь|спешите|спешки|торопит", "здесь|рядом|связи =я|буду|остаюсь|пока", "подожду|=жду", "пишите|напишите|ответьте когда|удобно|сможете|готовы|спокойно", "сколько нужно|понадобится|времени"),
        "check": ("проверю|проверяю|посмотрю|смотрю|гляну|уточню|взгляну|открываю|секунд|минутк|минуточ|подождите|посмотрим|проверим",),
        "terms": (),
        "ask_again": (
            "назовите|укажите|сообщите|напишите|продиктуйте|введите|пришлите|какой номер|имя|фамили|договор|персональный|личный|код|фио", "повторите|опишите|расскажите|объясните|изложите еще|заново|снова|сначала|повторно|проблему|суть", "кем говорю|общаюсь",
        ),
        "promise": (
            "свяжемся|свяжутся|свяжется|перезвоним|перезвонят", "сообщим|сообщат|проинформир|уведом", "разбер|рассмотр|рассмотрен|обработ|займемся|займутся|решим|решаем", "передам|передадим|передан|перенаправ специалист|отдел|коллег|запрос|заявк|обращени",
            "постара|попроб|попытаюсь|попытаемся",
        ),
        "jargon": (
            "биллинг|биллингов|тикет|инцидент", "расчетн|тарификац период|цикл|тарификац", "система|системе|системы показыва|видно|согласно|данным|отображ", "провижн|=апн|=имси|=sla|=crm|сессия|хэндовер|абонент|абонентск", "эскал|эскалац", "донор|реципиент|портир", "верифи|аутентиф|идентификац процед|пройд|пройти|верифи|аутентиф",
            "базов станц", "регламент", "оконечн|терминал оборудован",
        ),
        "blame": (
            "должны|надо|следовало|нужно|стоило были|было|бы !мы !нам", "сами|=сам|=сама вы|виноваты|согласились|выбрали|подтвердили|подключили|отвечаете|несете", "ваша|ваше|ваши вина|ошибка|ответственност|невнимательн|обязанност !не",
            "согласно|соответствии|правилам|условиям|договору|регламенту правил|условия|договор|регламент|тариф|прейскурант", "такие|такая|такой правила|политика|порядок|регламент", "ничего|ничем не|помочь|могу|поделать можем|могу|поделать|помочь|сделать", "согласились|подписали условия|договор|правила", "нас|меня не|от зависит|отвечаем",
        ),
        "hurry": ("короче|покороче|быстрее|скорее|вкратце|кратко", "очередь|другие|следующ клиент|ждут|ждет", "нет|мало времени", "закрою|завершу|закрыт чат|диалог|если"),
        "breach": ("назовите|пришлите|сообщите|введите|напишите|продиктуйте|скажите|укажите парол|=пин|пинкод|cvc !новый !новог !ссылк !никому !никогда", "какой у|ваш парол|=пин", "назовите|пришлите|сообщите|продиктуйте|укажите номер карты",),
        "handoff": ("переключаю|переключу|переведу|перевожу|соединю|соединяю|перенаправл вас|звонок|специалист|отдел|другой|коллег|чат", "обратитесь|позвоните|придите|подойдите|обращаться|звоните|напишите|приходите отдел|салон|офис|=номеру|центр|магазин|представительств !не"),
        "handoff_note": ("передам|передаю|объясню|расскажу|запишу|записал|записала|введу коллег|специалист|ему|ей|все|суть|историю|заметк|карточк не|все|что|заново|повтор|уже|курс",),
        "agree": ("подходит|подойдет|устроит|устраивает|удобно|годится вам|вас|так|это", "согласн вы|так"),
        "more": ("еще|чем|остались|осталось чем|вопрос|помочь|что-то|что|нибудь !случилось !раз !произошло", "что-то|что|нибудь беспоко|волну|тревож|осталось|смуща"),
        "close": ("хорош|доброг|приятн|удачн дня|вечера|всего|недели|пути|поездки|выходных|ночи|день", "свидания|прощайте|=пока|увидимся|услышимся", "берегите себя", "завершаю|закрываю|заканчиваю чат|разговор|диалог"),
        "name_back": ("правильно|верно поня", "если поня|правильно"),
    },
    "en": {
        "greet": ("hello|=hi|=hey|welcome|greetings", "good morning|afternoon|evening !have !rest"),
        "thanks": ("thank|thanks|appreciate",),
        "switch": ("russian|estonian|english =in|speak|speaks|speaking|continue|language|prefer|switch|happy",),
        "care": (
            "imagine", "=no wonder", "understandab|makes !only sense|that|why|youre|completely", "=your =place|shoes|position", "frighten|scary|scared|alarming|unsettling|worrying|stressful|exhausting|upsetting|annoying|maddening|horrible|awful|shock !inconvenience",
            "would|id|that|must|enough|anyone|anybody worry|worried|upset|annoyed|angry|furious|shaken|uneasy|nervous|shock", "sorry loss|husband|wife|father|mother|=dad|=mum|passed", "condolence", "sorry youve|your|you|its|that|to =had|been|hear|went|happened|have !inconvenience", "must have|feel|=be hard|tiring|difficult|been|feel|like", "hard|difficult|tough time|moment|day|week|thing",
            "glad|good =you|thing !contacted !reached", "last thing =you|need|needed|want",
        ),
        "sorry": ("sorry|apolog|regret", "inconvenience", "understand =your frustration|concern|disappointment|situation|feelings"),
        "patience": ("take|takes =your|time|long =time|need|as", "=no rush|hurry", "=im|ill|=here =here|stay|be|still|right =here|with|whenever|when", "write|reply|answer|type|back whenever|when|ready", "can|happy|=ill wait !while"),
        "check": ("=let =me|us look|check|see|pull|open|find", "=ill|=im|give|one|just check|checking|looking|moment|second|minute|sec", "bear|hold =with|on|line|moment"),
        "terms": (),
        "ask_again": (
            "provide|confirm|give|tell|state|need|may|could|can|what|whats|spell =your|the customer|account|full|phone|contract|first|last|mobile|=id|personal number|name|code|=id|date", "repeat|again|describe|explain problem|issue|again|beginning|start|happened|matter !happens", "who|whom speaking|talking =am|with|to",
        ),
        "promise": (
            "get|come|getting back", "=be|get|keep =in touch|contact", "=be contacted|informed|notified|updated", "=look|looking =into", "forward|forwarded|pass|passed|escalat|raise|log !not team|department|colleague|ticket|request|complaint|case|relevant",
            "will|shall|=well|=ill =let|inform|notify =you|know", "=do|try =our|=my best", "will|=well handle|process|processed|handled|resolve|resolved", "working =on", "will contact =you",
        ),
        "jargon": (
            "billing cycle|run", "prorat|prorata", "ticket|provision|provisioning|porting|backend|=sla|=crm|=kyc|=apn|=imsi|=msisdn", "system|systems shows|says|indicates|according|per|see", "escalat|escalation|tier|=l2", "donor|recipient|gaining|losing operator|network|provider", "authenticat|verification|verify procedure|process|authenticat|step|steps|fail", "base station|node|backhaul|cell site", "end user|subscriber|handset|=cpe", "usage event|events|record|records",
        ),
        "blame": (
            "should|shouldve|ought|needed =have|shouldve|=to =you|youd|read|checked|told|called|known|told !we|ive|i", "=your own|responsibility|fault|mistake|duty|obligation|error !not !isnt !wasnt !never", "=you agreed|accepted|signed|chose|confirmed|activated|clicked|failed|forgot !=if", "according|per|under|accordance terms|policy|rules|contract|conditions|price|agreement|regulations", "policy|rules|company =our|policy|company|that|are|is not|cannot|allow|require|state|policy",
            "nothing =i|=we|can|more =do|done|can|that", "not =our|my fault|responsibility|problem|department", "beyond control|=our",
        ),
        "hurry": ("brief|quick|quickly|faster|hurry|short =be|please|keep|can|need|=make !=no", "other|customers|queue customers|waiting|queue", "dont|havent|=no have|got|time =time|all !=you !=your", "close|closing|end|ended chat|conversation =if|unless|inactivity|due|as"),
        "breach": ("give|tell|send|type|provide|confirm|enter|whats password|=pin|passcode|=cvc !new !link !never !dont", "what =is|=your password|=pin|passcode !new", "give|tell|send|type|provide|confirm =card =number|details",),
        "handoff": ("transfer|transferring|put|connect|redirect|pass =you|through|over|call|chat", "need|have|must|please|should call|contact|visit|write|speak|email department|store|shop|team|line|office|elsewhere !dont !not !someone !anyone"),
        "handoff_note": ("note|notes|tell|brief|explain|pass|give|everything|story|summary|briefed colleague|everything|already|told|=her|=him|=them|all|specialist dont|wont|=not|repeat|again|everything|so|already|summary|story",),
        "agree": ("does|would|is|will|sound|that|this|=ok|okay =that|=this|it|you|with work|suit|okay|=ok|right|sound|good|fine|convenient", "happy =you|with|=that|are !=to !=for"),
        "more": ("anything|something else|help|questions|other|further|mind|bothering|worrying|missing", "else =can|may|could|help", "any other|further|more|questions questions|concerns|help"),
        "close": ("have|enjoy|wish a|=your|the =nice|good|lovely|great|rest|pleasant|safe|trip|peaceful day|evening|weekend|week|trip|rest|journey|one|afternoon|night|morning", "goodbye|=bye|farewell", "take care !=to !=of", "closing|ending =this|the chat|conversation"),
        "name_back": ("understand|get|got|hear =you|correctly|right|right|saying", "=so =you|your", "sounds like"),
    },
})  # fmt: skip
"""`name_back` here only opens it: a drill's own signs have to stand in the same turn."""

TIMES: dict[Language, tuple[str, ...]] = {
    "et": (
        "täna|homme|ülehomme|tööpäev|esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev|kuupäev|=kl|=kell|=kella|õhtuks|õhtul|hommikul|hommikuks|lõunaks|jaanuar|veebruar|märtsi|aprill|=mail|=maiks|juunil|juulil|august|septemb|oktoob|novemb|detsemb",
        "#|ühe|kahe|kolme|nelja|viie|paari|poole|kümne tunni|tunniga|päeva|päevaga|minuti|minut|nädala|kuuks", "tunni jooksul|aja|pärast",
    ),
    "ru": (
        "сегодня|завтра|послезавтра|понедельник|вторник|=среду|=среды|четверг|пятниц|суббот|воскресен|вечером|утром|утра|января|феврал|марта|апреля|=мая|июня|июля|августа|сентябр|октябр|ноября|декабр|=числа",
        "#|один|одного|два|двух|три|трех|пять|пару|десять|десяти|полчаса =час|часа|часов|минут|=дня|=дней|=день|недел", "=в|=до|=к #|двух|трех|шести|десять|семь|час|часу", "течение =часа|дня|недели",
    ),
    "en": (
        "today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|oclock|=noon|midnight|january|february|april|=june|=july|august|september|october|november|december", "=by|=at #|six|ten|five|two|seven|noon",
        "#|one|two|three|five|ten|the|few hour|hours|minute|minutes|working|days|weeks", "# =pm|=am|=march|=may",
    ),
}  # fmt: skip
"""What tells when. That something is done now is no time: it is told by what is done."""

TO_COME: dict[Language, tuple[str, ...]] = {
    "et": (
        "saadan|saadame|helistan|helistame|kirjutan|kontrollin|tagastan|tagastame|saate|jõuab|jõuavad|tuleb|laekub|hakkab|hakkavad|kehtib|kehtima|näete|aktiveer|annan|panen|paneme|saab|saavad|teavitan|taastu|lõpeb|lõppeb|liigub|sulgen|sulgeme|kannan|kanname|jääb|toob|algab|töötab|korras|tähtaeg|esimene|valmis|tagasi !käisite !olite !olete",
    ),
    "ru": (
        "позвоню|перезвоню|напишу|отправлю|пришлю|придет|придут|приедет|вернем|верну|вернутся|вернется|получите|будет|будут|проверю|заработает|начнет|начнется|закрою|увидите|сообщу|перейдет|поступ|зачисл|останется|включу|закончится|прекратит|привезут|срок|первый|первая|первую|переключ|отключится|доставят|дойдет",
    ),
    "en": (
        "will|=ill|=well|youll|itll|theyll|going|arrive|arrives|reach|reaches|starts|stops|lands|=get|expect|=im|first|back|due|date|happens|appears",
    ),
}  # fmt: skip
"""What tells that something is going to happen."""

OPEN: dict[Language, tuple[str, ...]] = {
    "et": (
        "mis|mida|millal|kuidas|kus|kust|kuhu|milline|milliseid|milles|millest|miks|kes|kellel|kui=kaua|mitu|palju|rääkige|kirjeldage|täpsemalt|mille|millega|mil|jutusta|öelge",
    ),
    "ru": (
        "что|когда|как|где|куда|откуда|какой|какая|какие|какое|каком|почему|кто|кому|кого|сколько|чем|чего|расскажите|опишите|поделитесь|подробнее|зачем|чему|скажите",
    ),
    "en": ("what|whats|when|how|where|which|why|who|whose|tell|describe|walk|talk|more",),
}
"""What opens a question that cannot be answered by yes or no."""
TELL: dict[Language, tuple[str, ...]] = {
    "et": ("rääkige|jutustage|kirjeldage|öelge palun|mulle|lähemalt|täpsemalt|kuidas|mis|mida|kas|millal",),
    "ru": ("расскажите|опишите|скажите|подскажите|поделитесь|уточните",),
    "en": ("tell|describe|walk|talk =me|through",),
}
"""What asks without a question mark."""
