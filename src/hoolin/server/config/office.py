"""The one file: made from the live site, compared with it, applied to it all at once or not at all."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec

from hoolin.core.errors import Conflict, Refusal
from hoolin.runtime.together import NUMBER, Together
from hoolin.server.config.differ import Change, HolidaysOf, changes, commands
from hoolin.server.config.read import CHARACTERS_MAX, Asked, read
from hoolin.server.config.shape import Live, mark, setup_of
from hoolin.server.config.written import text

Submit = Callable[..., Awaitable[Any]]


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is handed in. yaml: the text of the file. force: also when the site was set up otherwise since the file was made."""

    yaml: Annotated[str, msgspec.Meta(max_length=CHARACTERS_MAX)]
    force: bool = False


class ConfigOffice:
    """See above. submit: the loop's. holidays_of: a country's, as they are set at a channel."""

    def __init__(self, live: Live, submit: Submit, holidays_of: HolidaysOf) -> None:
        self._live, self._holidays_of = live, holidays_of
        self._submit = submit

    def text(self) -> str:
        """The file, as the site is set up now."""
        return text(setup_of(self._live))

    def compare(self, asked: Asked, *, force: bool) -> tuple[str, list[Change]]:
        """The mark of the set-up as it is, and what a file would change of it. Raises Conflict."""
        now = setup_of(self._live)
        there = mark(now)
        told = changes(now, asked.setup)
        if told and asked.made_from and asked.made_from != there and not force:
            raise Conflict("config_changed", made_from=asked.made_from, now=there)
        return there, told

    async def apply(self, file: File, actor: str, *, dry_run: bool = False) -> list[Change]:
        """Do it, and tell what was changed. dry_run: only tell it; the same is refused as would be.

        Raises Unreadable, Malformed, Conflict, and whatever refuses one of the changes, with its place in the file; then nothing is changed.
        """
        # Aside: customers are not kept waiting while a long file is read, or a calendar is made.
        asked = await asyncio.to_thread(read, file.yaml)
        there, told = self.compare(asked, force=file.force)
        if not told:
            return told
        live = self._live
        versions = {"surveys": live.surveys.kept.version, "reviews": live.reviews.kept.version}
        wanted = await asyncio.to_thread(commands, asked.setup, told, versions, self._holidays_of)
        together = Together(commands=tuple(one for _, one in wanted), made_from=there, rehearse=dry_run)
        try:
            await self._submit(together, actor=actor, key=f"config-{secrets.token_hex(16)}")
        except Refusal as refusal:
            if NUMBER in refusal.detail:
                number = int(str(refusal.detail.pop(NUMBER)))
                refusal.detail["place"] = wanted[number][0]
            raise
        return told
