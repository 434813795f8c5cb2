"""A site's settings from a TOML file and from the environment; the environment has the last word.

    hoolin.toml                           environment
    data = "data"                         HOOLIN_DATA=data
    operator = "Põhjala Mobiil"           HOOLIN_OPERATOR="Põhjala Mobiil"
    [server]
    port = 8080                           HOOLIN_SERVER_PORT=8080
    widget_origins = ["https://a.ee"]     HOOLIN_SERVER_WIDGET_ORIGINS=https://a.ee,https://b.ee
    [channels.email.support]
    address = "help@example.ee"           HOOLIN_CHANNELS_EMAIL_SUPPORT_ADDRESS=help@example.ee
    password = { file = "mail.password" } HOOLIN_CHANNELS_EMAIL_SUPPORT_PASSWORD=…
    [costs]
    sms = "0.16 € a message"              HOOLIN_COSTS_SMS="0.16 € a message"

A text may stand in a file of its own (`{ file = "…" }`, without the line's end): so that a secret is not in the settings.

An unknown name in the file is refused, since a slip of the hand would go unnoticed. In the environment it is told and passed
over: other programs share it.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from hoolin.core.errors import Invalid
from hoolin.journal.place import Place
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings
from hoolin.wiring.channels import ChannelAccounts
from hoolin.wiring.settings import JournalSettings

PREFIX = "HOOLIN_"
CONFIG = Path("hoolin.toml")
TABLES: dict[str, type[msgspec.Struct]] = {"server": ServerSettings, "journal": JournalSettings}
"""Tables whose fields may stand in the environment: HOOLIN_SERVER_PORT, HOOLIN_JOURNAL_POSTGRES."""

CHANNELS_PREFIX = "HOOLIN_CHANNELS_"
COSTS_PREFIX = "HOOLIN_COSTS_"
NOT_SETTINGS = frozenset({"HOOLIN_MASTER_KEY", "HOOLIN_CONFIG"})
"""Read by others: the master key by the journal, the place of the file by the command line."""


def read_settings(file: Path | None, environ: Mapping[str, str]) -> tuple[HoolinSettings, list[str]]:
    """The settings, and the names in the environment that are none. file: None, where there is none.

    Raises Invalid with what is wrong and where.
    """
    values = _from_file(file) if file is not None else {}
    strangers = _overlay(values, environ)
    _read_files(values, file.parent if file is not None else Path())
    try:
        return msgspec.convert(values, HoolinSettings, strict=False), strangers
    except (msgspec.ValidationError, TypeError) as problem:
        raise Invalid("settings", file=str(file) if file is not None else "", said=str(problem)) from None


def named_place() -> Place | None:
    """Where the journal lies, as this command line's environment and its settings file say. Raises Invalid."""
    file = Path(os.environ.get("HOOLIN_CONFIG") or CONFIG)
    settings, _ = read_settings(file if file.exists() or file != CONFIG else None, os.environ)
    return settings.journal.place


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Invalid("settings", file=str(file), said=problem.strerror or "") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Invalid("settings", file=str(file), said=str(problem)) from None


def _overlay(values: dict[str, Any], environ: Mapping[str, str]) -> list[str]:
    """Put what the environment says over the values; gives the names that mean nothing."""
    tables = ("channels", "costs", *TABLES)
    own = {field.name: field.type for field in msgspec.structs.fields(HoolinSettings) if field.name not in tables}
    strangers = []
    for name, text in sorted(environ.items()):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        field = name.removeprefix(PREFIX).lower()
        table = next((table for table in TABLES if field.startswith(f"{table}_")), None)
        if table is not None:
            field = field.removeprefix(f"{table}_")
            kinds = {field.name: field.type for field in msgspec.structs.fields(TABLES[table])}
            if field in kinds:
                values.setdefault(table, {})[field] = _value(text, kinds[field])
            else:
                strangers.append(name)
        elif name.startswith(COSTS_PREFIX):
            values.setdefault("costs", {})[name.removeprefix(COSTS_PREFIX).lower()] = text
        elif name.startswith(CHANNELS_PREFIX):
            if not _set_account(values, name.removeprefix(CHANNELS_PREFIX).lower(), text):
                strangers.append(name)
        elif field in own:
            values[field] = _value(text, own[field])
        else:
            strangers.append(name)
    return strangers


def _set_account(values: dict[str, Any], name: str, text: str) -> bool:
    """Put one field of one account; False when the name means nothing. `email_support_password`: channel, account, field."""
    for field in msgspec.structs.fields(ChannelAccounts):
        if not name.startswith(field.name + "_"):
            continue
        kind = get_args(field.type)[1]
        rest = name.removeprefix(field.name + "_")
        for known in msgspec.structs.fields(kind):
            account = rest.removesuffix("_" + known.name)
            if account and account != rest:
                channel = values.setdefault("channels", {}).setdefault(field.name, {})
                channel.setdefault(account, {})[known.name] = _value(text, known.type)
                return True
    return False


def _read_files(values: dict[str, Any], folder: Path) -> None:
    """Texts that stand in files of their own. Raises Invalid with the file's name when it cannot be read."""
    for name, value in values.items():
        if isinstance(value, dict) and value.keys() == {"file"}:
            try:
                values[name] = (folder / str(value["file"])).read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as problem:
                raise Invalid("settings", file=str(value["file"]), said=str(problem)) from None
        elif isinstance(value, dict):
            _read_files(value, folder)


def _value(text: str, kind: Any) -> Any:
    """A list is written with commas; everything else is read from its text."""
    if get_origin(kind) is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
