"""Recommendations: what is known of an improvement, put on one page. One is written at a time, in a thread: a PDF takes a moment of the interpreter."""

import asyncio
from datetime import date

from hoolin.catalogue.api import Words
from hoolin.core.site.rules import Language
from hoolin.insight import api as insight
from hoolin.insight.api import improvements
from hoolin.server.improvements import ImprovementOffice, People


class Recommending:
    """See above. operator: whose."""

    def __init__(self, office: ImprovementOffice, operator: str) -> None:
        self._office = office
        self._operator = operator
        self._writing = asyncio.Lock()

    async def written(
        self, improvement: str, people: People, language: Language, form: "insight.paper.Form"
    ) -> tuple[bytes, str]:
        """The file and its name. Raises NotFound; Conflict while the rows are being made."""
        office = self._office
        known = office.known(improvement)
        counted, plan = await office.verdicts.counted(known), await office.verdicts.plan(known)
        lately, cases = await office.lately(), await office.cases(improvement)
        numbers = tuple(int(case["number"]) for case in cases)

        def write() -> tuple[bytes, str]:
            told = insight.paper.Recommendation(
                operator=self._operator, improvement=improvement, title=known.told.title, about=known.told.about,
                day=date.fromisoformat(office.today()), reasons=self._named(known.told.reasons), drop=known.told.drop,
                who=known.told.who, owner=people.get(known.told.owner or ""), causes=self._causes(known, people, lately),
                cases=numbers, figures=insight.paper.figures(counted) if counted is not None else None, plan=plan,
            )  # fmt: skip
            return insight.paper.written(told, language, form), insight.paper.name_of(told, language, form)

        async with self._writing:
            return await asyncio.to_thread(write)

    def _named(self, reasons: tuple[str, ...]) -> tuple[Words, ...]:
        """What reasons are called in the tree; before there is one, by their code."""
        tree = self._office.state.reasons.in_force.tree
        found = {one.code: one.name for one in tree.reasons}
        return tuple(found.get(code, Words(et=code, ru=code, en=code)) for code in reasons)

    def _causes(
        self, known: improvements.Known, people: People, lately: dict[str, int]
    ) -> tuple["insight.paper.Behind", ...]:
        """Those that it is meant to remove, what came of most contacts first."""
        causes = [self._office.state.kept.causes[one] for one in known.told.causes]
        behind = [
            insight.paper.Behind(one.title, one.kind, lately.get(one.cause, 0), people.get(one.owner or ""))
            for one in causes
        ]
        return tuple(sorted(behind, key=lambda one: -one.contacts))
