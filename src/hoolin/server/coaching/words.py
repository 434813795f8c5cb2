"""Thanks and diaries as people meet them. Thanks are read by the two; a diary by whose it is, and what is about somebody also by them."""

from collections.abc import Callable
from typing import Any

from hoolin.coaching.api import exemplars, sessions
from hoolin.core.errors import Invalid, NotAllowed, NotFound
from hoolin.server.accounts.records import Who
from hoolin.server.coaching.sessions import People, SessionOffice

FOUND_MAX = 200


class WordsOffice:
    """See above. stands: what became of a passage as an example, set when the site is put together."""

    def __init__(self, office: SessionOffice) -> None:
        self.office = office
        self.stands: Callable[[str, tuple[int, int]], str | None] = lambda interaction, passage: None

    async def recognitions(self, person: str, people: People) -> dict[str, Any]:
        """What somebody was thanked for, and what they thanked others for, the newest first. Nothing is counted."""
        kept = self.office.state.kept
        mine = self.office.state.recognitions_of(person)[::-1]
        texts = await self.office.texts(one.told.words for one in mine)
        passed = {
            one.told.interaction: praise.words
            for one in mine
            if one.told.praise and (praise := kept.praise.get(one.told.interaction or "")) is not None
        }
        said = await self.office.customers_words(passed.values())
        seen = kept.seen.get(person, 0)
        told = [
            {
                "recognition": one.told.recognition, "agent": one.told.agent, "by": one.told.by, "at": one.at,
                "agent_name": people.get(one.told.agent, one.told.agent), "by_name": one.told.by if one.giver_left else people.get(one.told.by, one.told.by),
                "text": texts.get(one.told.words, ""), "item": one.told.item, "interaction": one.told.interaction,
                "passage": one.told.passage, "new": one.told.agent == person and one.at > seen,
                "customer": said.get(passed.get(one.told.interaction, "")) if one.told.praise else None,
                "example": self.stands(*found) if (found := passage_of(one)) is not None else None,
            }
            for one in mine
        ]  # fmt: skip
        return {
            "received": [one for one in told if one["agent"] == person],
            "given": [one for one, given in zip(told, mine, strict=True) if given.gave(person)],
        }

    async def praise(self, people: People) -> list[dict[str, Any]]:
        """Customers' words of the last month beside nothing but top marks that nobody has passed on, with whom they are about; the newest first."""
        state = self.office.state
        since = self.office.now() - 30 * 86_400_000
        left = {
            name: one for name, one in state.kept.praise.items() if one.at >= since and not state.is_passed_on(name)
        }
        said = await self.office.customers_words([one.words for one in left.values()])
        found = []
        for name, one in list(reversed(left.items()))[:FOUND_MAX]:
            agent = await self.office.agent_of(name)
            if agent in people and one.words in said:
                found.append(
                    {
                        "interaction": name,
                        "agent": agent,
                        "agent_name": people[agent],
                        "at": one.at,
                        "text": said[one.words],
                    }
                )
        return found

    def named(self, recognition: str, person: str) -> sessions.Recognition:
        """What somebody gave or got, with a passage of a conversation. Raises NotFound; Invalid where it names none."""
        one = self.office.state.kept.recognitions.get(recognition)
        if one is None or person not in (one.told.agent, one.told.by):
            raise NotFound("no_such_recognition", recognition=recognition)
        if passage_of(one) is None:
            raise Invalid("no_passage_named", recognition=recognition)
        return one

    def shown_by(self, one: exemplars.Exemplar) -> tuple[str, ...]:
        """Of which items of the register a proposal is an example, as it was said where it was thanked for; only if one of those two proposed it."""
        items = [
            given.told.item
            for given in self.office.state.kept.recognitions.values()
            if given.told.item is not None and one.by in (given.told.agent, given.told.by)
            and passage_of(given) == (one.interaction, (one.first, one.last))
        ]  # fmt: skip
        return tuple(dict.fromkeys(items))

    async def check(self, who: Who, command: sessions.commands.Recognise) -> None:
        """A conversation that is named is one that whoever thanks may read, and that the colleague served; a customer's words are a coach's to pass on. Raises NotFound, NotAllowed."""
        if command.praise and not who.may("coaching.keep"):
            raise NotAllowed("permission", permission="coaching.keep")
        if command.interaction is not None:
            await self.office.records.messages(command.interaction, 1, 1, who)
            if not await self.office.served_by(command.interaction, command.agent):
                raise NotAllowed("not_theirs", interaction=command.interaction)

    async def diary(self, person: str, people: People, wanted: str) -> dict[str, Any]:
        """One's own diary and what others noted that is about one, the newest first. wanted: words that an entry has, each somewhere in it."""
        mine = self.office.state.trials_of(person)
        opened = await self.office.opened(one.told.words for one in mine)
        parts = wanted.casefold().split()
        found = []
        for one in sorted(mine, key=lambda one: one.at, reverse=True):
            words = opened.get(one.told.words, {})
            about = people.get(one.told.about or "", "")
            searched = " ".join((*words.values(), about, one.told.item or "", one.told.queue or "")).casefold()
            if all(part in searched for part in parts):
                keys = ("trial", "by", "about", "queue", "item", "outcome", "points")
                found.append(
                    {key: getattr(one.told, key) for key in keys}
                    | {"at": one.at, "first_at": one.first_at, "by_name": people.get(one.told.by, one.told.by), "about_name": about}
                    | {name: words.get(name, "") for name in ("tried", "expected", "came")}
                )  # fmt: skip
        return {
            "mine": [one for one in found if one["by"] == person][:FOUND_MAX],
            "of_me": [one for one in found if one["by"] != person][:FOUND_MAX],
        }


def passage_of(one: sessions.Recognition) -> tuple[str, tuple[int, int]] | None:
    """The conversation and the first and last message that a recognition names; None where it names none."""
    if one.told.interaction is None or one.told.passage is None:
        return None
    return one.told.interaction, (one.told.passage.begin, one.told.passage.end)
