"""A site starts without the libraries that only a report needs."""

import subprocess
import sys

from hoolin.experience import statistics


def test_scipy_is_fetched_when_it_is_asked_for() -> None:
    """The whole house is put together without scipy and numpy; asked for alpha, both are there."""
    code = (
        "import sys, hoolin.wiring, hoolin.experience.statistics as s\n"
        "assert not {'scipy', 'numpy'} & set(sys.modules), 'at the start'\n"
        "assert s.krippendorff_alpha([[1, 2], [1, 2]]) == 1\n"
        "assert {'scipy', 'numpy'} <= set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_everything_that_is_named_is_there() -> None:
    """Each name of the module's list can be had, and a name that is not on it cannot."""
    for name in statistics.__all__:
        assert getattr(statistics, name).__name__ == name or not callable(getattr(statistics, name))
    assert not hasattr(statistics, "average")
