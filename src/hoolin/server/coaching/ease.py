"""How work feels, as pages meet it: one's own words for oneself, totals of many for others, and what breathers went with for those who wait."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec

from hoolin.coaching.api import ease
from hoolin.core.interaction.strain import HOUR_MS, within_hour
from hoolin.core.measures import wilson
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading

WEEKS_SHOWN = 12
TAPS_SHOWN = 200

NORMAL_95 = 1.959963984540054


class EaseOffice:
    """See above. zone: where the site is."""

    def __init__(self, state: ease.Ease, loop: Loop, reading: Reading, zone: str, new_id: Callable[[str], str]) -> None:
        self.state, self.new_id, self.now = state, new_id, loop.clock
        self._loop, self._reading, self._zone = loop, reading, zone

    # ── for oneself ─────────────────────────────────────────────────────────────────────────────────────────────────

    def telling(self, agent: str, interaction: str, felt: str) -> ease.commands.TellEase:
        """What somebody says of a contact, as a command; with it goes what they said of it before."""
        week, hour = ease.week_and_hour(self.now(), self._zone)
        return msgspec.convert(
            {"interaction": interaction, "agent": agent, "tap": self.new_id("e"), "felt": felt, "week": week, "hour": hour},
            ease.commands.TellEase,
        )  # fmt: skip

    async def mine(self, agent: str) -> dict[str, Any]:
        """Everything that is recorded here about somebody, for them: their answers with what they say by week and by reason, their breathers, and what
        counts towards one.
        """
        kept, now = self.state.kept, self.now()
        taps = kept.taps.get(agent, {})
        felt = await felt_of(self._loop, self._reading, taps.values())
        told = [
            {"interaction": interaction, "tap": tap.tap, "at": tap.at, "felt": felt[tap.tap], "queue": tap.queue, "channel": tap.channel,
             "reason": tap.reason, "week": tap.week}
            for interaction, tap in taps.items()
            if tap.tap in felt
        ]  # fmt: skip
        told.reverse()
        rests = [msgspec.to_builtins(rest) for rest in reversed(kept.rests.get(agent, []))]
        return {
            "at": now,
            "rules": msgspec.to_builtins(self.state.site.kept.ease),
            "told": told[:TAPS_SHOWN],
            "told_all": len(told),
            "by_week": _pattern(told, "week")[-WEEKS_SHOWN:],
            "by_reason": _pattern(told, "reason"),
            "rests": rests,
            "counted": self._counted(agent, now),
        }

    def _counted(self, agent: str, now: int) -> dict[str, Any] | None:
        """What the life of contacts keeps about somebody's load."""
        known = self.state.site.kept.agents.get(agent)
        if known is None:
            return None
        begun = within_hour(known.strain, now)
        here = sum(slot.here_ms for slot in known.strain.slots)
        return {
            "row": known.strain.row, "here_ms": here, "busy_ms": sum(slot.busy_ms for slot in known.strain.slots),
            "begun_last_hour": len(begun), "until": known.strain.until, "owed_ms": known.strain.owed_ms,
            "next_at": begun[0] + HOUR_MS if len(begun) >= self.state.site.kept.ease.per_hour_max else 0,
        }  # fmt: skip

    def open_to(self, agent: str) -> list[str]:
        """The contacts of which they may still say how they felt."""
        now = self.now()
        return [one for one in self.state.kept.served.get(agent, {}) if self.state.may_tell(agent, one, now)]

    # ── for others: totals of many ──────────────────────────────────────────────────────────────────────────────────

    def totals(self) -> dict[str, Any]:
        """What may be told of whole weeks, the newest first, with how sure the shares are; hints for whoever looks for causes; and what breathers
        went with for those who wait.
        """
        counted = self.state.kept.counted
        weeks = sorted(counted, reverse=True)[:WEEKS_SHOWN]
        rules = self.state.site.kept.ease
        return {
            "rules": msgspec.to_builtins(rules),
            "weeks": [{"week": week, "cells": [_shown(cell) for cell in counted[week]]} for week in weeks],
            "hints": _hints(counted[weeks[0]]) if weeks else [],
            "days": [
                {"day": datetime.fromtimestamp(number * 86_400, UTC).date().isoformat(), **msgspec.to_builtins(day)}
                for number, day in sorted(self.state.kept.days.items())[-28:]
            ],
        }  # fmt: skip

    def merged(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The rules as they are, with these changed."""
        return {**msgspec.to_builtins(self.state.site.kept.ease), **wanted}


async def felt_of(loop: Loop, reading: Reading, taps: Iterable[ease.Tap]) -> dict[str, Any]:
    """By tap, what was said; what is gone is left out."""
    asked = [tap.tap for tap in taps]
    kept = await reading.aside(loop.stores.contents.get, asked) if asked else {}
    return {tap: msgspec.json.decode(body)["felt"] for tap, body in kept.items()}


def _pattern(told: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """How much of each was told, by week or reason, in order."""
    counts = Counter((str(one[by]), str(one["felt"])) for one in told)
    names = sorted({name for name, _ in counts})
    return [{"code": name, **{felt: counts[name, felt] for felt in get_args(ease.facts.Felt)}} for name in names]


def _shown(cell: ease.Cell) -> dict[str, Any]:
    told = cell.easy + cell.fine + cell.hard
    low, high = wilson(cell.hard, told, NORMAL_95)
    return {**msgspec.to_builtins(cell), "told": told, "hard_low": low, "hard_high": high}


def _hints(cells: tuple[ease.Cell, ...]) -> list[dict[str, Any]]:
    """Reasons whose contacts were hard more often than contacts are at all, beyond what chance explains. They are about the reason, not about people."""
    shown = [_shown(cell) for cell in cells]
    of_all = next((one for one in shown if one["by"] == "all"), None)
    if of_all is None:
        return []
    return [one for one in shown if one["by"] == "reason" and one["hard_low"] > of_all["hard_high"]]
