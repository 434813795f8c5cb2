"""The monthly report: counted like any other figure, written in a thread, signed with the site's own key."""

import asyncio
from collections.abc import Callable
from functools import cached_property

from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.server.experience import FigureDesk


class ReportOffice:
    """Writes reports. zone: where midnight is. secret: gives the key, when it is first wanted."""

    def __init__(self, desk: FigureDesk, zone: str, secret: Callable[[], bytes]) -> None:
        self._desk = desk
        self._zone = zone
        self._secret = secret
        self._writing = asyncio.Lock()

    @cached_property
    def signer(self) -> report.Signer:
        """The site's key; made when the first report is."""
        return report.Signer(self._secret())

    async def counted(self, written: str) -> report.Report:
        """The figures of a month (`2026-10`). Raises Invalid, and Conflict while the rows are being made."""
        month, criteria, operator = report.month_of(written, self._zone), self._desk.criteria, self._desk.operator
        key = ("report", str(month), criteria.in_force.number)
        return await self._desk.ask(lambda asking: report.report_of(asking, month, criteria, operator), key)

    async def write(self, found: report.Report, language: Language, form: report.Form) -> bytes:
        """The signed file. One is written at a time: a PDF takes a quarter of a second of the interpreter."""
        async with self._writing:
            return await asyncio.to_thread(lambda: report.written(found, language, form, self.signer))
