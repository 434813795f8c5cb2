"""Are reasons that the tree does not have found? Some are taken away from a set, their contacts are mixed with scattered ones, and looked through."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sklearn.metrics import adjusted_rand_score, v_measure_score

from hoolin.cli.words.sets import Set
from hoolin.insight import api as insight

HIDDEN = 10
SIZES = (15, 25, 40, 60, 80)
KNOWN_MAX = 5_000


class Scene(NamedTuple):
    """texts: unexplained. truth: the hidden reason of each; empty where it is scattered. known: what the tree explains."""

    texts: list[str]
    truth: list[str]
    known: list[str]


def scene(what: Set, scattered: Sequence[str], seed: int, hidden: int = HIDDEN) -> Scene:
    """So many reasons hidden, 15 to 80 contacts of each. scattered: contacts that belong to nothing; to them comes one contact of each reason that is known, as
    a model takes it for new by mistake.
    """
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    by: defaultdict[str, list[str]] = defaultdict(list)
    for one in what.contacts:
        if one.reasons[0] != insight.words.NOTHING_KNOWN:
            by[one.reasons[0]].append(one.text)
    names = sorted(by)
    chance.shuffle(names)
    names.sort(key=lambda name: len(by[name]) < SIZES[1])
    mixed = [
        (text, name)
        for name in names[:hidden]
        for text in chance.sample(by[name], min(len(by[name]), chance.choice(SIZES)))
    ]
    mixed += [(chance.choice(by[name]), "") for name in names[hidden:]] + [(text, "") for text in scattered]
    chance.shuffle(mixed)
    known = [text for name in names[hidden:] for text in by[name]]
    chance.shuffle(known)
    return Scene([text for text, _ in mixed], [name for _, name in mixed], known[:KNOWN_MAX])


class Found(NamedTuple):
    """hidden: how many reasons were. found: the share that is the larger half of some cluster. clusters: how many for each of these. spurious: clusters that are no
    hidden reason's. in_clusters: of the hidden contacts. scattered_in: of the scattered ones. purity: of what lies in clusters, what
    is of its cluster's reason. v_measure: of hidden contacts in clusters. adjusted_rand: of all, the scattered as one.
    """

    texts: int
    hidden: int
    found: float
    clusters: int
    spurious: int
    in_clusters: float
    scattered_in: float
    purity: float
    v_measure: float
    adjusted_rand: float


def judged(made: Scene) -> Found:
    """How well the hidden reasons came out."""
    groups = insight.unexplained.grouped(made.texts, made.known)
    labels = [-1] * len(made.texts) if groups is None else groups[0].tolist()
    inside = [(truth, label) for truth, label in zip(made.truth, labels, strict=True) if label >= 0]
    by: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for truth, label in inside:
        by[label][truth] += 1
    firsts = [(*own.most_common(1)[0], own.total()) for own in by.values()]
    reasons = {truth for truth in made.truth if truth}
    seen = {truth for truth, count, size in firsts if truth and count * 2 >= size}
    true = [(truth, label) for truth, label in inside if truth]
    scattered = made.truth.count("")
    return Found(
        texts=len(made.texts), hidden=len(reasons), found=len(seen) / max(1, len(reasons)), clusters=len(by),
        spurious=sum(not truth or count * 2 < size for truth, count, size in firsts),
        in_clusters=len(true) / max(1, len(made.truth) - scattered), scattered_in=(len(inside) - len(true)) / max(1, scattered),
        purity=sum(count for truth, count, _ in firsts if truth) / max(1, len(inside)),
        v_measure=float(v_measure_score([t for t, _ in true], [n for _, n in true])) if true else 0.0,
        adjusted_rand=float(adjusted_rand_score(made.truth, labels)),
    )  # fmt: skip
