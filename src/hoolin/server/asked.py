"""Numbers that routes are asked with. Each has an end: what is larger is refused in words, and never reaches a disk that counts to 64 bits."""

from typing import Annotated, TypeAlias

from fastapi import Path, Query

from hoolin.core.facts import COUNT_MAX, INSTANT_MAX

Moment: TypeAlias = Annotated[int, Query(ge=0, le=INSTANT_MAX)]
"""An instant (see `core.facts`)."""

Offset: TypeAlias = Annotated[int, Query(ge=0, le=COUNT_MAX)]
"""How many rows are passed over."""

Ordinal: TypeAlias = Annotated[int, Query(ge=1, le=COUNT_MAX)]
"""The number of a message in its conversation, counted from 1."""

Version: TypeAlias = Annotated[int, Path(ge=0, le=COUNT_MAX)]
"""The number of a version of what is published in versions."""
