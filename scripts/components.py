"""What the tests need from the distribution: one table for `scripts/provision` (which installs it) and for the test run
(which skips a test by name where a part is missing, and fails on that skip in CI).

To add a part, add a line to `COMPONENTS` and mark the tests that use it with `@pytest.mark.needs("its name")`.
Standard library only: this runs before any environment exists.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Component:
    """One part that comes from the distribution, not from a Python or npm package.

    name: how tests ask for it. why: what is tested with it. apt: the packages of Debian and Ubuntu that bring it.
    programs: found on PATH when it is there. files: exist when it is there. All of both must be there.
    """

    name: str
    why: str
    apt: tuple[str, ...]
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """The programs and files of this part that are not on this machine; empty when all is there."""
        programs = tuple(program for program in self.programs if shutil.which(program) is None)
        files = tuple(file for file in self.files if not Path(file).exists())
        return programs + files

    def how_to_install(self) -> str:
        """The command that brings this part to a Debian or Ubuntu machine."""
        return "apt-get install --no-install-recommends " + " ".join(self.apt)


COMPONENTS: tuple[Component, ...] = (
    Component(
        name="chromium",
        why="browser tests: the customer's page, the desk and the wallboard as a person meets them",
        apt=("chromium-headless-shell", "fonts-dejavu-core"),
        programs=("chromium-headless-shell",),
        files=("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",),
    ),
    Component(
        name="node",
        why="building the web apps and testing their TypeScript; the SMSC that the SMS channel is tested with",
        apt=("nodejs", "npm"),
        programs=("node", "npm"),
    ),
)


def component(name: str) -> Component:
    """The part of that name. Raises KeyError, naming the known ones, when the table has no such line."""
    for candidate in COMPONENTS:
        if candidate.name == name:
            return candidate
    known = ", ".join(sorted(candidate.name for candidate in COMPONENTS))
    raise KeyError(f"no component {name!r} in scripts/components.py; known: {known}")


def strict_run() -> bool:
    """Whether a gap is an error: in CI, and for whoever asks for the same (HOOLIN_STRICT=1)."""
    return os.environ.get("CI") == "true" or os.environ.get("HOOLIN_STRICT") == "1"
