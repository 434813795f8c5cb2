"""What is to be simulated: who comes, who is there, and who serves whom first.

    {"classes": [{"name": "a", "arrivals_per_min": 9.0, "handle_min": 1.0, "patience_min": 2.0}],
     "pools": [{"name": "A", "agents": 7, "serves": ["a"]}]}

Every time between arrivals, handling time and patience is exponential with the mean that is given; without `patience_min`
nobody gives up. Earlier pools are asked first, and a pool takes its earlier-named class first. It refuses, naming the
place: unknown or missing fields, means that are not positive, names used twice, a pool that serves what does not come,
a class that nobody serves, and work that would pile up for ever.
"""

from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import Annotated

import msgspec

from hoolin.core.errors import Invalid, Malformed

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Mean = Annotated[float, msgspec.Meta(gt=0)]

# Beyond these a simulation takes hours, or a unit was mistaken.
CLASSES_MAX = 100
POOLS_MAX = 100
AGENTS_MAX = 10_000


class Class(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of contacts. handle_min, patience_min: means in minutes; no patience: they wait as long as it takes."""

    name: Name
    arrivals_per_min: Mean
    handle_min: Mean
    patience_min: Mean | None = None


class Pool(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who are alike. serves: names of classes, the one they take first in front."""

    name: Name
    agents: Annotated[int, msgspec.Meta(ge=1, le=AGENTS_MAX)]
    serves: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The classes of contacts and the pools of agents."""

    classes: Annotated[tuple[Class, ...], msgspec.Meta(min_length=1, max_length=CLASSES_MAX)]
    pools: Annotated[tuple[Pool, ...], msgspec.Meta(min_length=1, max_length=POOLS_MAX)]


def read_spec(text: str | bytes) -> Spec:
    """A spec from JSON. Raises Malformed when it is not one, Invalid when it makes no sense."""
    try:
        spec = msgspec.json.decode(text, type=Spec)
    except msgspec.DecodeError as error:
        raise Malformed("spec", why=str(error)) from error
    check(spec)
    return spec


def check(spec: Spec) -> None:
    """Raises Invalid, naming what is wrong, for a spec that could not run or whose figures would mean nothing."""
    _once(one.name for one in spec.classes)
    _once(pool.name for pool in spec.pools)
    for one in spec.classes:
        if not all(map(isfinite, (one.arrivals_per_min, one.handle_min, one.patience_min or 1.0))):
            raise Invalid("not_finite", name=one.name)
    names = {one.name for one in spec.classes}
    for pool in spec.pools:
        _once(pool.serves)
        for name in pool.serves:
            if name not in names:
                raise Invalid("serves_unknown_class", pool=pool.name, name=name)
    for one in spec.classes:
        _settles(spec, (one,))
    _settles(spec, tuple(one for one in spec.classes if one.patience_min is None))


def _once(names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise Invalid("named_twice", name=name)


def _settles(spec: Spec, together: tuple[Class, ...]) -> None:
    """Infinitely patient contacts need more people than work, or their line has no length to be measured."""
    names = {one.name for one in together}
    agents = sum(pool.agents for pool in spec.pools if names & set(pool.serves))
    if names and not agents:
        raise Invalid("nobody_serves", names=sorted(names))
    patient = all(one.patience_min is None for one in together)
    load = sum(one.arrivals_per_min * one.handle_min for one in together)
    if patient and names and load >= agents:
        raise Invalid("line_grows_for_ever", names=sorted(names), erlangs=load, agents=agents)
