"""Is every fact read by something that shows it? Told from the sources: who names the fact, beside those who make it."""

import ast
from pathlib import Path

MAKERS = frozenset({"facts", "decide", "choose", "commands", "table"})
"""Files that define, decide on or order facts; to be named there is not to be folded."""


def read_nowhere(facts: list[str], source: Path) -> list[str]:
    """The facts that no file below `source` names, but for those that make them."""
    named: set[str] = set()
    for file in source.rglob("*.py"):
        if file.stem not in MAKERS:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name):
                    named.add(node.id)
                elif isinstance(node, ast.Attribute):
                    named.add(node.attr)
    return [fact for fact in facts if fact not in named]
