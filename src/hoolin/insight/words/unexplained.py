"""Contacts that no reason fits, and what they have in common: where many say the same, there is a reason that the tree does not have.

Texts become points by their words and pieces, seen against those of contacts whose reasons are known (what everybody says tells nothing), in the few hundred
directions in which they differ most. Where they lie close are cores (the leaves of HDBSCAN, Campello et al. 2013); cores that look the same way are one cluster,
who looks the way of a cluster belongs to it, and who looks no such way to none. No cluster is promised: where
everybody wants something else, there is none. A cluster without a word that tells it from the rest is chance, and not told.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from hoolin.core.errors import Invalid
from hoolin.insight.words.features import Features, plainly
from hoolin.insight.words.lesson import UNEXPLAINED_MAX, Cluster, Unexplained

SAME_MIN = 8
"""So many must say the same before it is called a cluster."""

NEAR = 5
"""How close a text lies is told by its fifth nearest: chance brings two or three together."""

DIRECTIONS = 100

ALIKE = 0.5
"""Cosine between the middles of two cores from which they are one cluster, and between a text and a middle from which it belongs there."""

SENTENCES_MAX = 3
SENTENCE_CHARACTERS_MAX = 200
WORDS_MAX = 5
STEM_CHARACTERS = 5
"""Words that begin with the same so many letters are forms of one."""

WORD_SHARE_MIN = 0.2
"""Of a cluster's texts, those that must have a word before it stands for them."""

_WORD = r"(?u)\b[^\W\d_]{2,}\b"

Points = NDArray[np.float64]


def clusters(texts: Sequence[Unexplained], known: Sequence[str], recent_from: int) -> tuple[Cluster, ...]:
    """The largest first. texts: no more than `UNEXPLAINED_MAX`. known: contacts with reasons; as many are looked at as there are texts, the
    last, but never fewer than 1,000. recent_from: the instant (ms) from which one counts as recent. Raises Invalid for too many.
    """
    if len(texts) > UNEXPLAINED_MAX:
        raise Invalid("too_many_texts", most=UNEXPLAINED_MAX)
    said = [one.text for one in texts]
    beside = list(known[-max(len(texts), 1_000) :])
    numbers = grouped(said, beside)
    if numbers is None:
        return ()
    labels, points = numbers
    words = _Words(said, beside)
    found = []
    for label in sorted(set(labels.tolist()) - {-1}):
        members = np.flatnonzero(labels == label)
        middle = points[members].mean(axis=0)
        members = members[np.argsort(-(points[members] @ middle), kind="stable")]
        own = [texts[int(at)] for at in members]
        tell = words.of(members)
        if not tell:
            continue
        found.append(
            Cluster(
                size=len(own), members=tuple(one.id for one in own), sentences=_typical([one.text for one in own]), words=tell,
                since=min(one.at for one in own), recent=sum(one.at >= recent_from for one in own),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.size))


def grouped(said: Sequence[str], known: Sequence[str]) -> tuple[NDArray[np.intp], Points] | None:
    """Of each text the number of its cluster, -1 for none; and [texts, directions], each of length 1. None where there is too little."""
    if len(said) < 2 * SAME_MIN:
        return None
    try:
        table = Features(least=2).learn([*said, *known])
    except Invalid:
        return None
    directions = min(DIRECTIONS, min(table.shape) - 1)
    if directions < 2:
        return None
    points = normalize(TruncatedSVD(directions, random_state=0).fit_transform(table))[: len(said)]
    # Who has no word that anybody else has lies nowhere: far from everybody rather than all in one place.
    nowhere = ~points.any(axis=1)
    labels = np.full(len(said), -1)
    if (~nowhere).sum() >= 2 * SAME_MIN:
        cores = HDBSCAN(min_cluster_size=SAME_MIN, min_samples=NEAR, cluster_selection_method="leaf", copy=True)
        labels[~nowhere] = _belonging(points[~nowhere], _one(points[~nowhere], cores.fit_predict(points[~nowhere])))
    return labels, points


def _middles(points: Points, labels: NDArray[np.intp]) -> tuple[NDArray[np.intp], Points]:
    """The clusters' numbers, and [clusters, directions]: the way each looks, of length 1."""
    numbers = np.unique(labels[labels >= 0])
    return numbers, normalize(
        np.array([points[labels == number].mean(axis=0) for number in numbers]).reshape(len(numbers), points.shape[1])
    )


def _one(points: Points, labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Cores that look the same way as one, the most alike first."""
    labels = labels.copy()
    while (labels >= 0).any():
        numbers, middles = _middles(points, labels)
        alike = middles @ middles.T
        np.fill_diagonal(alike, -1)
        one, other = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[one, other] < ALIKE:
            break
        labels[labels == numbers[other]] = numbers[one]
    return labels


def _belonging(points: Points, labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """With those beside the cores that look the same way."""
    if (labels < 0).all():
        return labels
    numbers, middles = _middles(points, labels)
    alike = points @ middles.T
    near = (labels < 0) & (alike.max(axis=1) >= ALIKE)
    labels[near] = numbers[alike.argmax(axis=1)[near]]
    return labels


def _typical(nearest: Sequence[str]) -> tuple[str, ...]:
    """The first that differ in more than digits and in how often something is said."""
    found: dict[frozenset[str], str] = {}
    for text in nearest:
        found.setdefault(frozenset(re.findall(_WORD, plainly(text))), " ".join(text.split())[:SENTENCE_CHARACTERS_MAX])
        if len(found) == SENTENCES_MAX:
            break
    return tuple(found.values())


class _Words:
    """Which words a cluster has and others have not."""

    def __init__(self, said: Sequence[str], known: Sequence[str]) -> None:
        counting = CountVectorizer(preprocessor=plainly, binary=True, token_pattern=_WORD)
        self._has = counting.fit_transform([*said, *known]).tocsr()
        self._all = np.asarray(self._has.sum(axis=0)).ravel()
        self._names = counting.get_feature_names_out()

    def of(self, members: NDArray[np.intp]) -> tuple[str, ...]:
        """Those that tell it from the rest, the most telling first: in how many of its texts, times how much oftener than elsewhere (in bits)."""
        inside = np.asarray(self._has[members].sum(axis=0)).ravel()
        share = inside / len(members)
        outside = (self._all - inside + 0.5) / (self._has.shape[0] - len(members) + 1)
        tells = np.where(share >= WORD_SHARE_MIN, share * np.log2(np.maximum(share, 1e-9) / outside), 0.0)
        found: list[str] = []
        for at in np.argsort(-tells, kind="stable")[: 10 * WORDS_MAX]:
            name = str(self._names[at])
            if (
                tells[at] > 0
                and len(found) < WORDS_MAX
                and all(name[:STEM_CHARACTERS] != one[:STEM_CHARACTERS] for one in found)
            ):
                found.append(name)
        return tuple(found)
