"""Payloads that providers really sent, which are not ours to copy: in the folder `shared/data/webhooks` beside the repository, or
where HOOLIN_REAL_INPUTS says. Tests that want them are skipped by name where they are not.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("HOOLIN_REAL_INPUTS") or ROOT.parent / "shared" / "data") / "webhooks"

needs_real_inputs = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs shared/data beside the repository")


def payloads(channel: str) -> Iterator[tuple[str, Any]]:
    """Every payload of a channel by the name of its file, and of its place in it where a file holds several."""
    for file in sorted((FOLDER / channel).rglob("*.json")):
        if file.name.endswith(".schema.json"):
            continue
        value = json.loads(file.read_text(encoding="utf-8"))
        name = file.relative_to(FOLDER).with_suffix("").as_posix()
        if channel != "whatsapp":
            yield name, value
            continue
        # A file of WhatsApp's holds variants by name, or one payload; a variant may itself hold variants beside one.
        yield from _within(name, value)


def _within(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        return
    if "entry" in value and "object" in value:
        yield name, {"object": value["object"], "entry": value["entry"]}
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _within(f"{name}/{key}", inner)
