"""Reasons from words: three languages, several reasons, something new; and how good it is, measured on what it has not seen."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.words import measured
from hoolin.insight.words.features import TEXT_CHARACTERS_MAX, Features, plainly
from hoolin.insight.words.lesson import NOTHING_KNOWN
from hoolin.insight.words.measured import Contacts, evaluate, measure, read
from hoolin.insight.words.model import Model, learn

BEGINNINGS = ("Tere! ", "", "Palun, ", "Здравствуйте! ", "Hello, ", "Hi there, ")
SAID = {
    "bill": ("mu arve on liiga suur", "arvel on vale summa", "почему счёт такой большой", "в счёте ошибка", "my bill is too high", "wrong amount on the invoice"),
    "outage": ("internet ei tööta", "ühendus kadus ära", "не работает интернет", "пропала связь", "the internet is down", "no connection since morning"),
    "roaming": ("kas rändlus maksab", "rändlus Lätis", "сколько стоит роуминг", "роуминг в Латвии", "what does roaming cost", "roaming in Latvia"),
    "move": ("kolin uude korterisse", "uus aadress lepingus", "переезжаю на новую квартиру", "новый адрес в договоре", "I am moving house", "new address for the contract"),
}  # fmt: skip
"""Of each reason, how customers say it."""

NOTHING = ("mis kell on", "täna sajab vihma", "какая погода", "сколько времени", "tell me a joke", "who won the match", "kus on lähim pood", "сыграй музыку")  # fmt: skip


def contacts(endings: tuple[str, ...]) -> Contacts:
    """Everything that is said, with every beginning and these endings."""
    texts, labels = [], []
    for reason, said in SAID.items():
        for beginning, words, ending in product(BEGINNINGS, said, endings):
            texts.append(beginning + words + ending)
            labels.append(frozenset({reason}))
    for words, ending in product(NOTHING, endings):
        texts.append(words + ending)
        labels.append(frozenset({NOTHING_KNOWN}))
    return Contacts(texts, labels)


@pytest.fixture(scope="module")
def model() -> Model:
    """Learned from whatever ends in a full stop or a question mark."""
    return learn(*contacts((".", "?")))


def test_what_was_never_written_so_is_understood(model: Model) -> None:
    """Other forms, other letters (ё as е), a typing error: in each language the reason comes first, and it is sure of it."""
    for text, reason in (
        ("Minu arvega on midagi valesti, summad on suured", "bill"), ("ПОЧЕМУ СЧЕТ ТАКОЙ БОЛЬШОЙ", "bill"), ("the intrenet is not working", "outage"),
        ("rändlusest Leedus", "roaming"), ("I moved to another house", "move"), ("мы переехали", "move"),
    ):  # fmt: skip
        (found,) = model.suggest([text])
        assert found.reasons[0][0] == reason, text
        assert len(found.reasons) == 3 and all(0 <= likely <= 1 for _, likely in found.reasons)
        assert found.reasons[0][1] > found.reasons[1][1]


def test_what_fits_nothing_is_something_new(model: Model) -> None:
    """It is no reason of the tree, and it is not pressed into one."""
    new = [
        one.new for one in model.suggest(["mis ilm täna on", "какая сегодня погода", "tell me another joke", "xyzzy"])
    ]
    assert sum(new) >= 3
    assert not any(
        one.new
        for one in model.suggest([text for text, own in zip(*contacts(("!",)), strict=True) if own != {NOTHING_KNOWN}])
    )


def test_a_contact_may_have_several_reasons() -> None:
    """Both are likely where both were said, and one alone where one was."""
    texts, labels = contacts((".",))
    for first, second in product(SAID["bill"], SAID["outage"]):
        texts.append(f"{first} ja {second}")
        labels.append(frozenset({"bill", "outage"}))
    model = learn(texts, labels)
    both, one = model.suggest(["internet ei tööta ja arve on suur", "rändlus Lätis"])
    assert {reason for reason, likely in both.reasons if likely > 0.5} == {"bill", "outage"}
    assert [reason for reason, likely in one.reasons if likely > 0.5] == ["roaming"]


def test_the_same_lesson_makes_the_same_model(model: Model) -> None:
    """Nothing is left to chance."""
    again, texts = learn(*contacts((".", "?"))), ["kas rändlus on kallis", "wrong invoice"]
    assert np.array_equal(model.scores(texts), again.scores(texts)) and model.least == again.least


def test_it_is_measured_on_what_it_has_not_seen(tmp_path: Path) -> None:
    """Files as they are given: rows of one text are its labels; what was right, what was found to be new, and how honest its probabilities are."""
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    for path, endings in ((train, (".", "?")), (test, ("!",))):
        rows = [f'"{text}",{label}' for text, own in zip(*contacts(endings), strict=True) for label in own]
        path.write_text("\n".join(["text,label", *rows, f'"{rows[0][1:].split(chr(34))[0]}",outage']), encoding="utf-8")
    assert frozenset({"bill", "outage"}) in read(train).labels
    found = evaluate(read(train), read(test))
    assert (found.contacts, found.reasons) == (152, 4)
    assert found.accuracy and found.macro_f1 and found.accuracy_forced
    assert found.accuracy > 0.95 and found.macro_f1 > 0.95 and found.accuracy_forced >= found.accuracy
    assert found.oos_recall is not None and found.oos_recall > 0.5
    assert found.calibration_error is not None and found.calibration_error < 0.1


def test_contacts_without_any_reason_measure_only_what_is_new(model: Model) -> None:
    """What there is nothing to measure of is null; nobody at all is refused; a text without words is asked about like any other."""
    found = measure(model, ["mis ilm on", "?!"], [frozenset({NOTHING_KNOWN})] * 2)
    assert (found.accuracy, found.accuracy_forced, found.macro_f1, found.calibration_error) == (None,) * 4
    assert found.oos_recall is not None and found.contacts == 2
    with pytest.raises(Invalid, match="nothing_to_measure"):
        measure(model, [], [])


def test_more_rows_than_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as it says are read, one more is not."""
    monkeypatch.setattr(measured, "TEXTS_MAX", 2)
    file = tmp_path / "contacts.csv"
    file.write_text("text,label\na,b\nc,d\n")
    assert len(read(file).texts) == 2
    file.write_text("text,label\na,b\nc,d\na,d\n")
    with pytest.raises(Invalid, match="too_many_texts"):
        read(file)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("words,label\n", "no_such_column"),
        ("text,label\ntere,\n", "empty_field"),
        ("text,label\n\ufffe\n", "empty_field"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, code: str) -> None:
    """By its code; and one that is not there at all."""
    file = tmp_path / "contacts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=code):
        read(file)
    with pytest.raises(Invalid, match="unreadable"):
        read(tmp_path / "nowhere.csv")


def test_too_little_to_learn_from_is_refused() -> None:
    """One reason, or one example each."""
    for labels in ((["bill"], ["bill"]), (["bill"], ["outage"]), ([NOTHING_KNOWN], ["bill"])):
        with pytest.raises(Invalid, match="too_few_examples"):
            learn(["tere", "hei"], [frozenset(own) for own in labels])


@pytest.mark.parametrize("words", [["...", "!!!", "?!", "--"], ["tere", "!!!", "?!", "--"]])
def test_texts_without_words_teach_nothing(words: list[str]) -> None:
    """All of them, or all but one, so that some part of them has none."""
    with pytest.raises(Invalid, match="no_words"):
        learn(words, [frozenset({own}) for own in ("bill", "bill", "outage", "outage")])


def test_the_fewest_texts_are_learned_from_or_refused() -> None:
    """Four texts leave a fold empty under some seeds; two that have every reason tell nothing apart."""
    texts = ["arve vale", "arve suur", "internet kadus", "internet katki"]
    labels = [frozenset({own}) for own in ("bill", "bill", "outage", "outage")]
    for seed in range(12):
        assert learn(texts, labels, seed).known == ("bill", "outage")
    with pytest.raises(Invalid, match="too_few_examples"):
        learn(texts[:2], [frozenset({"bill", "outage"})] * 2)


def test_a_text_is_compared_in_one_form() -> None:
    """Letters, digits and links; a very long one by its beginning; what was never seen makes no feature."""
    assert plainly("Счёт №123 на HTTPS://example.ee/a?b=1") == "счет no000 на  www "
    assert len(plainly("a" * 10_000)) == TEXT_CHARACTERS_MAX
    features = Features(1)
    assert features.learn(["tere hommikust"]).shape[0] == 1
    assert features.of(["ыыы"]).nnz == 0
