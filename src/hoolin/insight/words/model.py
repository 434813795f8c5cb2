"""Suggests reasons from words: one line for each reason between what speaks for it and what against, and honest probabilities.

Learned from contacts whose reasons a person has confirmed; several reasons may belong to one. Each reason has a linear support vector machine; their
scores are turned into probabilities by what scores meant for texts that the machine had not seen (by folds). Texts that belong to no reason have their own
line; where no reason speaks clearly enough above it, the suggestion is *something new*.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from hoolin.core.errors import Invalid
from hoolin.insight.words.features import Features, Sparse
from hoolin.insight.words.lesson import NOTHING_KNOWN, SUGGESTED_MAX, Suggested

FOLDS = 3
STRENGTH = 1.0
"""How much a wrong example costs (C)."""

GIVEN_UP_MAX = 0.006
"""Of contacts whose reason was recognised rightly, how many may be called something new for the sake of finding what is."""

GIVEN_UP_UNPROVEN_MAX = 0.001
"""The same while nobody has yet confirmed that a contact belongs to nothing: what is new can then only be told by how little speaks for any reason, which finds two
fifths of it for this much, and hardly more than half for twice as much (CLINC150 with fifteen reasons hidden).
"""

MANY = 2_000
"""From so many texts on what only one of them has is left out."""

EXAMPLES_MIN = 2
"""A reason with fewer examples is not suggested: there is nothing to learn from one."""

Labels: TypeAlias = Sequence[frozenset[str]]
Scores: TypeAlias = NDArray[np.float64]


class Model:
    """Learned once, then only asked; another lesson is another model."""

    def __init__(self, features: Features, reasons: tuple[str, ...], slopes: Scores, starts: Scores) -> None:
        """slopes: [reasons, features]; starts: [reasons]."""
        self.reasons = reasons
        self._features = features
        # In rows by feature: a text has a hundred of them, and only those rows are looked at.
        self._slopes = np.ascontiguousarray(slopes.T, dtype=np.float32)
        self._starts = starts
        self._sense = LogisticRegression()
        self.least = -np.inf

    @property
    def known(self) -> tuple[str, ...]:
        """The reasons of the tree, without what belongs to none."""
        return tuple(one for one in self.reasons if one != NOTHING_KNOWN)

    def scores(self, texts: Sequence[str]) -> Scores:
        """[texts, reasons]: above 0 where more speaks for it than against."""
        return np.asarray(self._features.of(texts).astype(np.float32) @ self._slopes + self._starts)

    def probabilities(self, scores: Scores) -> Scores:
        """[texts, reasons]: how likely each belongs to the text, alone or with others."""
        return _likely(self._sense, scores)

    def suggest(self, texts: Sequence[str]) -> list[Suggested]:
        """For each text, what a person is asked to confirm."""
        scores = self.scores(texts)
        likely, new = self.probabilities(scores), clearness(scores, self.reasons) < self.least
        found = []
        for at in range(len(texts)):
            best = [k for k in np.argsort(-scores[at], kind="stable") if self.reasons[k] != NOTHING_KNOWN][
                :SUGGESTED_MAX
            ]
            found.append(Suggested(tuple((self.reasons[k], float(likely[at, k])) for k in best), bool(new[at])))
        return found


def learn(texts: Sequence[str], labels: Labels, seed: int = 0) -> Model:
    """A model of confirmed contacts. labels: of each text its reasons, or `NOTHING_KNOWN` alone. Raises Invalid for fewer than two reasons with
    examples enough, for texts that all have every reason, and for texts without words.
    """
    return learn_and_ask(texts, labels, seed)[0]


def learn_and_ask(texts: Sequence[str], labels: Labels, seed: int = 0) -> tuple[Model, Scores]:
    """The same, and [texts, reasons]: the scores of each text by a model that had learned from the others only."""
    counts: dict[str, int] = {}
    for own in labels:
        for reason in own:
            counts[reason] = counts.get(reason, 0) + 1
    reasons = tuple(sorted(reason for reason, count in counts.items() if count >= EXAMPLES_MIN))
    if len([reason for reason in reasons if reason != NOTHING_KNOWN]) < 2:
        raise Invalid("too_few_examples")
    belongs = np.array([[reason in own for reason in reasons] for own in labels])
    if belongs.all():
        raise Invalid("too_few_examples")
    unseen = np.full(belongs.shape, np.nan)
    for train, test in _folds(belongs, seed):
        part = _fitted([texts[at] for at in train], belongs[train], reasons)
        unseen[test] = part.scores([texts[at] for at in test])
    model = _fitted(texts, belongs, reasons)
    model._sense = _sense(unseen, belongs)
    model.least = _least(unseen, belongs, reasons)
    return model, unseen


def _fitted(texts: Sequence[str], belongs: NDArray[np.bool_], reasons: tuple[str, ...]) -> Model:
    features = Features(least=2 if len(texts) > MANY else 1)
    table = features.learn(texts)
    if len(reasons) > 2 and (belongs.sum(axis=1) == 1).all() and belongs.any(axis=0).all():
        # All at once, where each text has one reason: the same machines, made in a fifth of the time.
        machine = LinearSVC(C=STRENGTH, random_state=0).fit(table, belongs.argmax(axis=1))
        return Model(features, reasons, machine.coef_, machine.intercept_)
    slopes, starts = zip(*(_machine(table, belongs[:, k]) for k in range(len(reasons))), strict=True)
    return Model(features, reasons, np.vstack(slopes), np.array(starts))


def _machine(table: Sparse, mine: NDArray[np.bool_]) -> tuple[Scores, float]:
    """Slopes and start of one reason."""
    if mine.all() or not mine.any():
        # Nothing to tell apart in this fold: no piece speaks for it or against.
        return np.zeros(table.shape[1]), 1.0 if mine.all() else -1.0
    machine = LinearSVC(C=STRENGTH, random_state=0).fit(table, mine)
    return machine.coef_[0], float(machine.intercept_[0])


def _folds(belongs: NDArray[np.bool_], seed: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Parts of the texts, each once the unseen one; the examples of every reason are dealt out evenly, the rarest first."""
    rng = np.random.default_rng(seed)
    part = np.full(len(belongs), -1)
    for k in np.argsort(belongs.sum(axis=0), kind="stable"):
        mine = rng.permutation(np.flatnonzero(belongs[:, k] & (part < 0)))
        part[mine] = (np.arange(len(mine)) + rng.integers(FOLDS)) % FOLDS
    rest = np.flatnonzero(part < 0)
    part[rest] = rng.integers(FOLDS, size=len(rest))
    for number in np.unique(part):
        yield np.flatnonzero(part != number), np.flatnonzero(part == number)


def _beside(scores: Scores) -> Scores:
    """[texts, reasons]: the best score that any other reason has."""
    order = np.sort(scores, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.where(scores == best, second, best)


def _likely(sense: LogisticRegression, scores: Scores) -> Scores:
    pairs = np.column_stack([scores.ravel(), _beside(scores).ravel()])
    return np.asarray(sense.predict_proba(pairs)[:, 1].reshape(scores.shape))


def _sense(scores: Scores, belongs: NDArray[np.bool_]) -> LogisticRegression:
    """What a score beside the best other one means: how often the reason was one of the text's."""
    pairs = np.column_stack([scores.ravel(), _beside(scores).ravel()])
    return LogisticRegression(C=1e6, max_iter=1_000).fit(pairs, belongs.ravel())


def clearness(scores: Scores, reasons: Sequence[str]) -> Scores:
    """[texts]: how far the best reason stands above what belongs to none; above 0 where no such texts are known."""
    known = [k for k, reason in enumerate(reasons) if reason != NOTHING_KNOWN]
    best = scores[:, known].max(axis=1)
    return np.asarray(best - scores[:, reasons.index(NOTHING_KNOWN)] if NOTHING_KNOWN in reasons else best)


def _least(scores: Scores, belongs: NDArray[np.bool_], reasons: Sequence[str]) -> float:
    """How clear a reason must stand out: so that of those recognised rightly hardly any is given up."""
    known = [k for k, reason in enumerate(reasons) if reason != NOTHING_KNOWN]
    best = np.array(known)[scores[:, known].argmax(axis=1)]
    right = belongs[np.arange(len(scores)), best]
    given_up = GIVEN_UP_MAX if NOTHING_KNOWN in reasons else GIVEN_UP_UNPROVEN_MAX
    return float(np.quantile(clearness(scores, reasons)[right], given_up)) if right.any() else -np.inf
