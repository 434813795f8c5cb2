"""Numbers and days as in every report, in the words of papers."""

from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import msgspec

from hoolin.core.site.rules import Language
from hoolin.experience.api import report

Form: TypeAlias = report.Form


@cache
def _texts(language: Language) -> dict[str, str]:
    file = files("hoolin.insight.paper") / "texts" / f"{language}.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, str])


class Voice(report.Voice):
    """See above."""

    def say(self, key: str, /, **parts: Any) -> str:
        """A text, filled."""
        return _texts(self.language)[key].format(**parts)
