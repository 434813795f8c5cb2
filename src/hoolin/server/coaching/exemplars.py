"""The library of examples as people meet it: what may be proposed, the keeper's inbox with both texts side by side, and what is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from hoolin.coaching.api import exemplars
from hoolin.core.errors import Invalid, NotAllowed, NotFound
from hoolin.core.site.rules import Language
from hoolin.insight.api import reasons
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.coaching.passages import Passages
from hoolin.server.reviews import judge

PAGE_MAX = 50
BEST_MAX = 3

_text = msgspec.json.Decoder(exemplars.Text)

c = exemplars.commands


class Proposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody proposes. first, last: messages by their number; or typed: what was said in a call, as they remember or hear it. praised: the customer said so themselves. note: why
    it is good.
    """

    interaction: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    first: Annotated[int, msgspec.Meta(ge=0, le=1 << 40)] = 0
    last: Annotated[int, msgspec.Meta(ge=0, le=1 << 40)] = 0
    typed: Annotated[tuple[exemplars.Turn, ...], msgspec.Meta(max_length=exemplars.TURNS_MAX)] = ()
    praised: bool = False
    note: Annotated[str, msgspec.Meta(max_length=c.NOTE_CHARACTERS_MAX)] = ""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; empty: anything."""

    reason: str = ""
    criterion: str = ""
    language: str = ""
    channel: str = ""

    def fits(self, one: exemplars.Exemplar) -> bool:
        """Whether it is one of these."""
        return (
            (not self.reason or self.reason in one.reasons)
            and (not self.criterion or any(code == self.criterion or code.startswith(self.criterion + ".") for code in one.criteria))
            and (not self.language or self.language == one.language)
            and (not self.channel or self.channel == one.channel)
        )  # fmt: skip


class ExemplarOffice:
    """See above. shows: items of the register that a proposal is thought to show, set when the site is put together."""

    def __init__(
        self, state: exemplars.Exemplars, loop: Loop, reading: Reading, passages: Passages, names: Mapping[str, str],
        new_id: Callable[[str], str],
    ) -> None:  # fmt: skip
        self.state = state
        self.passages = passages
        self.names = names
        self.new_id = new_id
        self.shows: Callable[[exemplars.Exemplar], tuple[str, ...]] = lambda one: ()
        self._loop = loop
        self._reading = reading

    # ── proposing ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def proposing(self, asked: Proposal, who: Who) -> exemplars.commands.ProposeExemplar:
        """What follows from it. By whoever served, or whoever may judge. Raises NotFound, NotAllowed, Invalid."""
        row = await self._row(asked.interaction)
        own = who.agent is not None and row["agent"] == who.agent
        if not own and not (who.may("reviews.score") or who.may("coaching.keep")):
            raise NotAllowed("not_yours", interaction=asked.interaction)
        return await self._proposed(asked, row, who)

    async def thanked_for(
        self, interaction: str, passage: tuple[int, int], praised: bool, who: Who
    ) -> exemplars.commands.ProposeExemplar:
        """What follows where one of the two who thanked and was thanked proposes the passage that was named. By whoever may read it. Raises NotFound, NotAllowed, Invalid."""
        await self.passages.may_read(interaction, who)
        asked = Proposal(interaction=interaction, first=passage[0], last=passage[1], praised=praised)
        return await self._proposed(asked, await self._row(interaction), who)

    async def _proposed(self, asked: Proposal, row: Any, who: Who) -> exemplars.commands.ProposeExemplar:
        own = who.agent is not None and row["agent"] == who.agent
        if row["agent"] is None:
            raise Invalid("nobody_served", interaction=asked.interaction)
        if not asked.typed and not await self.passages.between(asked.interaction, asked.first, asked.last):
            raise Invalid("nothing_said", interaction=asked.interaction)
        return c.ProposeExemplar(
            exemplar=self.new_id("e"), interaction=asked.interaction, customer=row["customer"], channel=row["channel"], queue=row["queue"],
            language=row["language"], agent=row["agent"], by=judge(who), source="customer" if asked.praised else "agent" if own else "reviewer",
            first=asked.first, last=asked.last, typed=asked.typed, note=asked.note,
            reasons=tuple(msgspec.json.decode(row["reasons"], type=tuple[str, ...]))[:20],
        )  # fmt: skip

    # ── the keeper's inbox ──────────────────────────────────────────────────────────────────────────────────────────

    async def proposals(self, people: Mapping[str, str], who: Who) -> list[dict[str, Any]]:
        """What waits for somebody to look, the oldest first."""
        waiting = self.state.standing("proposed")
        notes = await self._bodies(one.note for one in waiting)
        return [
            _short(one) | {
                "by_name": people.get(one.by), "agent_name": people.get(one.agent), "source": one.source, "at": one.proposed_at,
                "note": notes.get(one.note or "", b"").decode(), "mine": judge(who) in (one.by, one.agent),
            }
            for one in waiting
        ]  # fmt: skip

    async def side_by_side(self, exemplar: str, people: Mapping[str, str], who: Who) -> dict[str, Any]:
        """A proposal with what was said as it was, and with everything personal hidden."""
        one = self.one(exemplar, "proposed")
        (told,) = [line for line in await self.proposals(people, who) if line["exemplar"] == exemplar]
        return told | {"turns": await self.passages.hidden(one), "criteria": self.shows(one)}

    def stands(self, interaction: str, passage: tuple[int, int]) -> str | None:
        """What became of this passage, the latest of it; None where nobody proposed it."""
        of_it = self.state.of_passage(interaction, passage)
        return of_it[-1].standing if of_it else None

    def one(self, exemplar: str, *standings: str) -> exemplars.Exemplar:
        """One that stands so. Raises NotFound."""
        found = self.state.kept.exemplars.get(exemplar)
        if found is None or found.standing not in standings:
            raise NotFound("exemplar", exemplar=exemplar)
        return found

    # ── the library ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def listed(self, wanted: Wanted, offset: int, who: Who) -> dict[str, Any]:
        """A page of what is kept, the newest first."""
        found = [one for one in reversed(self.state.standing("kept")) if wanted.fits(one)]
        return {
            "total": len(found),
            "exemplars": await self._told(found[offset : offset + PAGE_MAX], who),
            **self.words(found),
        }

    async def whole(self, exemplar: str, who: Who) -> dict[str, Any]:
        """One that is kept, to be read. Raises NotFound."""
        one = self.one(exemplar, "kept")
        told = await self._told([one], who, whole=True)
        if not told:
            raise NotFound("exemplar", exemplar=exemplar)
        return told[0] | self.words([one])

    async def text(self, exemplar: str) -> tuple[exemplars.Text, Language]:
        """What is kept of it. Raises NotFound."""
        one = self.one(exemplar, "kept")
        bodies = await self._bodies([one.text])
        if one.text not in bodies:
            raise NotFound("exemplar", exemplar=exemplar)
        return _text.decode(bodies[one.text or ""]), one.language  # type: ignore[return-value]

    async def best_for(self, interaction: str, likely: Sequence[str], who: Who) -> dict[str, Any]:
        """The best few for whoever serves this, whole. likely: reasons that their page thinks of. Raises NotFound, NotAllowed."""
        row = await self._row(interaction)
        if row["agent"] != who.agent and not who.may("conversations.see_all"):
            raise NotAllowed("not_yours", interaction=interaction)
        noted = msgspec.json.decode(row["reasons"], type=list[str])
        best = self.state.best(
            row["language"], row["queue"], row["channel"], [*likely, *noted], BEST_MAX, (who.language,)
        )
        return {"exemplars": await self._told(best, who, whole=True), **self.words(best)}

    async def mine(self, who: Who) -> dict[str, Any]:
        """What one proposed, and what one is shown in: with where it stands, and what one said to it."""
        me = judge(who)
        own = [one for one in reversed(self.state.kept.exemplars.values()) if me in (one.by, one.agent)][:PAGE_MAX]
        told = {
            line["exemplar"]: line for line in await self._told([one for one in own if one.standing == "kept"], who)
        }
        return {
            "exemplars": [
                _short(one) | told.get(one.exemplar, {}) | {
                    "standing": one.standing, "why": one.why, "at": one.proposed_at, "proposed": one.by == me, "shows_me": one.agent == me,
                    "agrees": one.agrees if one.agent == me else None,
                }
                for one in own
            ],
            **self.words(own),
        }  # fmt: skip

    def words(self, of: Iterable[exemplars.Exemplar]) -> dict[str, Any]:
        """What codes are called: of the reasons and items of these, and of all that there is to choose from."""
        register, tree = self.state.register.in_force.register, self.state.tree.in_force.tree
        codes = {code for one in of for code in one.reasons} | set(self.state.tree.site.kept.rules.reasons)
        named = {code: msgspec.to_builtins(reasons.name_of(code)) for code in sorted(codes)}
        shown = {
            one.code: msgspec.to_builtins(one.name)
            for one in register.items
            if "reviewer" in one.sources and not one.fatal
        }
        named |= {one.code: msgspec.to_builtins(one.name) for one in tree.reasons}
        return {"names": {"reasons": named, "items": shown}}

    async def _told(self, some: Sequence[exemplars.Exemplar], who: Who, whole: bool = False) -> list[dict[str, Any]]:
        bodies = await self._bodies(one.text for one in some)
        told = []
        for one in some:
            body = bodies.get(one.text or "")
            if body is None:
                continue
            text = _text.decode(body)
            told.append(
                _short(one) | {
                    "about": text.about, "turns": text.turns if whole else text.turns[:1], "length": len(text.turns), "criteria": one.criteria, "basis": one.basis,
                    "kept_at": one.approved_at, "shown": one.shown, "agent_name": self.names.get(one.agent) if one.agrees else None,
                    "shows_me": one.agent == judge(who),
                }
            )  # fmt: skip
        return told

    async def _bodies(self, ids: Iterable[str | None]) -> dict[str, bytes]:
        wanted = [one for one in ids if one is not None]
        return await self._reading.aside(self._loop.stores.contents.get, wanted) if wanted else {}

    async def _row(self, interaction: str) -> Any:
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        if not rows:
            raise NotFound("interaction", interaction=interaction)
        return rows[0]


def _short(one: exemplars.Exemplar) -> dict[str, Any]:
    return {
        "exemplar": one.exemplar, "channel": one.channel, "queue": one.queue, "language": one.language, "reasons": one.reasons,
    }  # fmt: skip
