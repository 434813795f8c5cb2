"""A drill as it is played: the same every time, never a trap, and a customer whose mood answers to being heard."""

import pytest

from hoolin.coaching.drills.heard import understand
from hoolin.coaching.drills.moves import PLAYERS
from hoolin.coaching.drills.play import TURNS_MAX, Turn, play
from hoolin.coaching.drills.rubric import rubric, score
from hoolin.coaching.drills.signs import language_of, met, plain, sentences
from hoolin.coaching.drills.written import shipped
from hoolin.core.site.rules import Language
from tests.coaching.drills.played import CODES, said, told

BILL = shipped()["bill_shock"]


def test_the_same_turns_and_seed_give_the_same_play_and_another_seed_other_lines() -> None:
    """A replay differs in its lines, not in what counts."""
    first, marks = told("bill_shock", "et", "listening", seed=1)
    assert (first, marks) == told("bill_shock", "et", "listening", seed=1)
    others = [told("bill_shock", "et", "listening", seed=seed) for seed in range(2, 12)]
    assert {other.opening for other, _ in others} != {first.opening}
    assert all(other_marks == marks for _, other_marks in others)


def test_being_heard_raises_the_mood_and_a_solution_comforts_only_then() -> None:
    """Named back and felt with, each once; what is offered before that changes nothing."""
    named = play(BILL, "en", 1, said("Your bill is 68 instead of the usual 22."))
    assert (named.turns[0].before, named.turns[0].mood) == (-1, 0)
    twice = play(BILL, "en", 1, said("Your bill is 68 instead of the usual 22.", "So the bill is 68 instead of 22."))
    assert twice.turns[1].mood == 0
    cold = play(BILL, "en", 1, said("You can pay in three parts."))
    assert (cold.turns[0].moves, cold.turns[0].mood) == (("solve",), -1)
    warm = play(BILL, "en", 1, said("Your bill is 68 instead of the usual 22.", "You can pay in three parts."))
    assert warm.turns[1].mood == 1


def test_a_hidden_need_is_held_back_until_they_feel_heard() -> None:
    """Asked too early it is not told; asked again, once the matter was named back, it is."""
    asked = "What worries you most?"
    played = play(BILL, "en", 1, said(asked, "Your bill is 68 instead of the usual 22.", asked))
    assert (played.turns[0].told, played.turns[0].kept) == ((), ("rent",))
    assert played.turns[2].told == ("rent",)
    assert any("rent" in line for line in played.turns[2].says)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["et", "ru", "en"])
def test_nothing_that_is_written_is_an_error(code: str, language: Language) -> None:
    """Whatever stands there, the customer answers as a person would, and it comes to an end."""
    drill = shipped()[code]
    odd = ["asdf qwer", "???", "🙂", "1234567", "…", "Ω≈ç√", "' OR 1=1 --", "<b>tere</b>", "x" * 1_000]
    played = play(drill, language, 3, said(*odd, *odd))
    assert all(turn.says and all(turn.says) for turn in played.turns)
    assert played.end


def test_what_was_missed_can_be_put_right() -> None:
    """What the player says they meant counts in place of what was understood; nobody is trapped by a phrase."""
    missed = play(BILL, "en", 1, said("Blimey, that one went through the roof."))
    assert (missed.turns[0].moves, missed.turns[0].mood) == (("unknown",), -2)
    meant = play(BILL, "en", 1, [Turn(text="Blimey, that one went through the roof.", meant=("name_back", "care"))])
    assert (meant.turns[0].moves, meant.turns[0].mood) == (("name_back", "care"), 1)
    assert "unknown" not in PLAYERS and "wait" not in PLAYERS


def test_silence_is_a_move_and_a_play_does_not_go_on_for_ever() -> None:
    """Nothing written is waiting, which a customer minds; after so many turns they have to go."""
    waited = play(BILL, "en", 1, said("", ""))
    assert [turn.moves for turn in waited.turns] == [("wait",), ("wait",)]
    assert waited.turns[1].mood == -3
    long = play(BILL, "en", 1, said(*["Let me check that for you."] * (TURNS_MAX + 5)))
    assert len(long.turns) == TURNS_MAX and long.end == "unpaid"


def test_a_customer_who_does_not_speak_the_language_does_not_follow() -> None:
    """Until the agent speaks theirs, or finds somebody who does; then everything counts, in whatever language."""
    drill = shipped()["language_switch"]
    played = play(
        drill,
        "et",
        1,
        said("Teie telefon kadus bussis ära.", "Здравствуйте! Давайте по-русски.", "Teie telefon kadus bussis ära."),
    )
    assert played.turns[0].moves == ("unknown",)
    assert "switch" in played.turns[1].moves and "name_back" in played.turns[2].moves
    assert any("а" <= letter <= "я" for line in played.opening for letter in line.casefold())


def test_asking_for_a_password_costs_everything() -> None:
    """Whatever else was done well, the law comes first; sending a link to a new one is no breach."""
    drill = shipped()["data_worry"]
    asked = play(
        drill,
        "en",
        1,
        said("Somebody logged in to your account and it wasn't you.", "Please tell me your current password."),
    )
    marks = rubric(drill, asked, "en")
    assert score(marks) == 0.0
    assert next(mark for mark in marks if mark.item == "compliance.law").turn == 1
    link = play(drill, "en", 1, said("I'll send you a link for a new password."))
    assert "breach" not in link.turns[0].moves


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("arve suur", "Teie arve on tõesti suurem"), ("kõrge", "korgem"), ("счет больше", "счёт намного больше"), ("internet", "internte"), ("собеседован", "собеседавание"),
        ("instal", "in three instalments"), ("68", "see on 68,40 eurot"), ("# euro", "12 €"), ("=on arve", "arve on siin"), ("a|b", "b"), ("arve !viga", "arve on õige"),
    ],
)  # fmt: skip
def test_a_sign_is_met(sign: str, text: str) -> None:
    """Case endings, missing dots, ё, a slip of the finger; numbers as they are; in whatever order."""
    assert met(sign, plain(text))


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ("arve suur", "Teie arve on siin"), ("=on", "online"), ("68", "680"), ("arve !viga", "arves on viga"), ("arve", "arvn"), ("kolm korda", "kolmkorda"), ("kas kas", "kas on"),
        ("!viga", "kõik korras"), ("", "kõik"),
    ],
)  # fmt: skip
def test_a_sign_is_not_met(sign: str, text: str) -> None:
    """Each stem needs a word of its own; short stems are not guessed at; what only excludes is met by nothing."""
    assert not met(sign, plain(text))


def test_languages_and_sentences_are_told_apart() -> None:
    """By letters, then by small words; a number with a point in it is one thing."""
    assert language_of(plain("Ma vaatan kohe järele"), "en") == "et"
    assert language_of(plain("Let me have a look at it"), "et") == "en"
    assert language_of(plain("Сейчас посмотрю"), "et") == "ru"
    assert [one.text for one in sentences("Arve on 68.40. Kas nii?")] == ["Arve on 68.40.", "Kas nii?"]


def test_it_is_always_said_why() -> None:
    """Each move with the sentence that made it."""
    found = understand(BILL, "Hello! Your bill is 68 instead of 22. Were you abroad?", (), "en")
    assert [(one.move, one.text) for one in found] == [
        ("greet", "Hello!"),
        ("name_back", "Your bill is 68 instead of 22."),
        ("ask", "Were you abroad?"),
    ]
    assert all(one.sign for one in found) and found[2].fact == "trip"
