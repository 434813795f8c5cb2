import pytest

from hoolin.journal.upcasting import BadUpcaster, Shape, Upcasters, split_tag
from tests.journal.samples import UPCASTERS


@pytest.mark.parametrize(
    ("tag", "name", "version"),
    [("offer_made", "offer_made", 1), ("offer_made@2", "offer_made", 2), ("offer_made@31", "offer_made", 31)],
)
def test_a_tag_is_a_name_and_a_version(tag: str, name: str, version: int) -> None:
    """Without a number it is the first version."""
    assert split_tag(tag) == (name, version)


def test_the_chain_is_walked_to_its_end() -> None:
    """Each step is applied once, in order; a shape that is today's already stays as it is."""
    newest = {"fact": "guest_seated@3", "guest": "g", "table": "table-1", "window": False}
    assert UPCASTERS.lift({"fact": "guest_seated", "guest": "g", "seat": 1}) == newest
    assert UPCASTERS.lift(newest) == newest


def test_the_old_shape_is_not_touched() -> None:
    """An upcaster gets a copy, so what was read can still be shown as it was."""
    old: Shape = {"fact": "a", "n": 1}

    def careless(shape: Shape) -> Shape:
        shape["fact"] = "a@2"
        return shape

    assert Upcasters({"a": careless}).lift(old) == {"fact": "a@2", "n": 1}
    assert old == {"fact": "a", "n": 1}


@pytest.mark.parametrize("leads_to", ["a", "a@1", "b@2", "None"])
def test_a_step_goes_up_within_its_fact(leads_to: str) -> None:
    """A step to the same or an older shape, or to another fact, is refused; so no chain can go round."""
    upcasters = Upcasters({"a": lambda old: {**old, "fact": leads_to}})
    with pytest.raises(BadUpcaster):
        upcasters.lift({"fact": "a"})
