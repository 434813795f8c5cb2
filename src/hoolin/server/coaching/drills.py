"""Drills as pages ask for them: the list, a play turn by turn, one's own plays, and what is wrong with a draft.

The server keeps no play that is under way: the page sends all of its turns, and what follows is the same every time. So a play outlives a closed tab and a server that is begun anew.
Where a model puts the customer's lines into other words (`phrasing.py`), the page brings back what was said with the turns. What takes long (walking through a draft, understanding a play) is done beside the loop.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hoolin.coaching.api import drills
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.site.rules import Language
from hoolin.experience.api import criteria
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.coaching.coaches import Coaches
from hoolin.server.coaching.phrasing import Phrasing, Place, Sealed

LISTED_MAX = 200
SEED_MAX = 2**31 - 1


class Played(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A play as a page has it. number: of the drill's version; None for a draft. said: what was said in each answer, the opening first, as the server told it."""

    language: Language
    seed: int
    turns: tuple[drills.Turn, ...]
    number: int | None = None
    said: tuple[Sealed, ...] = ()

    def check(self) -> None:
        """Whether it is one. Raises Invalid."""
        if len(self.turns) > drills.TURNS_MAX or len(self.said) > drills.ANSWERS_MAX:
            raise Invalid("too_many_turns", at_most=drills.TURNS_MAX)
        if not 0 <= self.seed <= SEED_MAX:
            raise Invalid("drill_seed")


class DrillOffice:
    """See above."""

    def __init__(
        self, state: drills.Drills, register: criteria.Criteria, loop: Loop, reading: Reading, phrasing: Phrasing, coaches: Coaches
    ) -> None:  # fmt: skip
        """register: of the items by which real conversations are judged, for their names."""
        self.state, self.register, self.phrasing, self.coaches = state, register, phrasing, coaches
        self.now = loop.clock
        self._loop = loop
        self._reading = reading

    # ── what there is ───────────────────────────────────────────────────────────────────────────────────────────────

    async def listed(self, player: str) -> dict[str, Any]:
        """Every drill that is played, and how often this player has, with how it ended the last time."""
        mine = await self.mine(player)
        times: dict[str, list[dict[str, Any]]] = {}
        for one in mine:
            times.setdefault(one["drill"], []).append(one)
        return {
            "drills": [
                _short(self.state.drill(code), self.state.number(code))
                | {"played": len(times.get(code, ())), "last": times[code][0]["kind"] if code in times else None}
                for code in self.state.codes()
            ],
            "languages": self.state.site.kept.rules.languages,
            "items": {item: (self.register.item(item) or criteria.ITEMS[item]).name for item in drills.MARKED},
        }

    def whole(self, code: str) -> dict[str, Any]:
        """A drill with all that its writer needs. Raises NotFound."""
        version = self.state.kept.published.get(code)
        told = {"number": version.number, "at": version.at, "by": version.by, "why": version.why} if version else None
        return {
            "number": self.state.number(code), "version": told, "retired": code in self.state.kept.retired, "shipped": code in drills.shipped(),
            "drill": msgspec.to_builtins(self.state.drill(code, retired=True)),
        }  # fmt: skip

    def retired(self) -> list[dict[str, Any]]:
        """What is played no more."""
        return [
            _short(drill, self.state.number(code))
            for code in sorted(self.state.kept.retired)
            if (drill := self._known(code)) is not None
        ]

    # ── playing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def turn(self, code: str, told: Played, player: str) -> dict[str, Any]:
        """A play as far as it went, with what the agent sees. Raises NotFound, Invalid; Conflict where the drill was changed meanwhile."""
        drill, number = self._as_played(code, told)
        played = await self._reading.aside(lambda one: drills.play(one, told.language, told.seed, told.turns), drill)
        place = Place(player, drill, number, told.language, told.seed)
        sayings = await self.phrasing.settled(place, played, told.said)
        shown = await self._reading.aside(lambda one: _told(one, told, sayings), drill)
        return shown | {"said": self.phrasing.sealed(place, played, sayings)}

    async def tried(self, draft: Mapping[str, Any], told: Played) -> dict[str, Any]:
        """The same of a draft, recorded nowhere. Raises Invalid."""
        told.check()
        drill = drills.made(draft)
        found = await self._reading.aside(lambda one: drills.faults(one, self._languages()), drill)
        if any(fault.why in ("no_lines", "no_words", "code_twice", "no_such_fact", "ends_at_once") for fault in found):
            raise Invalid("drill", faults=[msgspec.to_builtins(fault) for fault in found])
        return await self._reading.aside(lambda one: _told(one, told), drill)

    async def ended(self, code: str, told: Played, ids: tuple[str, str, str, str], player: str, give: bool) -> Any:
        """The command that records it. ids: of the play, of what was written, of what was missed, of what was said in other words. give: whether whoever writes drills gets the latter. Raises as `turn`, and Invalid
        where it has not ended.
        """
        drill, number = self._as_played(code, told)
        played = await self._reading.aside(lambda one: drills.play(one, told.language, told.seed, told.turns), drill)
        if not played.end:
            raise Invalid("drill_not_ended")
        marks = drills.rubric(drill, played, told.language)
        number = self.state.number(code)
        sayings = self.phrasing.proven(Place(player, drill, number, told.language, told.seed), played, told.said)
        return drills.commands.RecordPlay(
            play=ids[0], agent=player, drill=code, number=number, language=told.language, seed=told.seed,
            turns=told.turns[: len(played.turns)], ending=played.end, kind=drill.ending(played.end).kind,
            marks=tuple((mark.item, mark.mark) for mark in marks), text_id=ids[1], missed_id=ids[2] if give else None,
            sayings=tuple(sayings), phrases_id=ids[3],
        )  # fmt: skip

    def kept(self, play: str, player: str) -> bool:
        """Whether somebody has kept this play already."""
        return play in self.state.kept.plays.get(player, {})

    def _as_played(self, code: str, told: Played) -> tuple[drills.Drill, int]:
        """The drill and its number, taken together: whoever looks again later may find another."""
        told.check()
        drill, number = self.state.drill(code), self.state.number(code)
        if told.number is not None and told.number != number:
            raise Conflict("drill_changed", drill=code, number=number)
        return drill, number

    # ── what was played ─────────────────────────────────────────────────────────────────────────────────────────────

    async def mine(self, player: str) -> list[dict[str, Any]]:
        """One's own plays, the newest first."""
        await self._reading.reached(self._loop.durable_position)
        return [self._row(row) for row in await self._reading.ask_aside("drills.mine", (player, player, LISTED_MAX))]

    async def shared(self, coach: str) -> list[dict[str, Any]]:
        """What the people whom somebody coaches let them read, the newest first."""
        await self._reading.reached(self._loop.durable_position)
        agents = msgspec.json.encode(sorted(self.coaches.coached(coach))).decode()
        return [self._row(row) for row in await self._reading.ask_aside("drills.shared", (agents, LISTED_MAX))]

    def readers(self, player: str, people: Mapping[str, str], keep: set[str]) -> list[str]:
        """Who reads what somebody shares, by name: those who coach them, of all who may coach."""
        return sorted((people.get(one, one) for one in self.coaches.of(player) & keep), key=str.casefold)

    async def one(self, play: str, player: str, may_keep: bool) -> dict[str, Any]:
        """A play with what was written: by whoever played, and by those who coach them where it is shared. Raises NotFound for everybody else."""
        await self._reading.reached(self._loop.durable_position)
        found = await self._reading.ask_aside("drills.one", (play,))
        if not found or not self._reads(found[0], player, may_keep):
            raise NotFound("no_such_play", play=play)
        row = found[0]
        kept = [row["text"], *([row["phrases"]] if row["phrases"] else [])]
        bodies = await self._reading.aside(self._loop.stores.contents.get, kept)
        told = self._row(row) | {"gone": row["text"] not in bodies, "conversation": None, "written": []}
        if row["text"] not in bodies:
            return told
        turns = drills.written(bodies[row["text"]])
        told["written"] = [turn.text for turn in turns]
        drill = self._known(row["drill"])
        if drill is not None and row["number"] == self.state.number(row["drill"]):
            played = Played(row["language"], row["seed"], turns)
            sayings = drills.worded(bodies[row["phrases"]]) if row["phrases"] in bodies else ()
            told["conversation"] = await self._reading.aside(lambda one: _told(one, played, sayings), drill)
        return told

    def _reads(self, row: Any, reader: str, may_keep: bool) -> bool:
        return row["agent"] == reader or bool(
            may_keep and row["shared"] and row["agent"] in self.coaches.coached(reader)
        )

    async def missed(self, code: str) -> list[dict[str, Any]]:
        """Sentences that were understood wrongly and what was meant, the newest first, as whoever played let them be read. Nobody's name is with them."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("drills.missed", (code, LISTED_MAX))
        bodies = await self._reading.aside(self._loop.stores.contents.get, [row["missed"] for row in rows])
        return [
            {"number": row["number"], "language": row["language"], "text": turn.text, "meant": turn.meant}
            for row in rows
            if row["missed"] in bodies
            for turn in drills.written(bodies[row["missed"]])
        ]

    def _row(self, row: Any) -> dict[str, Any]:
        known = ("play", "agent", "drill", "number", "language", "turns", "ending", "kind", "at", "shared")
        told = {name: row[name] for name in known if name in row.keys()}  # noqa: SIM118
        if "shared" in told:
            told["shared"] = bool(told["shared"])
        drill = self._known(told["drill"])
        # What shipped once and does no more is called by its code.
        title = drill.title if drill is not None else dict.fromkeys(("et", "ru", "en"), told["drill"])
        return told | {"title": title, "marks": msgspec.json.decode(row["marks"])}

    def _known(self, code: str) -> drills.Drill | None:
        """Also one that is played no more; None where a later Hoolin ships it no more."""
        try:
            return self.state.drill(code, retired=True)
        except NotFound:
            return None

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def check(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """What is wrong with a draft, and the ways to its endings. Raises Invalid for what is no drill."""
        drill = drills.made(draft)
        found = await self._reading.aside(lambda one: drills.faults(one, self._languages()), drill)
        whole = not any(fault.why in ("code_twice", "no_such_fact", "ends_at_once", "too_large") for fault in found)
        walked = await self._reading.aside(drills.walk.walk, drill) if whole else None
        return {
            "faults": found,
            "states": walked.states if walked else 0,
            "ways": {way.ending: way.deeds for way in walked.ways} if walked else {},
        }

    def _languages(self) -> Sequence[Language]:
        return self.state.site.kept.rules.languages


def _short(drill: drills.Drill, number: int) -> dict[str, Any]:
    """As it stands in a list."""
    return {
        "code": drill.code, "number": number, "title": drill.title, "about": drill.about, "channel": drill.channel, "minutes": drill.minutes, "step": drill.step,
        "criteria": drill.criteria, "reasons": drill.reasons,
    }  # fmt: skip


def _told(drill: drills.Drill, told: Played, sayings: Sequence[drills.Saying] = ()) -> dict[str, Any]:
    """A play as its page shows it, in the words that were said. The mood is told only when it is over, with everything else that explains it; nothing of that depends on words."""
    played = drills.with_words(drills.play(drill, told.language, told.seed, told.turns), sayings)
    shown: dict[str, Any] = {
        "situation": drill.situation, "card": drill.card, "channel": drill.channel, "title": drill.title, "speaks": drill.spoken(told.language), "opening": played.opening,
        "turns": [
            {
                "text": turn.text, "meant": turn.meant, "says": turn.says,
                "understood": [{"move": one.move, "text": one.text, "meant": one.sign == "meant"} for one in turn.understood],
            }
            for turn in played.turns
        ],
        "phrased": [[line is not None for line in saying.lines] for saying in sayings],
        "models": sorted({saying.model for saying in sayings if saying.model}),
        "left": drills.TURNS_MAX - len(played.turns), "end": None,
    }  # fmt: skip
    if not played.end:
        return shown
    ending, marks = drill.ending(played.end), drills.rubric(drill, played, told.language)
    tried = drills.to_try(marks)
    shown["end"] = {
        "ending": ending.code, "kind": ending.kind, "leaves": ending.leaves, "about": ending.about, "need": drill.need,
        "moods": [drill.mood, *(turn.mood for turn in played.turns)],
        "found": any(known.hidden and any(known.code in turn.told for turn in played.turns) for known in drill.knows),
        "marks": [msgspec.to_builtins(mark) | {"better": drill.better.get(mark.item)} for mark in marks],
        "score": drills.score(marks), "try": tried.item if tried else None,
    }  # fmt: skip
    return shown
