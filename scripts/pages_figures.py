"""The reference page about figures: criteria, their items, what each figure is and by which method, and the default weights."""

from pathlib import Path

from scripts.pages_values import page

OPENING = (
    "What is asked, judged and counted of every contact, on every channel alike, and how it adds up. Every figure is shown with its number of "
    "observations and its interval at .95; below ten observations it says *too few to say*. The register of a site may differ: these are the items and "
    "weights that Hoolin ships."
)


def figures_page(root: Path) -> str:
    """Criteria, items and figures."""
    from hoolin.experience.api import criteria, figures

    body = []
    for criterion in criteria.DEFAULT.criteria:
        body += [
            f"## {criterion.code}",
            "",
            f"Formula `{criterion.formula}`, weight in the index {criterion.weight:g}.",
            "",
        ]
        body += ["| item | asked or counted | evidence | counts | method |", "|---|---|---|---|---|"]
        for item in criteria.DEFAULT.items:
            if item.criterion == criterion.code:
                parts = [part for part in criterion.parts if part.item == item.code]
                counts = ", ".join(_part(part) for part in parts) or "shown"
                method = figures.DEFINITIONS[item.code].method
                body.append(f"| `{item.code}` | {item.question.en} | {', '.join(item.sources)} | {counts} | {method} |")
        body.append("")
    body += ["## Beside the items", "", "| figure | what it says | method |", "|---|---|---|"]
    beside = (one for code, one in figures.DEFINITIONS.items() if code not in criteria.ITEMS)
    body += [f"| `{one.code}` | {one.meaning.en} | {one.method} |" for one in beside]
    body += ["", "## Scales", "", "| scale | answers | good from |", "|---|---|---|"]
    body += [
        f"| `{scale.kind}` | {scale.low} to {scale.high} | {scale.good_from} |"
        for scale in criteria.SCALES.values()
        if scale.low is not None
    ]
    return page("Criteria and figures", OPENING, body)


def _part(part: object) -> str:
    from hoolin.experience.api import criteria

    assert isinstance(part, criteria.RegisterPart)
    target = f", up to {part.target}" if part.target is not None else ""
    return f"{part.source} × {part.weight:g}{target}"
