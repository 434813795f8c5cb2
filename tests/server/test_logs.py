"""The log tells what happened and nobody's affairs."""

import io
import json
import logging
import subprocess
import sys

from hoolin.core.errors import NotInTable
from hoolin.server.logs import JsonLines, fields, pseudonym, request_id, told


def line(record: logging.LogRecord) -> dict[str, object]:
    """A record as written, read back."""
    written = JsonLines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def record(name: str, text: str, **more: object) -> logging.LogRecord:
    """A record as logging makes it."""
    return logging.getLogger(name).makeRecord(name, logging.INFO, "f", 1, text, (), None, extra=dict(more))


def test_an_event_is_one_line_with_its_fields() -> None:
    """Time, level, logger, event and fields; the request's id when there is a request."""
    event = record("hoolin.accounts", "log_in", **fields(account="a1", tries=2))
    read = line(event)
    assert read.pop("at") and read == {
        "level": "info", "log": "hoolin.accounts", "event": "log_in", "account": "a1", "tries": 2,
    }  # fmt: skip
    mark = request_id.set("r1")
    assert line(event)["request"] == "r1"
    request_id.reset(mark)


def test_what_others_log_is_text() -> None:
    """A library's line keeps its words, in one line whatever is in it."""
    assert line(record("somelib", "two\nlines"))["text"] == "two\nlines"


def test_a_field_that_is_no_json_does_not_stop_the_log() -> None:
    """Anything can be written down."""
    assert line(record("hoolin", "odd", **fields(thing={1, 2}, other=object)))["event"] == "odd"


def test_an_exception_tells_where_and_what_kind_with_its_causes() -> None:
    """The chain of causes is there, messages are not, a defect's details are."""
    try:
        try:
            try:
                raise ValueError("mari@example.ee")
            except ValueError as first:
                raise KeyError("jaan@example.ee") from first
        except KeyError:
            raise NotInTable("step", interaction="i1") from None
    except NotInTable as error:
        outer = told(error)
    assert (outer["kind"], outer["code"], outer["detail"]) == ("NotInTable", "step", {"interaction": "i1"})
    assert "cause" not in outer
    try:
        raise ExceptionGroup("two", [ValueError("mari"), KeyError("jaan")])
    except ExceptionGroup as group:
        assert [each["kind"] for each in told(group)["parts"]] == ["ValueError", "KeyError"]
        assert "mari" not in str(told(group))
    try:
        try:
            raise ValueError("mari")
        except ValueError as first:
            raise KeyError("jaan") from first
    except KeyError as error:
        assert told(error)["cause"]["kind"] == "ValueError" and "mari" not in str(told(error))


def test_a_pseudonym_is_the_same_within_a_process_and_another_in_the_next() -> None:
    """Two lines about one login can be told to belong together; two runs cannot be compared."""
    assert pseudonym("mari") == pseudonym("mari") != pseudonym("jaan")
    script = "from hoolin.server.logs import pseudonym; print(pseudonym('mari'))"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert other.stdout.strip() != pseudonym("mari")


def test_everything_goes_to_one_stream_and_uvicorn_is_quiet() -> None:
    """After `configure` all loggers write JSON; uvicorn's lines with addresses in them are not written."""
    script = (
        "import logging, warnings; from hoolin.server.logs import configure; configure();"
        "logging.getLogger('uvicorn.error').info('192.0.2.1 - \"WebSocket /x?token=1\" [accepted]');"
        "logging.getLogger('uvicorn.error').warning('careful'); logging.getLogger('hoolin.x').info('done');"
        "warnings.warn('old')"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == ""
    read = [json.loads(each) for each in io.StringIO(run.stderr)]
    assert [each.get("event") or each["text"].split("\n")[0] for each in read][:2] == ["careful", "done"]
    assert len(read) == 3 and "old" in read[2]["text"]
