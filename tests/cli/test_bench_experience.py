"""`hoolin bench experience`: every figure over made-up contacts, beside plain SQLite."""

from hoolin.cli.bench_experience import FIGURES, measure


def test_both_give_the_same_figures() -> None:
    """The rows are made in their present shape, each figure is measured, and SQLite says the same to nine digits."""
    told = measure(3_000)
    assert told["figures"].keys() == FIGURES.keys()
    beside = {name: one for name, one in told["beside_sqlite"].items() if name != "contacts"}
    assert beside.keys() == FIGURES.keys() and all(one["same"] for one in beside.values())
    assert told["month_contacts"] == 246 and told["everything_with_index"]["s"] > 0
