"""Every figure of a period as a file, each row with its definition, for whoever counts on elsewhere."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeAlias

import msgspec

from hoolin.experience.api import contacts, criteria, figures

Format: TypeAlias = Literal["csv", "json", "parquet"]

TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip

COLUMNS = {
    "begin": "BIGINT", "end": "BIGINT", "channel": "VARCHAR", "source": "VARCHAR", "code": "VARCHAR", "name": "VARCHAR", "unit": "VARCHAR", "n": "BIGINT",
    "effective": "DOUBLE", "value": "DOUBLE", "low": "DOUBLE", "high": "DOUBLE", "level": "DOUBLE", "why": "VARCHAR", "raw_value": "DOUBLE",
    "raw_low": "DOUBLE", "raw_high": "DOUBLE", "standardised_value": "DOUBLE", "standardised_low": "DOUBLE", "standardised_high": "DOUBLE",
    "register": "BIGINT", "definition": "VARCHAR",
}  # fmt: skip
"""In order, with their types. begin, end: milliseconds since 1970 UTC. channel: empty for all. why: why there is no value."""


def table(asking: contacts.Asking, scope: contacts.Scope, version: criteria.Version, form: Format) -> bytes:
    """The file."""
    rows = _rows(scope, "", figures.whole(asking, scope, version), version)
    if scope.channel is None:
        for part in figures.by(asking, scope, version, "channel"):
            rows += _rows(scope, part.name, part.whole, version)
    if form == "json":
        return msgspec.json.encode({"columns": COLUMNS, "rows": rows})
    return _csv(rows) if form == "csv" else _parquet(rows)


def _rows(scope: contacts.Scope, channel: str, whole: figures.Whole, version: criteria.Version) -> list[dict[str, Any]]:
    common = {
        "begin": scope.begin, "end": scope.end, "channel": channel or scope.channel or "", "level": figures.LEVEL,
        "register": version.number,
    }  # fmt: skip
    rows = [
        _row(common, source, figure, version)
        for source, found in whole.by_source.items()
        for figure in found.values()
    ]  # fmt: skip
    for score in (whole.scores.index, *whole.scores.criteria):
        rows.append(_row(common, "criteria", score.figure, version))
    return rows


def _row(common: dict[str, Any], source: str, figure: figures.Figure, version: criteria.Version) -> dict[str, Any]:
    definition = figures.told(version.register, source, figure.code)
    raw, alike = figure.raw, figure.standardised
    told = {
        "source": source, "code": figure.code, "name": definition.name.said("en"), "unit": figure.unit, "n": figure.n,
        "effective": figure.effective, "value": figure.value, "low": figure.low, "high": figure.high, "why": figure.why,
        "raw_value": raw and raw.value, "raw_low": raw and raw.low, "raw_high": raw and raw.high,
        "standardised_value": alike and alike.value, "standardised_low": alike and alike.low,
        "standardised_high": alike and alike.high, "definition": definition.method.en,
    }  # fmt: skip
    row = common | told
    return {name: row[name] for name in COLUMNS}


def _csv(rows: list[dict[str, Any]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    import duckdb

    listed = ", ".join(f'unnest(?::{sort}[]) AS "{name}"' for name, sort in COLUMNS.items())
    with TemporaryDirectory(prefix="hoolin-") as folder:
        path = Path(folder) / "figures.parquet"
        with duckdb.connect(":memory:") as base:
            base.execute(f"CREATE TABLE figures AS SELECT {listed}", [[row[name] for row in rows] for name in COLUMNS])
            base.execute(f"COPY figures TO '{path}' (FORMAT parquet)")
        return path.read_bytes()
