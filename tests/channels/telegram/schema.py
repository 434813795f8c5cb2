"""The Bot API as Telegram describes it, from the machine-readable schema among the real inputs: what is wrong with a value."""

import json
import re
from functools import cache
from typing import Any

from tests.channels.real_inputs import FOLDER

FILE = FOLDER / "telegram" / "bot-api-10.3.schema.json"
UPLOADED = "\x00uploaded"
"""Stands for the bytes of a file in the parameters of a call."""

PLAIN: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float), "String": (str,), "Boolean": (bool,)}


@cache
def described() -> dict[str, Any]:
    """Types and methods by name."""
    items = json.loads(FILE.read_text(encoding="utf-8"))["items"]
    return {child["name"]: child for group in items for child in group["children"] if "name" in child}


def of_type(wanted: str, value: Any, path: str = "") -> list[str]:
    """What is wrong with a value of this type; empty when nothing is."""
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [
            one for index, item in enumerate(value) for one in of_type(wanted[9:], item, f"{path}[{index}]")
        ]  # fmt: skip
    if len(choices := re.split(r", | or | and ", wanted)) > 1:
        return _any(choices, value, path)
    if wanted == "True":
        return [] if value is True else [f"{path}: not true"]
    if wanted in PLAIN:
        fits = isinstance(value, PLAIN[wanted]) and (wanted == "Boolean" or not isinstance(value, bool))
        return [] if fits else [f"{path}: {type(value).__name__} is no {wanted}"]
    if wanted == "InputFile":
        return [] if value == UPLOADED else [f"{path}: no file"]
    child = described()[wanted]
    if not child["annotations"]:
        kinds = re.findall(r"^ - (\w+)", child["description"], re.MULTILINE)
        return _any(kinds, value, path) if kinds else [] if value == {} else [f"{path}: {wanted} holds nothing"]
    return of_fields(child["annotations"], value, path or wanted)


def _any(choices: list[str], value: Any, path: str) -> list[str]:
    found = [of_type(choice, value, path) for choice in choices]
    return min(found, key=len) if all(found) else []


def of_fields(annotations: list[dict[str, Any]], value: Any, path: str) -> list[str]:
    """What is wrong with an object of these fields: missing, unknown, or of another type."""
    if not isinstance(value, dict):
        return [f"{path}: no object"]
    known = {one["name"]: one for one in annotations}
    wrong = [f"{path}.{name}: missing" for name, one in known.items() if one["required"] and name not in value]
    for name, inner in value.items():
        if name in known:
            wrong += of_type(known[name]["type"], inner, f"{path}.{name}")
        else:
            wrong.append(f"{path}.{name}: unknown")
    return wrong


def of_call(method: str, parameters: dict[str, Any]) -> list[str]:
    """What is wrong with the parameters of a method."""
    child = described().get(method)
    if child is None or child.get("category") != "methods":
        return [f"{method}: no such method"]
    return of_fields(child["annotations"], parameters, method)


def from_form(method: str, form: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a call that was made as a form, where everything is text."""
    if not FILE.exists():
        return {name: UPLOADED if isinstance(value, tuple) else _guessed(value) for name, value in form.items()}
    types = {one["name"]: one["type"] for one in described()[method]["annotations"]}
    return {name: _parsed(types.get(name, "String"), value) for name, value in form.items()}


def _guessed(value: str) -> Any:
    """Without the schema: a number or an object where it looks like one."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _parsed(wanted: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return UPLOADED
    if wanted == "String" or (wanted == "Integer or String" and value.startswith("@")):
        return value
    return json.loads(value)
