"""What the channel says by itself, in the languages of a site."""

from hoolin.core.site.rules import Language

ENCRYPTED: dict[Language, str] = {
    "et": "Me ei saa krüpteeritud vestlusi lugeda. Palun alusta meiega uut vestlust, milles krüpteerimine on välja lülitatud.",
    "ru": "Мы не можем читать зашифрованные чаты. Пожалуйста, начните с нами новый чат с отключённым шифрованием.",
    "en": "We cannot read encrypted conversations. Please start a new one with us that has encryption turned off.",
}
"""Said as a notice, which is what Matrix calls the words of a machine."""
