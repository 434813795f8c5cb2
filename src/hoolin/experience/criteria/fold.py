"""Facts → the register's versions."""

from typing import cast

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.experience.criteria import facts as f
from hoolin.experience.criteria.state import Criteria, Version


def published(criteria: Criteria, entry: Entry) -> None:
    """One version more."""
    fact = cast(f.RegisterPublished, entry.fact)
    criteria.versions.append(Version(fact.number, entry.at, entry.actor, fact.why, fact.register))


FACTS = (f.RegisterPublished,)
FOLDS: Folds = {f.RegisterPublished: published}
