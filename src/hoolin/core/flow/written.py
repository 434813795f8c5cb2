"""A flow → plain data as a person would write it: what need not be said is left out. `read(written(flow))` is the same flow."""

from typing import Any

import msgspec

from hoolin.core.flow.language import Flow


def written(flow: Flow) -> dict[str, Any]:
    """Without its name, which is said beside it, and without everything that is as if nothing had been said."""
    plain: dict[str, Any] = _plain(flow)
    del plain["name"]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {**_tag(value), **{name: _plain(one) for name, one in _said(value)}}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _tag(value: msgspec.Struct) -> dict[str, Any]:
    config = value.__struct_config__
    return {str(config.tag_field): config.tag} if config.tag_field else {}


def _said(value: msgspec.Struct) -> list[tuple[str, Any]]:
    told = []
    for field in msgspec.structs.fields(value):
        default = field.default
        if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        one = getattr(value, field.name)
        if default is msgspec.NODEFAULT or one != default:
            told.append((field.name, one))
    return told
