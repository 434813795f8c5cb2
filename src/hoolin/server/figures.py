"""Figures for whoever watches over the machine, in the text format that Prometheus reads.

Nothing about a person is in them: routes by their pattern, statuses, counts and times.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends of the classes in which times of requests are counted."""


class Sample(NamedTuple):
    """One number. suffix: what follows the figure's name (`_bucket`)."""

    value: float
    labels: Mapping[str, str] = {}
    suffix: str = ""


class Figure(NamedTuple):
    """One figure with all its samples. name: ends in its unit, or in `_total` for a counter."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    says: str
    samples: list[Sample]


def one(name: str, kind: Literal["counter", "gauge"], says: str, value: float) -> Figure:
    """A figure of one number."""
    return Figure(name, kind, says, [Sample(value)])


def exposition(figures: Iterable[Figure]) -> str:
    """All figures as text."""
    lines: list[str] = []
    for figure in figures:
        lines.append(f"# HELP {figure.name} {_escaped(figure.says)}")
        lines.append(f"# TYPE {figure.name} {figure.kind}")
        for sample in figure.samples:
            labels = ",".join(f'{name}="{_quoted(value)}"' for name, value in sample.labels.items())
            lines.append(f"{figure.name}{sample.suffix}{{{labels}}} {_number(sample.value)}")
    return "\n".join(lines) + "\n"


class RequestFigures:
    """What the outermost layer counts: requests by route and status, their times, and open sockets."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._classes: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(SECONDS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._sockets: Counter[str] = Counter()
        self._open = 0

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered. status: 0 when the client had left."""
        self._requests[method, route, status] += 1
        self._classes[route][bisect_left(SECONDS, seconds)] += 1
        self._seconds[route] += seconds

    def socket(self, change: int, route: str = "") -> None:
        """A socket was opened (+1, with its route) or closed (-1)."""
        self._open += change
        if change > 0:
            self._sockets[route] += 1

    def figures(self) -> list[Figure]:
        """Everything counted so far."""
        requests = [
            Sample(count, {"method": method, "route": route, "status": str(status)})
            for (method, route, status), count in sorted(self._requests.items())
        ]
        times = [sample for route in sorted(self._classes) for sample in self._times(route)]
        sockets = [Sample(count, {"route": route}) for route, count in sorted(self._sockets.items())]
        return [
            Figure("hoolin_requests_total", "counter", "Requests answered.", requests),
            Figure("hoolin_request_seconds", "histogram", "From a request's head to the end of its answer.", times),
            Figure("hoolin_sockets_total", "counter", "Sockets opened.", sockets),
            one("hoolin_sockets_open", "gauge", "Sockets open now.", self._open),
        ]

    def _times(self, route: str) -> Iterable[Sample]:
        counted = 0
        for end, count in zip((*map(_number, SECONDS), "+Inf"), self._classes[route], strict=True):
            counted += count
            yield Sample(counted, {"route": route, "le": end}, "_bucket")
        yield Sample(self._seconds[route], {"route": route}, "_sum")
        yield Sample(counted, {"route": route}, "_count")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
