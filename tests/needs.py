"""A pytest plugin: a test says which part of the machine it needs, and no skip goes unnoticed where none is allowed.

`@pytest.mark.needs("chromium")` names lines of the table in scripts/components.py. Where a part is missing the test is
skipped under that part's name, with the command that brings it. In a strict run (CI=true or HOOLIN_STRICT=1) every skip
that `EXPECTED_SKIPS` does not list fails the run and is named at its end, however it came about.
"""

from fnmatch import fnmatch

import pytest

from scripts.components import component, strict_run

EXPECTED_SKIPS: tuple[tuple[str, str], ...] = (
    ("tests/channels/email/test_corpus*", "real mails that are not ours to give away"),
    ("tests/channels/test_any_input.py::test_what_providers_really_sent*", "real payloads are not ours to ship"),
    ("tests/channels/telegram/test_wire.py::*schema*", "Telegram's own schema is not ours to ship"),
    ("tests/insight/effects/test_verdict.py::test_sicily_as_printed", "a teaching example that is not ours to ship"),
    ("tests/insight/rising/test_real.py::*", "days of a call centre and of a bank that are not ours to ship"),
    ("tests/contracts/test_media*.py::*RtpIo*", "rtp.io has wheels for some machines only"),
    ("tests/contracts/test_mixer.py::*OnRtpIo*", "the same"),
    ("tests/channels/voice/test_*.py::*rtp_io*", "the same"),
    ("tests/e2e/test_trial_engine.py::*", "the same"),
    ("tests/channels/telegram/test_wire.py::test_the_fixtures_are_what_telegram_describes*", "the same schema"),
)
"""Node-id patterns (fnmatch) that may be skipped even in a strict run, each with the reason."""

GROUPS = (("tests/e2e/", "browser"), ("tests/outage/", "processes"), ("tests/channels/matrix/", "homeserver"))
"""Folders whose tests share one worker when the run is split: they share a browser or a homeserver, or load the machine."""


def is_expected(nodeid: str) -> bool:
    """Whether the list of expected skips names this test."""
    return any(fnmatch(nodeid, pattern) for pattern, _reason in EXPECTED_SKIPS)


class SkipWatch:
    """Collects the skips of one run, those of split workers included, and fails a strict run that has unexpected ones."""

    def __init__(self) -> None:
        self.unexpected: dict[str, str] = {}

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Remember a skip that is not expected; an expected failure (xfail) is no skip."""
        if report.skipped and not hasattr(report, "wasxfail") and not is_expected(report.nodeid):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.unexpected[report.nodeid] = reason.removeprefix("Skipped: ")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test was skipped as it began, or while it ran."""
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file was skipped as it was read."""
        self.note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Turn a passed strict run with unexpected skips into a failed one."""
        if self.unexpected and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name the skips that failed the run."""
        if self.unexpected:
            terminalreporter.section("skipped where nothing may be skipped", red=True)
            for nodeid, reason in sorted(self.unexpected.items()):
                terminalreporter.line(f"{nodeid}: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    """Watch for skips where the whole run is seen: in the main process, not in its workers."""
    if strict_run() and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipWatch(), "hoolin-skip-watch")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip by name what needs a missing part, and keep on one worker what must not run beside itself."""
    for item in items:
        for mark in item.iter_markers("needs"):
            for name in mark.args:
                part = component(name)
                if gone := part.missing():
                    why = f"needs {name} (missing: {', '.join(gone)}); {part.how_to_install()}"
                    item.add_marker(pytest.mark.skip(reason=why))
        for folder, group in GROUPS:
            if item.nodeid.startswith(folder):
                item.add_marker(pytest.mark.xdist_group(group))
        if item.get_closest_marker("timing"):
            item.add_marker(pytest.mark.xdist_group("browser"))
