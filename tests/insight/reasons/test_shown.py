"""What of a model's word a person is shown, and for which contacts nothing is."""

import pytest

from hoolin.insight.api import reasons


def test_of_one_contact_in_twenty_nothing_is_shown() -> None:
    """Close to a twentieth of many, and of the same contact always the same."""
    unseen = [f"i{number}" for number in range(20_000) if not reasons.is_shown(f"i{number}")]
    assert 0.045 < len(unseen) / 20_000 < 0.055
    assert not any(reasons.is_shown(one) for one in unseen)


@pytest.mark.parametrize(
    ("likely", "shown"),
    [
        ((("bill", 0.9), ("sim", 0.2), ("gone", 0.1), ("move", 0.06), ("order", 0.06)), (("bill", 0.9), ("sim", 0.2), ("move", 0.06))),
        ((("bill", 0.02), ("sim", 0.01)), (("bill", 0.02),)),
        ((("gone", 0.9), ("sim", 0.01)), (("sim", 0.01),)),
        ((("bill", 1.0000001), ("sim", -0.0)), (("bill", 1.0),)),
        ((), ()),
    ],
)  # fmt: skip
def test_only_what_may_be_chosen_and_is_worth_a_look(
    likely: tuple[tuple[str, float], ...], shown: tuple[tuple[str, float], ...]
) -> None:
    """No more than three, none that the tree has no more, and of the unlikely only the likeliest."""
    assert reasons.worth_showing(likely, {"bill", "sim", "move", "order"}) == shown
