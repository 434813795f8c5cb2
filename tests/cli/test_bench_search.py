"""The bench of the search, small."""

import io

from rich.console import Console

from hoolin.cli import bench_search


def test_it_measures_and_shows() -> None:
    """Every kind of query has figures beside the plain index, and they are shown."""
    report = bench_search.measure(2_000)
    assert report["forgotten_texts"] == 1
    assert all(one["p50_ms"] > 0 and one["plain_p50_ms"] > 0 for one in report["queries"].values())
    shown = io.StringIO()
    bench_search.show(report, Console(file=shown, width=100))
    assert "common, agent and channel" in shown.getvalue()
