"""Customers' words with the reasons that people gave them: sets that others published, read from the folder they lie in. None is part of Hoolin."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hoolin.core.errors import Invalid
from hoolin.insight import api as insight


class Set(NamedTuple):
    """name; contacts: in the order of the file. helped_by: what is known before the first contact (a knowledge base's questions)."""

    name: str
    contacts: tuple[insight.words.Confirmed, ...]
    helped_by: tuple[insight.words.Confirmed, ...] = ()


def banking(folder: Path) -> Set:
    """Banking77 (Casanueva et al. 2020): its train part, 77 reasons, English."""
    return Set("banking77", _unique(_rows(folder / "banking77/train.csv", "text", "category", "en")))


def clinc(folder: Path) -> Set:
    """CLINC150 (Larson et al. 2019): train and validation parts, 150 reasons and what belongs to none, English."""
    parts = json.loads((folder / "clinc150/dev_full.json").read_text(encoding="utf-8"))
    rows = [row for part in ("train", "oos_train", "val", "oos_val") for row in parts[part]]
    return Set(
        "clinc150",
        _unique(
            insight.words.Confirmed(text, "en", (insight.words.NOTHING_KNOWN if reason == "oos" else reason,))
            for text, reason in rows
        ),
    )


def estonian(folder: Path) -> Set:
    """Bürokratt's questions to public services, 47 reasons, Estonian."""
    return Set("buerokratt", _unique(_rows(folder / "buerokratt_et/clean_dev.csv", "text", "intent", "et")))


def russian(folder: Path) -> Set:
    """Users' questions to RUTUBE by their first level, Russian; its knowledge base's questions are known before."""
    asked = _unique(_rows(folder / "rutube_ru/cases_dev.csv", "question", "class_l1", "ru"))
    known = _unique(_rows(folder / "rutube_ru/knowledge_base.csv", "kb_question", "class_l1", "ru"))
    return Set("rutube", asked, known)


SETS: dict[str, Callable[[Path], Set]] = {
    "banking77": banking,
    "clinc150": clinc,
    "buerokratt": estonian,
    "rutube": russian,
}


def read(folder: Path) -> list[Set]:
    """All of them. Raises Invalid, naming the file that cannot be read."""
    try:
        return [one(folder) for one in SETS.values()]
    except (OSError, ValueError, KeyError) as problem:
        raise Invalid("unreadable", folder=str(folder), why=str(problem)) from problem


def _rows(path: Path, text: str, reason: str, language: str) -> Iterator[insight.words.Confirmed]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row[text].strip() and row[reason].strip():
                yield insight.words.Confirmed(row[text].strip(), language, (row[reason].strip(),))


def _unique(contacts: Iterator[insight.words.Confirmed]) -> tuple[insight.words.Confirmed, ...]:
    """Each text once; its reasons together."""
    found: dict[str, insight.words.Confirmed] = {}
    for one in contacts:
        before = found.get(one.text)
        reasons = one.reasons if before is None else tuple(dict.fromkeys((*before.reasons, *one.reasons)))
        found[one.text] = insight.words.Confirmed(one.text, one.language, reasons)
    return tuple(found.values())
