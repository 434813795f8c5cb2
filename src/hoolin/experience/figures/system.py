"""What the system counts, over any scope: the items of evidence `system`, and what stands beside them."""

from collections.abc import Iterable
from typing import Any

import msgspec

from hoolin.core.measures import served
from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import DAY_MS, Dimension, Scope
from hoolin.experience.figures.figure import (
    LEVEL,
    Figure,
    Plain,
    mean,
    per_thousand,
    plain,
    share,
    silent,
)
from hoolin.experience.statistics import (
    ENOUGH,
    Point,
    Resolution,
    incidence_of_counts,
    resolution_of_counts,
    share_by,
    standardise,
    time_of,
)

WINDOWS: dict[str, int] = {"24h": DAY_MS, "7d": 7 * DAY_MS, "30d": 30 * DAY_MS}
"""Within which a contact counts as a repeat of one before."""

APART = "\x1f"
"""Stands between two codes that are grouped by together; it is in none of them."""

SHOWN_MS = (30_000, 60_000, 120_000, 300_000, 600_000, 3_600_000)
"""Times at which the curve of time to a person is told."""


class Targets(msgspec.Struct, frozen=True):
    """Up to where it is as it should be: from the register in force. time_to_human: ms. contacts, switches, transfers: a case. minutes."""

    time_to_human: int = 120_000
    contacts: int = 0
    switches: int = 0
    transfers: int = 0
    minutes: int = 15


class Curve(msgspec.Struct, frozen=True):
    """The share that had come to it by each time (ms), with intervals, as far as it is told. n: observations."""

    code: str
    n: int
    points: tuple[Point, ...]


def system_figures(asking: Asking, scope: Scope, targets: Targets) -> dict[str, Figure]:
    """Every figure that the system counts, by code."""
    found = (
        *access(asking, scope, targets),
        *effort(asking, scope, targets),
        *resolution(asking, scope),
        *clarity(asking, scope),
    )
    return {figure.code: figure for figure in found}


# ── access ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def waits(asking: Asking, scope: Scope, end: str = "reached") -> Curve:
    """The curve of time to a person, giving up as the competing end; or of giving up (`end`: left, silent)."""
    counts = [(row["t"], row["what"] or None, row["n"]) for row in asking.ask("waits", scope)]
    return Curve("access.time_to_human", sum(n for _, _, n in counts), incidence_of_counts(counts, end))


def access(asking: Asking, scope: Scope, targets: Targets) -> Iterable[Figure]:
    """How soon a person is reached, and how many give up before."""
    curve = waits(asking, scope)
    counted = asking.one("totals", scope, within=targets.time_to_human)
    asked, gave_up = counted.get("asked", 0), counted.get("gave_up", 0)
    yield time_to_human(curve, targets.time_to_human)
    yield _by(curve, targets.time_to_human)
    yield level(asking, scope)
    yield share("access.gave_up", gave_up, asked)
    yield share("access.gave_up_silently", counted.get("gave_up_silently", 0), asked)
    yield share("effort.machine_failed", counted.get("machine_failed", 0), counted.get("machine_asked", 0))
    yield per_thousand("outcome.complaints", counted.get("complaints", 0), counted.get("contacts", 0))
    yield share("clarity.price_shown", counted.get("agreed_shown", 0), counted.get("agreed", 0))


def time_to_human(curve: Curve, target_ms: int) -> Figure:
    """By when half of all who asked had a person; the interval is where the curve's own band crosses a half."""
    code = "access.time_to_human"
    if curve.n < ENOUGH:
        return silent(code, "ms", curve.n)
    within = {f"by_{ms}": point.share for ms in SHOWN_MS if (point := share_by(curve.points, ms)) is not None}
    most = time_of(curve.points, 0.9)
    detail = within | ({"most_ms": most} if most is not None else {})
    half = time_of(curve.points, 0.5)
    found = share_by(curve.points, target_ms)
    good = Plain(found.share, found.low, found.high) if found is not None else None
    if half is None:
        return Figure(code=code, unit="ms", n=curve.n, why="never", good=good, detail=detail)
    low = next((point.time for point in curve.points if point.high >= 0.5), half)
    high = next((point.time for point in curve.points if point.low >= 0.5), None)
    return Figure(code=code, unit="ms", n=curve.n, value=half, low=low, high=high, good=good, detail=detail)


def _by(curve: Curve, target_ms: int) -> Figure:
    """The share that had a person in time."""
    code = "access.reached_in_time"
    if curve.n < ENOUGH:
        return silent(code, "share", curve.n)
    found = share_by(curve.points, target_ms)
    if found is None:
        return share(code, 0, curve.n)
    return Figure(
        code=code,
        unit="share",
        n=curve.n,
        value=found.share,
        low=found.low,
        high=found.high,
        error=found.standard_error,
    )


def level(asking: Asking, scope: Scope) -> Figure:
    """Each contact by the rule and the target that its queue had when it came."""
    good = of = 0
    for row in asking.ask("levels", scope):
        well, all_of = served(row["rule"], row["answered"], row["in_target"], row["abandoned"], row["short"])
        good, of = good + well, of + all_of
    return share("access.service_level", good, of)


# ── effort, and what became of cases ────────────────────────────────────────────────────────────────────────────────


def effort(asking: Asking, scope: Scope, targets: Targets) -> Iterable[Figure]:
    """What a case costs the customer, and whether one contact was enough."""
    found = asking.one(
        "cases", scope, contacts_target=targets.contacts, switches_target=targets.switches,
        transfers_target=targets.transfers, minutes_target=targets.minutes,
    )  # fmt: skip
    cases = found["cases"]
    for name in ("contacts", "switches", "transfers"):
        yield _each(f"effort.{name}", name, found)
    parts = {name: found[name] / cases if cases else 0.0 for name in ("waited", "held", "talked", "restated")}
    yield mean(
        "effort.minutes", "minutes", cases, found["minutes"], found["minutes_square"], found["minutes_good"], **parts
    )
    yield share("resolution.one_contact", found["solved_in_one"], found["solved"], cases=cases)
    yield _reopened(asking, scope)


def _each(code: str, name: str, found: dict[str, Any]) -> Figure:
    return mean(code, "per_case", found["cases"], found[name], found[f"{name}_square"], found[f"{name}_good"])


def _reopened(asking: Asking, scope: Scope) -> Figure:
    window = WINDOWS["30d"]
    rows = asking.ask("reopened", scope, window=window, step=window // 288)
    kept = resolution_of_counts(((row["gap"], bool(row["repeated"]), row["n"]) for row in rows), window)
    return _turned("resolution.reopened", kept)


# ── resolution ──────────────────────────────────────────────────────────────────────────────────────────────────────


def resolution(asking: Asking, scope: Scope) -> Iterable[Figure]:
    """First-contact resolution in each window, and its other side."""
    found = first_contact(asking, scope).get("", {})
    for name in WINDOWS:
        yield _kept(f"resolution.fcr_{name}", found.get(name))
    yield _turned("outcome.repeats", found.get("7d"))


def first_contact(asking: Asking, scope: Scope, by: Dimension | None = None) -> dict[str, dict[str, Resolution]]:
    """By group (all: ""), by window. by: a dimension of few values."""
    gaps: dict[str, dict[int, list[tuple[float, bool, int]]]] = {}
    for row in asking.ask("fcr", scope, group=f"c.{by}" if by else "''"):
        of_part = gaps.setdefault(row["part"], {})
        of_part.setdefault(int(row["width"]), []).append((row["gap"], bool(row["repeated"]), row["n"]))
    names = {width: name for name, width in WINDOWS.items()}
    return {
        part: {
            names[width]: kept for width, counts in found.items() if (kept := resolution_of_counts(counts, width))
        }
        for part, found in gaps.items()
    }  # fmt: skip


def _kept(code: str, found: Resolution | None) -> Figure:
    if found is None or found.contacts < ENOUGH:
        return silent(code, "share", found.contacts if found else 0)
    detail = {"closed": float(found.closed), "open": float(found.open), "repeats": float(found.repeats)}
    return Figure(
        code=code, unit="share", n=found.contacts, value=found.value, low=found.low, high=found.high,
        error=found.standard_error, detail=detail,
    )  # fmt: skip


def _turned(code: str, found: Resolution | None) -> Figure:
    """The share that was repeated, where the statistic is the share that was not."""
    kept = _kept(code, found)
    if kept.value is None or kept.low is None or kept.high is None:
        return kept
    return msgspec.structs.replace(kept, value=1 - kept.value, low=1 - kept.high, high=1 - kept.low)


def standardised(asking: Asking, scope: Scope, window: str = "7d", by: Dimension = "channel") -> dict[str, Plain]:
    """First-contact resolution of each channel as if all had the same mix of reasons; of contacts whose window is over. Empty where the
    channels have no reason in common.
    """
    rows = asking.ask("fcr_closed", scope, group=f"c.{by} || '{APART}' || c.reason", window=WINDOWS[window])
    groups: dict[str, dict[str, tuple[int, int]]] = {}
    mix: dict[str, float] = {}
    for row in rows:
        name, _, reason = row["part"].partition(APART)
        groups.setdefault(name, {})[reason] = (row["good"], row["n"])
        mix[reason] = mix.get(reason, 0) + row["n"]
    enough = {name: group for name, group in groups.items() if sum(n for _, n in group.values()) >= ENOUGH}
    shared = [reason for reason in mix if all(group.get(reason, (0, 0))[1] for group in enough.values())]
    if not enough or not shared:
        return {}
    return {name: found for name, one in standardise(enough, mix, LEVEL).items() if (found := plain(one))}


# ── clarity ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def clarity(asking: Asking, scope: Scope) -> Iterable[Figure]:
    """Promises whose time was in the period: kept by then, of all that were not taken back."""
    counts: dict[str, int] = {}
    for row in asking.ask("promises", scope):
        counts[row["ending"]] = counts.get(row["ending"], 0) + row["n"]
    kept, broken = counts.get("kept", 0), counts.get("broken", 0)
    yield share("clarity.promises_kept", kept, kept + broken, withdrawn=counts.get("withdrawn", 0))
