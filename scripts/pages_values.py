"""Reference pages about values: facts, commands, errors and what a site is set up with, read from the classes themselves.

A field's meaning is looked for in this order: a description on its type, a `name: …` sentence in the docstring of its
class, and the words that mean the same everywhere (`WORDS`). A field without any is undocumented (see `undocumented`).
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

MADE = "<!-- Made from the code by `make docs`. To change a line, change the docstring it comes from. -->\n"

WORDS = {
    "actor": "who caused it: `agent:ID`, `customer:ID` or `system`",
    "agent": "the agent it is about",
    "at": "the instant it is decided at",
    "attachments": "the files that travel with the message, each checked for size and type",
    "basis": "the lawful basis, by the words of the GDPR's article 6",
    "began_at": "the instant of the first sound",
    "blob": "the id of the file",
    "call": "the call it is about",
    "capacity": "how much the agent takes at once",
    "case": "the case it belongs to",
    "cause": "why, from the closed list that the type names",
    "channel": "the channel's code",
    "characters": "how long the text is; the text itself is not a fact",
    "content": "the id of the text in the content store",
    "customer": "the customer it is about",
    "code": "the provider's own word for what happened, or ours",
    "delivery": "the stable key of the delivery, the same for every attempt",
    "ending": "accepted, rejected, or unknown when nobody can know",
    "interaction": "the interaction it is about",
    "kept": "the record under which both are shown",
    "key": "made by the sender, the same each time the same thing is sent again",
    "language": "a language of the site: et, ru or en",
    "languages": "the languages the site serves, the first one is its own",
    "merged": "the record that is shown with the other",
    "length_ms": "how long it is",
    "message": "the message's id",
    "names": "what the customer or the agent called the attached files, in their order",
    "note": "the id of the note in the content store",
    "offer": "the offer's id",
    "ordinal": "the message's number within the interaction, counted from 1",
    "outbox": "the stable key of the delivery",
    "outcome": "how it ended, from the closed list that the type names",
    "place_at": "the instant that decides the place in line",
    "prefers": "the agent the customer spoke with last time, if they are to be preferred",
    "presence": "online, away or offline",
    "priority": "steps of priority; one step is worth the queue's `priority_step_ms`",
    "profile": "what the agent can do",
    "queue": "the queue's code",
    "reason": "a code from the site's closed list",
    "reasons": "codes of what the customer said they need, from the site's closed list",
    "recording": "the recording it is about",
    "rules": "the values that were set",
    "skills": "skill codes and the level of each",
    "speaker": "who said it: the customer, an agent or the system",
    "stretch": "the part of the recording, without a break in it",
    "text": "what is said; it goes to the content store, not into a fact",
    "waited_ms": "how long the customer had waited",
}
"""Fields that mean the same wherever they stand."""


@dataclass(frozen=True)
class Field:
    """One field as a reader meets it: its name, type and default as written, and its meaning (empty: nobody said)."""

    name: str
    type: str
    default: str
    meaning: str


def modules(root: Path) -> list[str]:
    """The names of all modules of the package, sorted; what only starts the program is left out."""
    source = root / "src"
    names = []
    for file in (source / "hoolin").rglob("*.py"):
        parts = file.relative_to(source).with_suffix("").parts
        if parts[-1] != "__main__":
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return sorted(names)


def load(root: Path) -> None:
    """Import every module, so that every class is known."""
    for name in modules(root):
        importlib.import_module(name)


def descendants(base: type) -> list[type]:
    """Every class of Hoolin below this one, in the order of module and of writing."""
    found: dict[type, None] = {}
    child: type
    for child in base.__subclasses__():
        if child.__module__.startswith("hoolin."):
            found[child] = None
        found |= dict.fromkeys(descendants(child))
    return sorted(found, key=lambda kind: (kind.__module__, inspect.getsourcelines(kind)[1]))


def fields(kind: type) -> list[Field]:
    """The fields of a msgspec class in their order, inherited ones first."""
    written: dict[str, ast.AnnAssign] = {}
    docs = []
    for ancestor in reversed(kind.__mro__):
        if isinstance(ancestor, msgspec.StructMeta) and ancestor is not msgspec.Struct:
            written |= annotations(ancestor)
            docs.append(inspect.cleandoc(ancestor.__doc__ or ""))
    hints = get_type_hints(kind, include_extras=True)
    doc = "\n".join(docs)
    names = tuple(field.name for field in msgspec.structs.fields(kind))
    return [
        Field(
            name=name,
            type=plain(ast.unparse(written[name].annotation)),
            default=ast.unparse(value) if (value := written[name].value) is not None else "",
            meaning=described(hints[name]) or said(doc, name, names) or WORDS.get(name, ""),
        )
        for name in names
    ]


def annotations(kind: type) -> dict[str, ast.AnnAssign]:
    """The annotated lines of a class's own body by name."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(tree, ast.ClassDef)
    lines = [item for item in tree.body if isinstance(item, ast.AnnAssign)]
    return {line.target.id: line for line in lines if isinstance(line.target, ast.Name)}


def plain(written_type: str) -> str:
    """A type as written, with its bounds in signs: `Annotated[int, msgspec.Meta(ge=0, le=100)]` is `int ≥ 0 ≤ 100`."""
    return re.sub(
        r"Annotated\[([\w.]+), msgspec\.Meta\(([^)]*)\)\]",
        lambda match: " ".join([match[1], *(bound(each) for each in match[2].split(", "))]),
        written_type,
    )


def bound(written_bound: str) -> str:
    """One bound of a type in signs; what is no bound of a number stays as written."""
    name, _, value = written_bound.partition("=")
    sign = {"ge": "≥ ", "le": "≤ ", "gt": "> ", "lt": "< ", "min_length": "length ≥ ", "max_length": "length ≤ "}.get(
        name
    )
    return f"{sign}{value}" if sign else written_bound


def described(hint: Any) -> str:
    """The description that a type carries, or nothing."""
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, msgspec.Meta) and extra.description:
                return extra.description
    return ""


def said(doc: str, name: str, names: Iterable[str]) -> str:
    """What a docstring says of a field: the text after `name:` or `name, other:`, else the sentence that names it."""
    flat = re.sub(r"\s+", " ", doc)
    marks = [
        (match.start(), match.end(), re.findall(r"\w+", match[0]))
        for match in re.finditer(r"(?:(?<=\s)|^)`?\w+`?(?:(?:, | and |, and )`?\w+`?)*:(?=\s)", flat)
    ]
    known = set(names)
    marks = [(start, end, words) for start, end, words in marks if known & set(words)]
    for index, (_start, end, words) in enumerate(marks):
        if name in words:
            stop = marks[index + 1][0] if index + 1 < len(marks) else len(flat)
            return flat[end:stop].strip().rstrip(".")
    for sentence in re.split(r"(?<=\.)\s+", flat):
        if named(name, sentence):
            return sentence.rstrip(".")
    return ""


def named(name: str, sentence: str) -> bool:
    """Whether a sentence speaks of a field, not only uses an English word: in code marks, first, or with an underscore."""
    bare = "_" in name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
    return bool(bare) or f"`{name}`" in sentence or sentence.startswith(f"{name} ")


def undocumented(kinds: Iterable[type]) -> list[str]:
    """`Class` without a docstring of its own, and `Class.field` without a meaning."""
    found = []
    for kind in kinds:
        if not (kind.__dict__.get("__doc__") or "").strip():
            found.append(kind.__name__)
        found += [f"{kind.__name__}.{field.name}" for field in fields(kind) if not field.meaning]
    return found


def cell(text: str) -> str:
    """A text as it may stand in a table of Markdown."""
    return text.replace("|", "\\|").replace("\n", " ")


def section(heading: str, kind: type) -> list[str]:
    """One class: its heading, what its docstring says first, and a table of its fields."""
    paragraphs = inspect.cleandoc(kind.__doc__ or "").split("\n\n")
    out = [f"### {heading}", "", re.sub(r"\s+", " ", paragraphs[0]), ""]
    rows = [
        f"| `{field.name}` | `{cell(field.type)}` | {f'`{cell(field.default)}`' if field.default else ''} "
        f"| {cell(field.meaning)} |"
        for field in fields(kind)
    ]
    return [*out, "| field | type | default | meaning |", "|---|---|---|---|", *rows, ""] if rows else out


def by_room(kinds: Iterable[type]) -> list[str]:
    """Sections grouped under the module they come from, each headed by its name on the wire."""
    out: list[str] = []
    room = ""
    for kind in kinds:
        if kind.__module__ != room:
            room = kind.__module__
            out += [f"## {room.removeprefix('hoolin.')}", ""]
        tag = getattr(getattr(kind, "__struct_config__", None), "tag", None)
        out += section(f"{kind.__name__} `{tag}`" if tag else kind.__name__, kind)
    return out


def page(title: str, opening: str, body: list[str]) -> str:
    """A whole page; empty when there is nothing to tell."""
    return "\n".join([MADE, f"# {title}", "", opening, "", *body]).rstrip() + "\n" if body else ""


def facts_page(root: Path) -> str:
    """Every fact the journal may hold."""
    from hoolin.core.facts import Fact

    load(root)
    opening = (
        "What may stand in the journal. A fact is written once and never changed; a new shape gets a new name "
        "(`offer_made@2`) and a way to read the old one. Instants are milliseconds since 1970-01-01 UTC, lengths of "
        "time are milliseconds. Names, addresses and texts are not facts: a fact names them by id."
    )
    return page("Facts", opening, by_room(descendants(Fact)))


def commands_page(root: Path) -> str:
    """Every command that can be decided."""
    from hoolin.core.commands import Command

    load(root)
    opening = (
        "What can be asked of Hoolin. A command carries its ids and is decided at an instant that is given with it; "
        "the same key again gives the first answer again and changes nothing."
    )
    return page("Commands", opening, by_room(descendants(Command)))


def site_page(root: Path) -> str:
    """Every value a site is set up with."""
    from hoolin.core.site.rules import Value

    load(root)
    opening = "The values that routing and the life cycle read. They are data: changing one needs no new release."
    return page("How a site is set up", opening, by_room(descendants(Value)))


def errors_page(root: Path) -> str:
    """Every kind of error, whose fault it is, and the codes that are given with it."""
    from hoolin.core.errors import HoolinError

    load(root)
    kinds = descendants(HoolinError)
    codes = raised_codes(root, {kind.__name__ for kind in kinds})
    rows = []
    for kind in kinds:
        above = " → ".join(reversed([parent.__name__ for parent in kind.__mro__[1:] if parent.__mro__[0] in kinds]))
        known = ", ".join(f"`{code}`" for code in sorted(codes.get(kind.__name__, ())))
        rows.append(f"| `{kind.__name__}` | {above} | {cell(inspect.cleandoc(kind.__doc__ or ''))} | {known} |")
    opening = (
        "Whose fault it is: a *Defect* is ours, a *PeerError* is of the one who sent it, a *Refusal* is a business "
        "answer and changes nothing. A code is stable and meant for programs; the sentence is meant for people."
    )
    return page("Errors", opening, ["| kind | of | what a person reads | codes |", "|---|---|---|---|", *rows])


def raised_codes(root: Path, kinds: set[str]) -> dict[str, set[str]]:
    """The literal codes that the sources give to each kind of error: `Refusal("queue_full", …)`."""
    codes: dict[str, set[str]] = {}
    for file in sorted((root / "src" / "hoolin").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in kinds and isinstance(first, ast.Constant) and isinstance(first.value, str):
                codes.setdefault(name, set()).add(first.value)
    return codes
