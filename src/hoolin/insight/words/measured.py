"""How good suggestions are, on contacts that the model has not seen."""

import csv
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from hoolin.core.errors import Invalid
from hoolin.insight.words.lesson import NOTHING_KNOWN
from hoolin.insight.words.model import Labels, Model, Scores, clearness, learn

BINS = 10

TEXTS_MAX = 200_000
"""Rows of a file: all of them are held in memory at once, with what was made of them."""


class Contacts(NamedTuple):
    """Texts with their confirmed reasons."""

    texts: list[str]
    labels: list[frozenset[str]]


class Measured(msgspec.Struct, frozen=True):
    """contacts, reasons: how many were asked about, how many are known. accuracy: the share, of contacts that have a reason, whose likeliest suggestion
    was one of theirs and that were not called something new; accuracy_forced: the same had nothing been called new. macro_f1: the
    mean over reasons. oos_recall: of contacts that have no reason, the share called something new; null where there were none.
    oos_precision: of those called so, how many were. calibration_error: by how much the probability of the likeliest differs from how often it
    was right (ten bins, weighted). Where no contact has a reason, these are null. train_seconds of the processor; messages_per_s, one at a time.
    """

    contacts: int
    reasons: int
    accuracy: float | None
    accuracy_forced: float | None
    macro_f1: float | None
    oos_recall: float | None
    oos_precision: float | None
    calibration_error: float | None
    train_seconds: float
    messages_per_s: float
    slowest_ms: float


def read(path: Path) -> Contacts:
    """A CSV with the columns text and label; rows of one text are its several labels. Raises Invalid, naming what is wrong and where."""
    found: dict[str, set[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames is None or not {"text", "label"} <= set(rows.fieldnames):
                raise Invalid("no_such_column", file=str(path), columns="text, label")
            for number, row in enumerate(rows):
                if number >= TEXTS_MAX:
                    raise Invalid("too_many_texts", file=str(path), most=TEXTS_MAX)
                text, label = (row["text"] or "").strip(), (row["label"] or "").strip()
                if not text or not label:
                    raise Invalid("empty_field", file=str(path), line=rows.line_num)
                found.setdefault(text, set()).add(label)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise Invalid("unreadable", file=str(path), why=str(problem)) from problem
    return Contacts(list(found), [frozenset(labels) for labels in found.values()])


def evaluate(train: Contacts, test: Contacts) -> Measured:
    """Learn from the one, be measured on the other. Raises Invalid."""
    began = time.process_time()
    model = learn(train.texts, train.labels)
    seconds = time.process_time() - began
    return measure(model, test.texts, test.labels, seconds)


def measure(model: Model, texts: Sequence[str], labels: Labels, train_seconds: float = 0.0) -> Measured:
    """See Measured. Raises Invalid where there is nobody to ask about."""
    if not texts:
        raise Invalid("nothing_to_measure")
    scores = model.scores(texts)
    best, right, new, none = judged(model, scores, labels)
    likely = model.probabilities(scores)[np.arange(len(texts)), best]
    some = bool((~none).any())
    rate, slowest = _speed(model, texts)
    return Measured(
        contacts=len(texts), reasons=len(model.known),
        accuracy=float((right & ~new)[~none].mean()) if some else None,
        accuracy_forced=float(right[~none].mean()) if some else None,
        macro_f1=_macro_f1([None if is_new else model.reasons[k] for k, is_new in zip(best, new, strict=True)], labels) if some else None,
        oos_recall=float(new[none].mean()) if none.any() else None,
        oos_precision=float(none[new].mean()) if new.any() and none.any() else None,
        calibration_error=_calibration_error(likely[~none], right[~none]) if some else None,
        train_seconds=train_seconds, messages_per_s=rate, slowest_ms=slowest,
    )  # fmt: skip


class Judged(NamedTuple):
    """Of each text. best: the number of its likeliest reason; right: whether that is one of its own; new: whether it was called something new; none: whether
    it belongs to nothing.
    """

    best: NDArray[np.intp]
    right: NDArray[np.bool_]
    new: NDArray[np.bool_]
    none: NDArray[np.bool_]


def judged(model: Model, scores: Scores, labels: Labels) -> Judged:
    """What a model says of texts with these scores, beside what a person said."""
    known = [k for k, reason in enumerate(model.reasons) if reason != NOTHING_KNOWN]
    best = np.array(known)[scores[:, known].argmax(axis=1)]
    right = np.array([model.reasons[k] in own for k, own in zip(best, labels, strict=True)])
    return Judged(
        best,
        right,
        clearness(scores, model.reasons) < model.least,
        np.array([own == {NOTHING_KNOWN} for own in labels]),
    )


def _macro_f1(said: Sequence[str | None], labels: Labels) -> float:
    """The mean over reasons of how many were found and how many of those found were right."""
    found = []
    for reason in sorted({reason for own in labels for reason in own} - {NOTHING_KNOWN}):
        hits = sum(one == reason and reason in own for one, own in zip(said, labels, strict=True))
        claimed, true = sum(one == reason for one in said), sum(reason in own for own in labels)
        found.append(2 * hits / (claimed + true))
    return sum(found) / len(found) if found else 0.0


def _calibration_error(likely: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((likely * BINS).astype(int), BINS - 1)
    apart = [abs(likely[bins == at].mean() - right[bins == at].mean()) * (bins == at).sum() for at in np.unique(bins)]
    return float(sum(apart) / len(likely))


def _speed(model: Model, texts: Sequence[str]) -> tuple[float, float]:
    """Messages a second of the processor, one at a time as they come, and the slowest in ms."""
    took = []
    for text in texts[:500]:
        began = time.process_time()
        model.suggest([text])
        took.append(time.process_time() - began)
    return len(took) / sum(took), 1_000 * max(took)
