"""A site starts without the libraries that only a report needs."""

import subprocess
import sys
from pathlib import Path

from hoolin.experience import statistics


def test_scipy_is_fetched_when_it_is_asked_for() -> None:
    """The whole house is put together without scipy, numpy, duckdb and the simulation; asked for alpha, the first two are there."""
    code = (
        "import sys, hoolin.wiring, hoolin.experience.statistics as s\n"
        "assert not {'scipy', 'numpy', 'duckdb', 'hoolin.experience.simulation'} & set(sys.modules), 'at the start'\n"
        "assert s.krippendorff_alpha([[1, 2], [1, 2]]) == 1\n"
        "assert {'scipy', 'numpy'} <= set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_site_runs_without_the_columns_until_somebody_asks() -> None:
    """Built, started, used and stopped: the library of the figures is not loaded."""
    code = (
        "import asyncio, sys\n"
        "from tests.channels.chat.stand import Visitor, standing\n"
        "async def use():\n"
        "    async with standing() as stand:\n"
        "        page = Visitor(stand.gateway)\n"
        "        await page.come()\n"
        "        await page.say('Tere')\n"
        "        await page.leave()\n"
        "asyncio.run(use())\n"
        "assert not {'scipy', 'duckdb'} & set(sys.modules)\n"
    )
    root = Path(__file__).parents[3]
    environment = {"PYTHONPATH": f"{root / 'src'}:{root}"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100, env=environment, cwd=root)


def test_everything_that_is_named_is_there() -> None:
    """Each name of the module's list can be had, and a name that is not on it cannot."""
    for name in statistics.__all__:
        found = getattr(statistics, name)
        assert not callable(found) or found.__name__ == name
    assert not hasattr(statistics, "average")
