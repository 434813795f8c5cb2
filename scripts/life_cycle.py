"""The life cycle's picture, drawn from its table: `python scripts/life_cycle.py` prints docs/reference/life-cycle.md.

`make docs` writes the page together with the other reference pages, and `make docs-check` holds it to the table.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from hoolin.core.facts import snake  # noqa: E402
from hoolin.core.interaction.table import ENDED, IN_LINE, LIVE, OCCUPYING, RECORDED_WHILE, STATES, TABLE  # noqa: E402
from scripts.pages_values import page  # noqa: E402

OPENING = (
    "One life for every channel, drawn from the table in `core/interaction/table.py`. A step that is not here cannot "
    "happen: it raises, and nothing changes."
)


def diagram() -> list[str]:
    """The table as a state diagram (mermaid), an arrow for each pair of states with the facts that lead there."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (before, fact), after in TABLE.items():
        arrows.setdefault((before, after), []).append(snake(fact.__name__))
    ordered = sorted(arrows, key=lambda pair: (STATES.index(pair[0]), STATES.index(pair[1])))
    return [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {STATES[0]}: interaction_arrived",
        *(f"    {before} --> {after}: {', '.join(arrows[before, after])}" for before, after in ordered),
        *(f"    {state} --> [*]" for state in STATES if state in ENDED),
        "```",
    ]


def steps() -> list[str]:
    """The table as rows: each state with the facts it takes and where they lead."""
    rows = ["| in | fact | leads to |", "|---|---|---|"]
    for state in STATES:
        rows += [
            f"| {state} | `{snake(f.__name__)}` | {after} |" for (before, f), after in TABLE.items() if before == state
        ]
    return rows


def recorded() -> list[str]:
    """Facts that change no state."""
    rows = ["| fact | may be recorded in every live state but |", "|---|---|"]
    for fact, states in RECORDED_WHILE.items():
        left_out = ", ".join(state for state in STATES if state in LIVE - states)
        rows.append(f"| `{snake(fact.__name__)}` | {left_out} |")
    return rows


def named(states: frozenset[str]) -> str:
    """States in the order of life."""
    return ", ".join(state for state in STATES if state in states)


def life_cycle_page(root: Path) -> str:
    """docs/reference/life-cycle.md."""
    return page(
        "The life cycle",
        OPENING,
        [
            *diagram(),
            "",
            f"In line: {named(frozenset(IN_LINE))}. Taking an agent's capacity: {named(frozenset(OCCUPYING))}. "
            f"Over: {named(frozenset(ENDED))}.",
            "",
            *steps(),
            "",
            "Beside these, what is said and who is there changes no state:",
            "",
            *recorded(),
        ],
    )


if __name__ == "__main__":
    print(life_cycle_page(ROOT), end="")
