"""Finds numbers that are told in words, as on the phone or by those who know that digits are looked for: `viis viis üks kaks`, `пять пять 12 три`."""

import re
from collections.abc import Iterator

from hoolin.coaching.anonymous.spans import Span

_SURE_DIGITS, _DOUBTFUL_DIGITS, _WORDS_MIN = 7, 5, 3
_BY_DIGITS = {
    1: "null nulli üks ühe kaks kahe kolm kolme neli nelja viis viie kuus kuue seitse seitsme kaheksa üheksa zero oh nought one two three four five six seven eight nine "
       "ноль нуль один одна два две три четыре пять шесть семь восемь девять",
    2: "kümme üksteist kaksteist kolmteist neliteist viisteist kuusteist seitseteist kaheksateist üheksateist kakskümmend kolmkümmend nelikümmend viiskümmend kuuskümmend seitsekümmend "
       "kaheksakümmend üheksakümmend ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double десять одиннадцать "
       "двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    3: "sada kakssada kolmsada nelisada viissada kuussada seitsesada kaheksasada üheksasada hundred triple сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
}  # fmt: skip
_DIGITS = {word: many for many, words in _BY_DIGITS.items() for word in words.split()}
_PART = re.compile(r"\d+|[^\W\d_]+")


def found(text: str) -> Iterator[Span]:
    """Runs of numbers, most of them words; doubtful where they are short. Tens and the digit after them are two digits, not three."""
    begin = end = digits = words = last = 0
    for match in (*_PART.finditer(text), None):
        part = match[0].lower() if match else ""
        many = _DIGITS.get(part, 0) if not part.isdecimal() else min(len(part), 12)
        near = match is not None and (not digits or text[end : match.start()].strip(" ,.-/") == "")
        if many and near and match is not None:
            begin = begin if digits else match.start()
            end, words = match.end(), words + (part in _DIGITS)
            digits += many - (last == 2 and many == 1) - (2 if last == 3 and many < 3 else 0)
            last = many if part in _DIGITS else 0
            continue
        if digits >= _DOUBTFUL_DIGITS and words >= _WORDS_MIN:
            yield Span(begin, end, "phone", digits >= _SURE_DIGITS)
        digits = words = last = 0
        if many and match is not None:
            begin, end, digits, words, last = match.start(), match.end(), many, int(part in _DIGITS), many
