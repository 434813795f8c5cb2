"""What the rooms of coaching know of each other, as wiring puts them together."""

from hoolin.catalogue.api import Words
from hoolin.coaching.learning.path import PathStep
from hoolin.wiring.rooms import rooms


def test_advice_finds_the_drills_that_ship() -> None:
    """Whoever should name a problem back is led to one that trains it, by its name."""
    found = rooms()["advice"].state.library.find("heard.named_back", ())
    assert [thing.kind for thing in found] == ["drill"]
    assert isinstance(found[0].name, Words) and found[0].name.et and found[0].name.ru and found[0].name.en


def test_a_path_knows_what_there_is() -> None:
    """A drill that ships is there, one that does not is said to be missing, and so is an example that nobody has kept."""
    learning = rooms()["learning"].state
    missing = {
        of: learning.is_missing(PathStep(step="s", kind=kind, of=of, due=1))
        for kind, of in (("drill", "bill_shock"), ("drill", "juggling"), ("exemplar", "e1"))
    }
    assert missing == {"bill_shock": False, "juggling": True, "e1": True}
