"""Who hears whom: put through, held, blocked and left behind, in every order."""

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.voice.media.port import HOUSE
from hoolin.channels.voice.media.talk import Talk

LEGS = ("c", "a", "b")


def test_two_hear_each_other() -> None:
    """Both ways; whoever is with us alone is heard by nobody, and needs no muting."""
    talk = Talk()
    talk.together("c", HOUSE)
    assert (talk.heard_by("c"), talk.to_mute()) == ("", set())
    talk.together("a", "c")
    assert (talk.heard_by("c"), talk.heard_by("a"), talk.to_mute()) == ("a", "c", set())


def test_who_is_left_behind_is_muted() -> None:
    """The first agent, once the caller is with the second; and is heard again when the caller comes back."""
    talk = Talk()
    talk.together("a", "c")
    talk.together("b", "c")
    assert (talk.heard_by("a"), talk.to_mute()) == ("", {"a"})
    talk.muted = talk.unheard()
    talk.together("a", "c")
    assert (talk.to_mute(), talk.to_unmute()) == ({"b"}, {"a"})


def test_a_held_caller_is_kept_apart() -> None:
    """Neither is heard; while the agent speaks with another the caller still is not, and is back once put through."""
    talk = Talk()
    talk.together("a", "c")
    talk.held.add("c")
    assert talk.unheard() == {"a", "c"}
    talk.together("b", "a")
    assert (talk.unheard(), talk.heard_by("a"), talk.heard_by("b")) == ({"c"}, "b", "a")
    talk.together("b", "c")
    assert (talk.unheard(), talk.heard_by("c"), talk.held) == ({"a"}, "b", set())


def test_who_has_ended_stays_muted_until_they_come_back() -> None:
    """An engine that keeps the leg keeps it from being heard."""
    talk = Talk()
    talk.together("a", "c")
    talk.gone("a")
    assert talk.to_mute() == {"a", "c"}
    talk.muted = talk.unheard()
    talk.together("b", "c")
    assert (talk.to_mute(), talk.to_unmute()) == (set(), {"c"})
    talk.muted = talk.unheard()
    talk.together("a", "c")
    assert (talk.to_mute(), talk.to_unmute()) == ({"b"}, {"a"})


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("together"), st.sampled_from(LEGS), st.sampled_from((*LEGS, HOUSE))),
        st.tuples(st.sampled_from(("hold", "resume", "block", "unblock", "gone")), st.sampled_from(LEGS), st.just("")),
    ),
    max_size=20,
)


@given(STEPS)
def test_nobody_is_heard_by_two_and_nothing_leaks(steps: list[tuple[str, str, str]]) -> None:
    """Whatever happens: a leg is heard by its partner or nobody, both agree who that is, and what is held or blocked is unheard."""
    talk = Talk()
    for what, leg, other in steps:
        if what == "together" and leg != other:
            talk.together(leg, other)
        elif what == "gone":
            talk.gone(leg)
        elif what in ("hold", "resume"):
            (talk.held.add if what == "hold" else talk.held.discard)(leg)
        elif what in ("block", "unblock"):
            (talk.blocked.add if what == "block" else talk.blocked.discard)(leg)
        heard = {one: talk.heard_by(one) for one in LEGS}
        for one, by in heard.items():
            assert not by or (talk.partner[by] == one and talk.partner[one] == by)
            assert not (by and ({one, by} & talk.held or one in talk.blocked))
            assert (one in talk.unheard()) == (not by and (talk.partner.get(one, HOUSE) != HOUSE or one in talk.left))
        assert len([by for by in heard.values() if by]) == len({by for by in heard.values() if by})
