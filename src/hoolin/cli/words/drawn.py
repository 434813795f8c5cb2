"""Learning curves as a picture: one line for each set, from nothing to everything right, over how many contacts are confirmed (each step ten times as many)."""

from collections.abc import Mapping, Sequence
from math import log10
from xml.sax.saxutils import escape

from hoolin.cli.words.curve import Point

WIDTH, HEIGHT, MARGIN = 720, 420, 56
COLOURS = ("#0b6e99", "#b4540a", "#2e7d32", "#7b3fa0", "#9a1b3c")


def svg(curves: Mapping[str, Sequence[Point]]) -> str:
    """The picture, readable on white."""
    counts = [point.confirmed for points in curves.values() for point in points]
    low, high = 10 ** int(log10(max(1, min(counts)))), max(counts)

    def place(confirmed: float, right: float) -> tuple[float, float]:
        along = log10(confirmed / low) / max(1e-9, log10(high / low))
        return MARGIN + along * (WIDTH - 2 * MARGIN - 60), HEIGHT - MARGIN - right * (HEIGHT - 2 * MARGIN)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<title>Right suggestions by confirmed contacts</title><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = place(low, tenth / 10)
        drawn.append(
            f'<path d="M{x:.1f} {y:.1f}H{WIDTH - MARGIN - 60}" stroke="#ddd"/><text x="{x - 30:.1f}" y="{y + 4:.1f}">{tenth / 10:.1f}</text>'
        )
    step = low
    while step <= high:
        x, y = place(step, 0)
        drawn.append(f'<text x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle">{step:,}</text>')
        step *= 10
    for (name, points), colour in zip(curves.items(), COLOURS * len(curves), strict=False):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(point.confirmed, point.right) for point in points))
        x, y = place(points[-1].confirmed, points[-1].right)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*drawn, "</svg>\n"])
