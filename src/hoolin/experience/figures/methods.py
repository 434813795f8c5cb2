"""How each figure is counted, in Estonian and in Russian; in English it stands in the definitions.

By the figure's code, or by what kind of evidence it is (`surveyed`, `net`, `reviewed`, `as_it_is`), or by how a criterion adds up (`formula.…`).
"""

METHODS: dict[str, tuple[str, str]] = {
    "access.time_to_human": (
        "Inimese esimese sõna kumulatiivse esinemise mediaan alates hetkest, mil inimest küsiti; loobumine on konkureeriv lõpp (Aalen–Johanseni "
        "hinnang). Vahemik on seal, kus kõvera riba (deltameetod, log(−log)-skaala) lõikab poolt. Ajad ümardatakse üles. Meie enda alustatud "
        "pöördumised, rämps ja ootamised, mis jätkuvad teises pöördumises, jäävad välja.",
        "Медиана накопленной доли первых слов человека с момента, когда его попросили; отказ от ожидания — конкурирующий исход (оценка "
        "Аалена–Йохансена). Интервал там, где полоса кривой (дельта-метод, шкала log(−log)) пересекает половину. Время округляется вверх. "
        "Начатые нами обращения, спам и ожидания, продолженные в другом обращении, не учитываются."),
    "effort.contacts": (
        "Ajavahemikul alanud juhtumite keskmine: mitu korda pöördus klient pärast esimest korda 90 päeva jooksul uuesti; sama pöördumise jätkamine "
        "teises kanalis ei loe. Vahemik keskse piirteoreemi järgi.",
        "Среднее по случаям, начавшимся в периоде: сколько раз клиент обратился после первого раза в течение 90 дней; продолжение того же "
        "обращения в другом канале не в счёт. Интервал по центральной предельной теореме."),
    "effort.switches": (
        "Ajavahemikul alanud juhtumite keskmine: mitu korda oli pöördumine teises kanalis kui sama juhtumi eelmine.",
        "Среднее по случаям, начавшимся в периоде: сколько раз обращение шло по другому каналу, чем предыдущее в том же случае."),
    "effort.transfers": (
        "Ajavahemikul alanud juhtumite keskmine: mitu korda anti klient edasi teisele inimesele.",
        "Среднее по случаям, начавшимся в периоде: сколько раз клиента передавали другому человеку."),
    "effort.minutes": (
        "Ajavahemikul alanud juhtumite keskmine minutites: ootamine, hoidel olek ja vestlus; kliendi enda pausid, kui meie teda ootame, ei loe.",
        "Среднее по случаям, начавшимся в периоде, в минутах: ожидание, удержание и разговор; паузы самого клиента, пока его ждём мы, не в счёт."),
    "resolution.fcr_24h": (
        "Üks miinus nende inimese sõnaga pöördumiste osa, millele järgnes 24 tunni jooksul pärast lõppu sama kliendi uus pöördumine samas juhtumis "
        "või samal põhjusel, mis tahes kanalis. Veel avatud aknad on tsenseeritud (Kaplan–Meier, Greenwoodi viga). Edasisuunamised ja jätkamised ei "
        "ole omaette pöördumised, meie enda kõned ei ole kordused.",
        "Единица минус доля обращений со словом человека, за которыми в течение 24 часов после конца последовало обращение того же клиента в том "
        "же случае или по той же причине, в любом канале. Ещё открытые окна цензурированы (Каплан–Мейер, ошибка Гринвуда). Переводы и продолжения "
        "— не отдельные обращения, наши звонки — не повторы."),
    "resolution.fcr_7d": ("Nagu 24 tunni puhul, 7 päeva jooksul.", "Как за 24 часа, но за 7 дней."),
    "resolution.fcr_30d": ("Nagu 24 tunni puhul, 30 päeva jooksul.", "Как за 24 часа, но за 30 дней."),
    "resolution.one_contact": (
        "Ajavahemikul alanud ja 90 päeva jooksul lahendatud juhtumitest need, mis rohkem pöördumisi ei vajanud. Wilsoni vahemik.",
        "Из случаев, начавшихся в периоде и решённых за 90 дней, те, что обошлись без новых обращений. Интервал Вильсона."),
    "resolution.reopened": (
        "Ajavahemikul lahendatud juhtumitest need, mis avati 30 päeva jooksul uuesti; avatud aknad on tsenseeritud (Kaplan–Meier).",
        "Из случаев, решённых в периоде, те, что открыты снова в течение 30 дней; открытые окна цензурированы (Каплан–Мейер)."),
    "clarity.price_shown": (
        "Kõigest, milles ajavahemiku pöördumistes kokku lepiti, see osa, mille puhul oli avaldatud hind samas juhtumis enne nõusolekut näidatud. "
        "Wilsoni vahemik.",
        "Из всего, на что согласились в обращениях периода, то, перед чем в том же случае была показана опубликованная цена. Интервал Вильсона."),
    "clarity.promises_kept": (
        "Ajavahemikul täitmisele kuulunud ja tagasi võtmata lubadustest need, mis õigeks ajaks täideti (lubatud kõne: oma pooltunni sees). Wilsoni "
        "vahemik.",
        "Из обещаний со сроком в периоде, не взятых назад, те, что выполнены в срок (обещанный звонок — в свои полчаса). Интервал Вильсона."),
    "outcome.complaints": (
        "Pöördumised põhjusega „kaebus“ tuhande pöördumise kohta. Wilsoni vahemik.",
        "Обращения с причиной «жалоба» на тысячу обращений. Интервал Вильсона."),
    "outcome.repeats": (
        "Üks miinus esimese korraga lahendamine 7 päeva jooksul.", "Единица минус решение с первого раза за 7 дней."),
    "surveyed": (
        "Vastuste keskmine osana teest halvimast parimani, punktides 0–100; kaalutud nii, et vastanud sarnaneksid kanali, põhjuse, lõpu ja ooteaja "
        "poolest kõigile, kes inimesega rääkisid (raking, kaal kuni 5 mediaani). Lineariseeritud viga, Studenti vahemik vastuste mõjusa arvu järgi; "
        "kaalumata keskmine on kõrval.",
        "Среднее ответов как доля пути от худшего к лучшему, в баллах от 0 до 100; взвешено так, чтобы ответившие были похожи по каналу, причине, "
        "исходу и ожиданию на всех, кто говорил с человеком (raking, вес не выше 5 медиан). Линеаризованная ошибка, интервал Стьюдента для "
        "эффективного числа ответов; невзвешенное среднее рядом."),
    "net": (
        "Soovitajad (9, 10) miinus mittesoovitajad (0–6), kaalutud nagu vastused; kohandatud Waldi vahemik vastuste mõjusa arvu järgi.",
        "Промоутеры (9, 10) минус критики (0–6), взвешено как ответы; скорректированный интервал Вальда для эффективного числа ответов."),
    "reviewed": (
        "Osa hinnatud vestlustest, kus see oli täidetud, punktides 0–100; iga vestlus loeb valimisse sattumise tõenäosuse järgi (Hájek). Kui peaaegu "
        "kõigis või peaaegu mitte üheski oli see täidetud, Wilsoni vahemik mõjusa arvu järgi; kui hindajad erinevad rohkem kui juhuslikult, on viga "
        "hindajate vahel.",
        "Доля оценённых разговоров, где это выполнено, в баллах от 0 до 100; каждый считается по вероятности, с которой был отобран (Гаек). Где "
        "выполнено почти везде или почти нигде — интервал Вильсона для эффективного числа; где оценщики расходятся больше случайного, ошибка — между "
        "оценщиками."),
    "as_it_is": (
        "Keskmine osana teest halvimast parimani, punktides 0–100, kaalumata; Studenti vahemik. Näidatakse kõrval ega loeta indeksisse.",
        "Среднее как доля пути от худшего к лучшему, в баллах от 0 до 100, без взвешивания; интервал Стьюдента. Показывается рядом и в индекс не "
        "входит."),
    "access.reached_in_time": (
        "Inimeseni jõudmise kõver registri sihtaja kohal, oma ribaga.", "Кривая времени до человека в точке целевого времени реестра, с её полосой."),
    "access.service_level": (
        "Iga järjekorra pöördumised reegli ja sihtaja järgi, mis sel nende saabudes oli (neli reeglit, vaata sõnastikku). Wilsoni vahemik.",
        "Обращения каждой очереди по правилу и целевому времени, действовавшим при их приходе (четыре правила, см. глоссарий). Интервал Вильсона."),
    "access.gave_up": (
        "Kõigist, kes inimest küsisid ja kelle ootamine on läbi, need, kes loobusid. Wilsoni vahemik.",
        "Из всех, кто просил человека и чьё ожидание закончилось, те, кто ушёл, не дождавшись. Интервал Вильсона."),
    "access.gave_up_silently": (
        "Need, kelle leht suleti sõnagi ütlemata, ja need, keda esimene vastus enam eest ei leidnud: olid lahkunud, aadressi ei jätnud, ei lugenud ega "
        "tulnud tagasi. Wilsoni vahemik.",
        "Те, чья страница закрылась без слов, и те, кого первый ответ уже не застал: ушли раньше, не оставили адреса, не прочли и не вернулись. "
        "Интервал Вильсона."),
    "effort.machine_failed": (
        "Pöördumistest, mille jaoks menüü küsis masinalt, need, kus küsiti ikkagi inimest. Wilsoni vahemik.",
        "Из обращений, для которых меню спрашивало машину, те, где всё равно попросили человека. Интервал Вильсона."),
    "compliance": (
        "Hinnatud vestluste osa, kus ühtki kriitilist punkti ei rikutud, valimi järgi (Hájek).",
        "Доля оценённых разговоров без нарушения критических пунктов, с учётом отбора (Гаек)."),
    "index": (
        "Σ kaal · kriteerium / Σ kaal üle kriteeriumide, millel on tõendeid, kehtiva registri järgi. Vastused ja hinnangud loevad vestluste kaupa; "
        "süsteemi loendatu võetakse täielikult kokku kuuluvaks.",
        "Σ вес · критерий / Σ вес по критериям, для которых есть данные, по действующему реестру. Ответы и оценки считаются по разговорам; то, что "
        "считает система, принимается полностью связанным."),
    "formula.weighted_mean": (
        "Σ kaal · osa / Σ kaal üle osade, millel on piisavalt tõendeid, punktides 0–100. Osad: {parts}.",
        "Σ вес · часть / Σ вес по частям, для которых достаточно данных, в баллах от 0 до 100. Части: {parts}."),
    "formula.lowest_part": (
        "Kriteerium on nii hea kui selle halvim osa, millel on piisavalt tõendeid. Osad: {parts}.",
        "Критерий настолько хорош, насколько хороша его худшая часть с достаточными данными. Части: {parts}."),
    "formula.shown": (
        "Selle osi näidatakse ja need ei anna kokku ühtki arvu. Osad: {parts}.",
        "Его части показываются и ни во что не складываются. Части: {parts}."),
}  # fmt: skip
