"""Parts come together whatever order, repetition or restart they come through, and never mix."""

import random

from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.sms.heard import Piece, Place
from hoolin.channels.sms.reassembly import ANCHOR_MARGIN_MS, SETTLE_MS, Belongs, Part, Reassembly, Unfinished, Whole

DAY = 86_400_000


def part(
    number: int, total: int = 3, reference: int = 7, source: str = "+372555", words: str = "", at: int = 0
) -> Part:
    """A part whose words say where it stands, unless they are given."""
    said = words or f"{source}/{reference}/{number}"
    place = Place(reference, total, number)
    return Part(
        ("a", source, "us", reference, total), place, Piece(said.encode(), "default", place), f"k/{said}/{at}", said, at
    )


def add(them: Reassembly, one: Part, now: int = 0) -> Whole | Unfinished | Belongs:
    """Kept, then asked about."""
    return them.add(one, them.anchor(one.ident, one.place.number, one.digest, one.key, now), now)


def words(whole: object) -> list[str]:
    """What a whole text says; `?` for what is missing."""
    assert isinstance(whole, Whole), whole
    return ["?" if one is None else one.units.decode() for one in whole.pieces]


@given(st.permutations([1, 2, 3, 4, 5]), st.lists(st.integers(0, 4), max_size=8))
def test_any_order_and_any_repetition(order: list[int], repeated: list[int]) -> None:
    """The last part to come, and it alone, makes the text whole; the parts asked about again belong to it."""
    them = Reassembly(DAY)
    parts = [part(number, 5) for number in order]
    for one in parts[:-1]:
        assert isinstance(add(them, one), Unfinished)
        for again in repeated:
            if again < parts.index(one):
                assert isinstance(them.add(parts[again], "", 0), Unfinished)
    assert words(add(them, parts[-1])) == [f"+372555/7/{number}" for number in range(1, 6)]
    assert all(isinstance(them.add(one, "", 0), Belongs) for one in parts)


def test_two_senders_with_one_reference_do_not_mix() -> None:
    """The same reference and total from two people are two texts."""
    them = Reassembly(DAY)
    anna, boris = ({n: part(n, 2, source=who) for n in (1, 2)} for who in ("+1", "+2"))
    assert isinstance(add(them, anna[1]), Unfinished)
    assert isinstance(add(them, boris[2]), Unfinished)
    assert words(add(them, boris[1])) == ["+2/7/1", "+2/7/2"]
    assert words(add(them, anna[2])) == ["+1/7/1", "+1/7/2"]


def test_another_total_is_another_text() -> None:
    """Parts that disagree on how many there are do not belong together."""
    them = Reassembly(DAY)
    assert isinstance(add(them, part(1, 2)), Unfinished)
    assert isinstance(add(them, part(2, 3)), Unfinished)


def test_a_reference_used_again_begins_another_text() -> None:
    """The same part number with other words is a new text; both are put together."""
    them = Reassembly(DAY)
    old, new = ({n: part(n, 2, words=f"{said}{n}") for n in (1, 2)} for said in ("old", "new"))
    first, second = add(them, old[1]), add(them, new[1])
    assert isinstance(first, Unfinished) and isinstance(second, Unfinished)
    assert words(add(them, old[2])) == ["old1", "old2"]
    assert words(add(them, new[2])) == ["new1", "new2"]


def test_what_stays_unfinished_is_shown_with_gaps() -> None:
    """At its time the text is shown as far as it came, once, and its other parts belong to it."""
    them = Reassembly(DAY)
    first, third = part(1), part(3)
    waits = add(them, first)
    assert isinstance(waits, Unfinished) and waits.until == DAY
    add(them, third, 10)
    assert isinstance(them.add(first, "", DAY - 1), Unfinished)
    assert words(them.add(first, "", DAY)) == ["+372555/7/1", "?", "+372555/7/3"]
    assert isinstance(them.add(third, "", DAY + 1), Belongs)


def test_after_a_restart_all_parts_get_the_time_to_come() -> None:
    """We were away longer than a text waits: the parts that are on disk still come together before anything is shown with gaps."""
    before = Reassembly(DAY)
    first, second = part(1, 2), part(2, 2)
    anchor = before.anchor(first.ident, 1, first.digest, first.key, 0)
    assert before.anchor(second.ident, 2, second.digest, second.key, 5) == anchor
    after, now = Reassembly(DAY), 3 * DAY
    waits = after.add(first, anchor, now)
    assert isinstance(waits, Unfinished) and waits.until == now + SETTLE_MS
    whole = after.add(second, anchor, now + 1)
    assert isinstance(whole, Whole) and whole.key == anchor


def test_what_is_left_over_by_a_crash_bears_the_key_of_the_whole() -> None:
    """Killed between the text and the end of its parts: whatever is left is one day shown under the key that was heard already."""
    for left in ([1], [2], [1, 2], [2, 1]):
        before = Reassembly(DAY)
        parts = {number: part(number, at=number) for number in (1, 2, 3)}
        anchors = {n: before.anchor(one.ident, n, one.digest, one.key, n) for n, one in parts.items()}
        answers = [before.add(one, anchors[n], 10) for n, one in parts.items()]
        whole = answers[-1]
        assert isinstance(whole, Whole)
        after = Reassembly(DAY)
        for n in left:
            after.add(parts[n], anchors[n], 20)
        shown = after.add(parts[left[0]], anchors[left[0]], 2 * DAY)
        assert isinstance(shown, Whole) and shown.key == whole.key


def test_a_part_that_comes_too_late_is_a_text_of_its_own() -> None:
    """It does not hide behind the key of what was shown already."""
    them = Reassembly(DAY)
    first, second = part(1, 2), part(2, 2, at=DAY)
    anchor = them.anchor(first.ident, 1, first.digest, first.key, 0)
    them.add(first, anchor, 0)
    own = them.anchor(second.ident, 2, second.digest, second.key, DAY - ANCHOR_MARGIN_MS)
    assert own == second.key != anchor
    shown = them.add(first, anchor, DAY)
    late = them.add(second, own, DAY + 1)
    assert isinstance(shown, Whole) and isinstance(late, Unfinished)
    alone = them.add(second, own, 3 * DAY)
    assert words(alone) == ["?", "+372555/7/2"] and isinstance(alone, Whole) and alone.key == own


def test_what_was_kept_before_begins_nothing() -> None:
    """A part that turns out to be kept already leaves no text behind that another message might join."""
    them = Reassembly(DAY)
    again, fresh = part(1, 2), part(2, 2, words="another")
    assert them.anchor(again.ident, 1, again.digest, again.key, 0) == again.key
    them.withdraw(again.ident, again.key)
    assert them.anchor(fresh.ident, 2, fresh.digest, fresh.key, 1) == fresh.key


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 6))
def test_a_crowd_with_few_references(seed: int, people: int, messages: int) -> None:
    """Many people, few references, shuffled parts: every text comes out once and whole."""
    chance = random.Random(seed)
    them, parts, wanted = Reassembly(DAY), [], set()
    for person in range(people):
        for message in range(messages):
            total = chance.randint(2, 4)
            said = [f"{person}/{message}/{n}" for n in range(1, total + 1)]
            wanted.add("".join(said))
            # A person's texts with one reference come one after the other; different ones are shuffled.
            parts.append([part(n, total, message, f"+{person}", word) for n, word in enumerate(said, 1)])
    flat = [one for group in parts for one in group]
    chance.shuffle(flat)
    found = [add(them, one) for one in flat]
    assert sorted("".join(words(one)) for one in found if isinstance(one, Whole)) == sorted(wanted)
