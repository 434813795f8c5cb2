"""Every drill that ships is whole, and leads to a good ending and to a bad one; nobody is lost in it."""

import pytest

from hoolin.coaching.drills.faults import faults
from hoolin.coaching.drills.moves import LOWEST
from hoolin.coaching.drills.play import Game
from hoolin.coaching.drills.rubric import MARKED
from hoolin.coaching.drills.walk import Deed, after_deed, walk
from hoolin.coaching.drills.written import shipped
from hoolin.core.site.rules import LANGUAGES
from hoolin.experience.criteria.items import ITEMS
from tests.coaching.drills.played import CODES


def test_all_twelve_are_there() -> None:
    """By their codes, and nothing else."""
    assert sorted(shipped()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_it_has_no_fault(code: str) -> None:
    """Complete in three languages, every fact can come out, every ending is reached, nothing is stuck, and a mistake can be mended."""
    assert faults(shipped()[code], LANGUAGES) == ()


@pytest.mark.parametrize("code", CODES)
def test_good_middling_and_bad_are_reached_by_playing(code: str) -> None:
    """The ways that the walk finds are ways: done one after the other they end there. From every state something ends, and while the customer is there it need not end badly."""
    drill = shipped()[code]
    game, walked = Game(drill), walk(drill)
    kinds = set()
    for way in walked.ways:
        state = game.begun()
        for move, fact in way.deeds:
            assert not state.end
            state = after_deed(game, state, Deed(move, fact))
        assert state.end == way.ending
        kinds.add(drill.ending(way.ending).kind)
    assert kinds == {"good", "middling", "bad"}
    assert (walked.stuck, walked.lost) == (0, 0)
    assert walked.got == {known.code for known in drill.knows}


@pytest.mark.parametrize("code", CODES)
def test_the_customer_leaves_whoever_does_not_listen(code: str) -> None:
    """Blaming again and again drives the mood to its lowest, and that ends it."""
    game = Game(shipped()[code])
    state = game.begun()
    for _ in range(10):
        if not state.end:
            state = after_deed(game, state, Deed("switch" if shipped()[code].speaks and not state.done else "blame"))
    assert shipped()[code].ending(state.end).leaves
    assert state.mood == LOWEST


@pytest.mark.parametrize("code", CODES)
def test_the_house_is_as_it_is(code: str) -> None:
    """Nothing that the drill itself says binds anybody or charges for leaving; and it trains items that are judged in real conversations."""
    drill = shipped()[code]
    assert set(drill.criteria) <= set(MARKED) and set(MARKED) <= set(ITEMS)
    card = " ".join(f"{line.name.en} {line.value.en}" for line in drill.card).casefold()
    assert "penalty" not in card and "months' contract" not in card
    assert any(known.hidden for known in drill.knows)


@pytest.mark.parametrize("code", CODES)
def test_languages_are_not_one_and_the_same(code: str) -> None:
    """Each language has its own words; Russian is written in its own letters."""
    drill = shipped()[code]
    for said in (drill.title, drill.situation, drill.need, *(one.about for one in drill.endings)):
        assert len({said.et, said.ru, said.en}) == 3
        assert any("а" <= letter <= "я" for letter in said.ru.casefold())
        assert not any("а" <= letter <= "я" for letter in (said.et + said.en).casefold())
