"""What the channel says by itself, in the languages of a site."""

from hoolin.core.site.rules import Language

ENCRYPTED: dict[Language, str] = {
    "et": "Me ei saa krüpteeritud sõnumeid lugeda. Palun lülita selle vestluse krüpteerimine välja ja kirjuta uuesti.",
    "ru": "Мы не можем читать зашифрованные сообщения. Пожалуйста, отключите шифрование в этом чате и напишите ещё раз.",
    "en": "We cannot read encrypted messages. Please turn encryption off for this conversation and write again.",
}
"""Automatic, and said as such by its form: no name stands over it."""
