"""Give each fact that has none a codec vector: `make vectors`.

A vector is a line of JSON exactly as the journal keeps it, in `tests/vectors/facts/NAME.jsonl`: the first with every field
set, the second with only those that must be. They are the promise that what was written can be read: one that is there is
never rewritten, and lines may be added by hand. Values are made from the types, so a vector says nothing about sense.
"""

import re
import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.pages_values import descendants, load  # noqa: E402

PATTERNED = ("2026-11-30", "2026-W49")
"""Texts for fields that want a form: one for each form there is."""


def sample(shape: shapes.Type, name: str, full: bool) -> Any:
    """A value of this shape. name: the field's, which texts are made of. full: fill what may be left out."""
    match shape:
        case shapes.StructType():
            return shape.cls(**values(shape, full))
        case shapes.UnionType():
            kinds = [kind for kind in shape.types if not isinstance(kind, shapes.NoneType)]
            return sample(kinds[0], name, full) if full or len(kinds) == len(shape.types) else None
        case shapes.LiteralType():
            return shape.values[0]
        case shapes.IntType():
            return max(shape.ge or 0, min(shape.le if shape.le is not None else 1_700, 1_700))
        case shapes.FloatType():
            return 0.5
        case shapes.BoolType():
            return full
        case shapes.StrType(pattern=None):
            return name[: shape.max_length or None]
        case shapes.StrType():
            return next(text for text in PATTERNED if re.search(str(shape.pattern), text))
        case shapes.DictType():
            return {sample(shape.key_type, f"{name}_key", full): sample(shape.value_type, name, full)} if full else {}
        case shapes.VarTupleType():
            return (sample(shape.item_type, name, full),) if full or shape.min_length else ()
        case shapes.TupleType():
            return tuple(sample(item, f"{name}_{index}", full) for index, item in enumerate(shape.item_types))
    raise TypeError(f"scripts/vectors.py cannot make a {type(shape).__name__} for {name}")


def values(shape: shapes.StructType, full: bool) -> dict[str, Any]:
    """Values for the fields of a class: all, or those without a default."""
    return {field.name: sample(field.type, field.name, full) for field in shape.fields if full or field.required}


def vector(kind: type[Any]) -> str:
    """Both lines of a fact: full and bare; one line where they are the same."""
    shape = shapes.type_info(kind)
    lines = [msgspec.json.encode(sample(shape, "", full)).decode() for full in (True, False)]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def without_vector(kinds: list[type[Any]], folder: Path) -> list[str]:
    """The names of the facts that have no file of vectors."""
    names = [str(kind.__struct_config__.tag) for kind in kinds]
    return [name for name in names if not (folder / f"{name}.jsonl").exists()]


def broken(kinds: list[type[Any]], folder: Path) -> list[str]:
    """`file:line: why` for each vector that its fact does not read, or does not write back to the very same bytes."""
    by_name = {str(kind.__struct_config__.tag): kind for kind in kinds}
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        kind = by_name.get(file.stem)
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            where = f"{file.name}:{number}"
            if kind is None:
                found.append(f"{where}: no fact of that name reads it any more")
                continue
            try:
                again = msgspec.json.encode(msgspec.json.decode(line, type=kind))
            except msgspec.DecodeError as problem:
                found.append(f"{where}: {problem}")
                continue
            if again != line:
                found.append(f"{where}: is written back as {again.decode()}")
    return found


def main() -> int:
    """Write the missing files of vectors."""
    from hoolin.core.facts import Fact

    load(ROOT)
    folder = ROOT / "tests" / "vectors" / "facts"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = descendants(Fact)
    missing = without_vector(kinds, folder)
    for kind in kinds:
        name = str(kind.__struct_config__.tag)  # type: ignore[attr-defined]
        if name in missing:
            (folder / f"{name}.jsonl").write_text(vector(kind))
            print(f"tests/vectors/facts/{name}.jsonl")
    return 0


if __name__ == "__main__":
    sys.exit(main())
