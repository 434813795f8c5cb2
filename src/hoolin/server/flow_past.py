"""What menus were before, and which ways customers took through them: read from the rows that facts have left. It changes nothing."""

from typing import Any

import msgspec

from hoolin.core.errors import NotFound
from hoolin.core.flow.language import Flow
from hoolin.core.flow.written import written
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.door import Accounts

DAYS_MAX = 365
DAY_MS = 86_400_000

_flow = msgspec.json.Decoder(Flow)


class FlowPast:
    """accounts: of those who change menus, for their names."""

    def __init__(self, reading: Reading, loop: Loop, accounts: Accounts) -> None:
        self._reading = reading
        self._loop = loop
        self._accounts = accounts

    async def revisions(self, name: str) -> list[dict[str, Any]]:
        """Every change, the newest first: revision, at, by (a name; empty where none is known), nodes, note. Empty where there was none."""
        await self._reading.reached(self._loop.durable_position)
        rows, names = await self._reading.ask_aside("menus.revisions", (name,)), await self._names()
        return [_line(dict(row), names) for row in rows]

    async def revision(self, name: str, revision: int) -> dict[str, Any]:
        """One of them, with the flow as it was. Raises NotFound."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("menus.revision", (name, revision))
        if not rows:
            raise NotFound("flow_revision", flow=name, revision=revision)
        row = dict(rows[0])
        return {**_line(row, await self._names()), "flow": written(_flow.decode(row["body"]))}

    async def _names(self) -> dict[str, str]:
        """By the actor that the journal knows them as."""
        accounts = await self._accounts.all()
        return {f"agent:{one.agent}" if one.agent else f"account:{one.id}": one.name for one in accounts}

    async def ways(self, name: str, days: int) -> dict[str, Any]:
        """From which node to which, how and how often in the last days, and by how many customers; how many left by which way (empty: they are
        in it still, or have gone).
        """
        days = max(1, min(days, DAYS_MAX))
        await self._reading.reached(self._loop.durable_position)
        since = self._loop.clock() - days * DAY_MS
        passed = await self._reading.ask_aside("menus.ways", (name, since))
        left = await self._reading.ask_aside("menus.left", (name, since))
        return {
            "days": days, "came": sum(row["customers"] for row in left),
            "left": {row["way"] or "": row["customers"] for row in left},
            "passed": [{**dict(row), "earlier": row["earlier"] or ""} for row in passed],
        }  # fmt: skip


def _line(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    by = names.get(row["actor"], "")
    return {"revision": row["revision"], "at": row["at"], "by": by, "nodes": row["nodes"], "note": row["note"] or ""}
