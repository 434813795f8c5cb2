"""What customers praised, for whoever keeps the library: each a conversation to be read, in which there may be an example. A customer's own words are shown to whoever may
read the conversation, and go nowhere from here: a passage is proposed by somebody who has read it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from hoolin.coaching.api import exemplars, sessions
from hoolin.core.errors import NotAllowed, NotFound
from hoolin.server.accounts.records import Who
from hoolin.server.coaching.sessions import SessionOffice

SHOWN_MAX = 50
"""More than anybody reads at once; what is dealt with makes room for the next."""

PRAISE_MS = sessions.PRAISE_DAYS * 86_400_000


class PraiseOffice:
    """See above. library: read, never changed."""

    def __init__(self, library: exemplars.Exemplars, office: SessionOffice) -> None:
        self._library = library
        self._office = office

    async def suggested(self, people: Mapping[str, str], who: Who) -> list[dict[str, Any]]:
        """Conversations of the last month whose customer gave nothing but the best marks and wrote something, the newest first, that this person may read, of which nothing was
        proposed, and that nobody set aside. items: what the best marks were given for.
        """
        waiting = [name for name in reversed(self._office.state.kept.praise) if self._waits(name)]
        found: list[dict[str, Any]] = []
        for begin in range(0, len(waiting), SHOWN_MAX):
            if len(found) < SHOWN_MAX:
                found += await self._told(waiting[begin : begin + SHOWN_MAX], people, who)
        return found[:SHOWN_MAX]

    async def setting_aside(self, interaction: str, who: Who, by: str) -> exemplars.commands.SetPraiseAside:
        """What follows where no example is looked for in it. Raises NotFound where it is not suggested, NotAllowed where they may not read it."""
        known = interaction in self._office.state.kept.praise
        if not known or not (self._waits(interaction) or interaction in self._library.kept.aside):
            raise NotFound("no_such_praise", interaction=interaction)
        await self._office.records.may_hear(interaction, who)
        return exemplars.commands.SetPraiseAside(interaction=interaction, by=by)

    def _waits(self, interaction: str) -> bool:
        one = self._office.state.kept.praise[interaction]
        return (
            one.at >= self._office.now() - PRAISE_MS
            and interaction not in self._library.kept.aside
            and not self._library.of_passage(interaction, None)
        )

    async def _told(self, some: list[str], people: Mapping[str, str], who: Who) -> list[dict[str, Any]]:
        praise = self._office.state.kept.praise
        about = await self._office.records.about(some)
        said = await self._office.customers_words([praise[one].words for one in some if one in praise])
        told = []
        for name in some:
            one, told_of = praise.get(name), about.get(name)
            if one is None or told_of is None or one.words not in said or not await self._may_read(name, who):
                continue
            agent = await self._office.agent_of(name)
            if agent is not None:
                told.append(
                    {
                        "interaction": name, "agent": agent, "agent_name": people.get(agent), "at": one.at, "channel": told_of["channel"],
                        "language": told_of["language"], "text": said[one.words], "items": self._items(name),
                    }
                )  # fmt: skip
        return told

    async def _may_read(self, interaction: str, who: Who) -> bool:
        try:
            await self._office.records.may_hear(interaction, who)
        except (NotAllowed, NotFound):
            return False
        return True

    def _items(self, interaction: str) -> list[Any]:
        """What the best marks were given for, by name; nothing once the survey itself is forgotten."""
        asked = self._office.state.asked.kept.asked.get(interaction)
        found = [self._office.state.criteria.item(code) for code in (asked.answers if asked is not None else ())]
        return [msgspec.to_builtins(one.name) for one in found if one is not None]
