"""Health and figures."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from hoolin.journal.errors import DiskRefused
from hoolin.runtime.loop import Stopped
from hoolin.server.figures import Figure, RequestFigures, Sample, exposition, one
from hoolin.server.settings import ServerSettings
from hoolin.server.site import VIEWS_LAG_MAX, Health, SiteWatch
from tests.server.probe import probe
from tests.server.stand import WELL, Stand


async def test_a_site_that_is_well_answers_200_and_a_failing_one_503(tmp_path: Path) -> None:
    """The document says what is wrong; it needs no log-in and is never cached."""
    failing = Health(status="failing", loop="stopped", journal="refused", position=9, views="kept", views_lag=2)
    for health, status in ((WELL, 200), (failing, 503)):
        stand = Stand(tmp_path, health=[health].__iter__().__next__)
        async with stand.client() as client:
            answer = await client.get("/healthz")
            assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
            assert answer.json() == {
                "status": health.status, "loop": health.loop, "journal": health.journal,
                "position": health.position, "views": health.views, "views_lag": health.views_lag,
            }  # fmt: skip
        stand.accounts.close()


LINE = re.compile(
    r'^[a-z_]+(_total|_bucket|_sum|_count)?\{([a-z]+="([^"\\]|\\.)*",?)*\} -?[0-9.e+-]+$|^[a-z_]+\{\} .+$'
)


async def test_figures_are_counted_by_route_and_status(tmp_path: Path) -> None:
    """Requests and their times are told under the routes' patterns; every line has the form of the format."""
    stand = await Stand(tmp_path, probe()).populate()
    async with await stand.logged_in("agent") as client, stand.client("127.0.0.1") as monitor:
        for _ in range(3):
            await client.get("/api/v1/session")
        await client.get("/api/v1/accounts/secret/sessions")
        await client.get("/nothing/at/all")
        answer = await monitor.get("/metrics")
    stand.accounts.close()
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert 'hoolin_requests_total{method="GET",route="/api/v1/session",status="200"} 3' in lines
    assert 'hoolin_requests_total{method="GET",route="/api/v1/accounts/{account}/sessions",status="403"} 1' in lines
    assert 'hoolin_requests_total{method="GET",route="files",status="404"} 1' in lines
    assert 'hoolin_request_seconds_count{route="/api/v1/session"} 3' in lines
    assert 'hoolin_request_seconds_bucket{route="/api/v1/session",le="+Inf"} 3' in lines
    assert "secret" not in answer.text and "nothing" not in answer.text
    for line in lines:
        assert line.startswith(("# HELP hoolin_", "# TYPE hoolin_")) or LINE.match(line), line


@pytest.mark.parametrize(
    ("address", "headers", "allowed"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("192.0.2.1", {}, False),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.1"}, False),
        ("127.0.0.1", {"forwarded": "for=192.0.2.1"}, False),
        ("192.0.2.1", {"authorization": "Bearer open sesame"}, True),
        ("192.0.2.1", {"authorization": "Bearer open"}, False),
        ("192.0.2.1", {"authorization": "Bearer "}, False),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.1", "authorization": "Bearer open sesame"}, True),
        ("not an address", {}, False),
    ],
)
async def test_figures_are_for_this_machine_or_for_the_token(
    tmp_path: Path, address: str, headers: dict[str, str], allowed: bool
) -> None:
    """A local proxy does not open them to everybody."""
    stand = Stand(tmp_path, settings=ServerSettings(metrics_token="open sesame", access_log=False))
    async with stand.client(address) as client:
        answer = await client.get("/metrics", headers=headers)
    stand.accounts.close()
    assert answer.status_code == (200 if allowed else 403)


async def test_an_empty_token_opens_nothing(tmp_path: Path) -> None:
    """Without a token in the settings no Bearer is right, the empty one neither."""
    stand = Stand(tmp_path)
    async with stand.client() as client:
        for shown in ("Bearer ", "Bearer", ""):
            assert (await client.get("/metrics", headers={"authorization": shown})).status_code == 403
    stand.accounts.close()


def test_the_text_form_escapes_what_it_must() -> None:
    """Quotes, backslashes and line ends in labels and helps; whole numbers as such."""
    said = exposition([Figure("x_total", "counter", "a\\b\nc", [Sample(2.0, {"l": 'q"\\\n'}), Sample(0.25)]),
                       one("y", "gauge", "Y.", -1)])  # fmt: skip
    assert said == (
        "# HELP x_total a\\\\b\\nc\n# TYPE x_total counter\n" + 'x_total{l="q\\"\\\\\\n"} 2\nx_total{} 0.25\n'
        "# HELP y Y.\n# TYPE y gauge\ny{} -1\n"
    )


def test_times_are_counted_in_growing_classes() -> None:
    """Each class counts everything up to its end, the end included; the sum and the count agree."""
    counted = RequestFigures()
    for seconds in (0.0005, 0.001, 0.3, 99.0):
        counted.request("GET", "/x", 200, seconds)
    samples = {
        (sample.suffix, sample.labels.get("le")): sample.value
        for figure in counted.figures()
        for sample in figure.samples
        if figure.kind == "histogram"
    }
    assert samples["_bucket", "0.001"] == 2 and samples["_bucket", "0.25"] == 2 and samples["_bucket", "0.5"] == 3
    assert samples["_bucket", "10"] == 3 and samples["_bucket", "+Inf"] == samples["_count", None] == 4
    assert samples["_sum", None] == pytest.approx(99.3015)


class House:
    """As much of a house as is watched."""

    position = 12
    refused_reactions = 3


class Loop:
    """As much of a loop as is watched."""

    def __init__(self) -> None:
        self.failure: BaseException | None = None
        self.durable_position = 10
        self.house = House()
        self.readers: list[Any] = []

    def read_along(self, reader: Any) -> None:
        """Tell this one of every batch."""
        self.readers.append(reader)

    def batch(self, entries: Sequence[Any]) -> None:
        """A batch is durable."""
        for reader in self.readers:
            reader(entries, ())


class Reading:
    """As much of the read models as is watched."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.failure: BaseException | None = None


def test_the_watch_tells_how_the_loop_is() -> None:
    """Running and close behind is well; a stopped loop and views that are stopped or far behind are failing, and say why."""
    loop, reading = Loop(), Reading(7)
    watch = SiteWatch(loop, reading, lambda: 1)  # type: ignore[arg-type]
    well = Health(status="well", loop="running", journal="writable", position=10, views="kept", views_lag=3)
    assert watch.health() == well
    reading.position = 9 - VIEWS_LAG_MAX
    assert watch.health().status == "failing"
    reading.position = 15
    assert watch.health().views_lag == 0
    reading.failure = Stopped("ended")
    assert (watch.health().status, watch.health().views) == ("failing", "stopped")
    reading.failure = None
    assert watch.health().status == "well"
    loop.failure = DiskRefused("full")
    assert (watch.health().status, watch.health().loop, watch.health().journal) == ("failing", "stopped", "refused")
    loop.failure = Stopped("stopped")
    assert watch.health().journal == "closed"


def test_the_watch_counts_batches() -> None:
    """Batches, entries, and the largest batch since it was last asked."""
    loop = Loop()
    watch = SiteWatch(loop, Reading(8), lambda: 3)  # type: ignore[arg-type]
    for size in (1, 7, 2):
        loop.batch([None] * size)
    told = {figure.name: figure.samples[0].value for figure in watch.figures()}
    assert told["hoolin_loop_batches_total"] == 3 and told["hoolin_loop_entries_total"] == 10
    assert told["hoolin_loop_batch_entries_max"] == 7 and told["hoolin_loop_undurable_entries"] == 2
    assert told["hoolin_views_lag_entries"] == 2 and told["hoolin_views_processes_total"] == 3
    assert told["hoolin_journal_position"] == 10 and told["hoolin_refused_reactions_total"] == 3
    again = {figure.name: figure.samples[0].value for figure in watch.figures()}
    assert again["hoolin_loop_batch_entries_max"] == 0
