"""How mail programs introduce the history they repeat, language by language, as parts of regular expressions. Data, no rules.

Beside the three languages of the house: those in which a neighbour's program may speak (Finnish, Latvian, Lithuanian, Ukrainian,
German, French, Swedish).
"""

WROTE = "|".join(
    (
        r"\bwrote", r"\bwrites", r"\bkirjutas(?:id)?", r"\bon kirjutanud", r"\bkirjutab", r"написал(?:\(а\)|а|и)?", r"пиш[еу]т",
        r"\bkirjoitti", r"\brakst[īi]ja", r"\bparaš[ėe]", r"\brašė", r"написав(?:\(ла\)|ла)?", r"пише", r"\bschrieb",
        r"\ba écrit", r"\bskrev",
    )
)  # fmt: skip
"""The verb."""

ADDRESSED = (
    r"(?:on|at|le|am|den|kuupäeval|kuupäev|ühel|kontakt|kasutaja|kell|в|от|пользователь|пн|вт|ср|чт|пт|сб|вс|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|"
    r"pühapäev|[ETKNRLP],)\b|[ETKNRLP], "
)
"""How a sentence begins that may go on in the next line before it comes to its verb or its colon."""

SEPARATORS = "|".join(
    (
        r"original message", r"original appointment", r"reply message", r"algne sõnum", r"algne kiri", r"originaalsõnum",
        r"algsõnum", r"esialgne sõnum", r"исходное сообщение", r"оригинальное сообщение", r"первоначальное сообщение",
        r"исходное письмо", r"alkuperäinen viesti", r"sākotnējais ziņojums", r"oriģinālais ziņojums", r"originalus laiškas",
        r"вихідне повідомлення", r"ursprüngliche nachricht", r"message d'origine", r"message original", r"ursprungligt meddelande",
        r"originalmeddelande",
    )
)  # fmt: skip
"""A line of its own between dashes."""

QUOTED_BY_PHONE = r"original e-?mail|исходное сообщение e-?mail|vastus kirjale|tsiteeritud tekst|цитата|quoted text"

FORWARDED = "|".join(
    (
        r"forwarded message", r"begin forwarded message", r"edastatud sõnum", r"edastatud kiri", r"edasi saadetud kiri",
        r"edastatud kirja algus", r"пересылаемое сообщение", r"пересланное сообщение", r"пересылаемое письмо",
        r"пересланное письмо", r"начало переадресованного (?:сообщения|письма)", r"начало пересылаемого сообщения",
        r"перенаправленное сообщение", r"välitetty viesti", r"weitergeleitete nachricht", r"пересилане повідомлення",
    )
)  # fmt: skip
"""What follows is somebody else's mail, which we were sent on purpose."""

FROM_KEYS = r"from|saatja|kellelt|от кого|от|отправитель|lähettäjä|no|nuo|від|von|de|från"

OTHER_KEYS = (
    r"sent|date|to|cc|subject|importance|reply-to|saadetud|saatmisaeg|saatmise aeg|kuupäev|kellele|saaja|adressaat|koopia|teema|"
    r"отправлено|дата|кому|копия|тема|важность|lähetetty|päivämäärä|vastaanottaja|kopio|aihe|nosūtīts|kam|temats|išsiųsta|kam|tema|"
    r"надіслано|кому|gesendet|an|betreff|datum|envoyé|à|objet|skickat|till|ämne|tähtsus"
)
