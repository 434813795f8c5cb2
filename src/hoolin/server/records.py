"""What people at the desk look up: pages of conversations, one conversation whole, a customer's past."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hoolin.cases.api import Cases, Desk, DraftKind, Line, Typed, draft_key, line_of, typed_in
from hoolin.core.errors import NotAllowed, NotFound
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.site import Site
from hoolin.core.routing.choice import Verdict
from hoolin.people.api import People
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.live.present import AgentName, Message, belongs, delivery_of, message, without_raw
from hoolin.server.live.texts import Texts, said_of

PAGE_MAX = 200
"""Rows of a list, or messages of a thread, in one answer."""

KINDS: tuple[DraftKind, ...] = ("reply", "note")

LIFE_MAX = 500
"""Steps of one conversation's life."""

PROMISES_MAX = 50
"""Promises shown of one customer: all that are owed, and the latest that ended."""

TIMELINE_MAX = 100
"""Conversations shown of one customer's past."""

_attachments = msgspec.json.Decoder(tuple[i.Attachment, ...])


class Records:
    """Reads for the desk. Every answer says the position (`n`) it is true at."""

    def __init__(
        self, desk: Desk, texts: Texts, reading: Reading, site: Site, cases: Cases, people: People
    ) -> None:  # fmt: skip
        self.desk = desk
        self.agent_name: AgentName = lambda agent: agent
        self.transliterates: Callable[[str], bool] = lambda interaction: False
        self.promises_of: Callable[[str, int], list[dict[str, Any]]] = lambda ids, at_most: []
        self._texts = texts
        self._reading = reading
        self._site = site
        self._cases = cases
        self._people = people

    # ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────

    async def page(self, view: str, offset: int, limit: int, who: Who) -> dict[str, Any]:
        """A page of a view: `mine` and `waiting` from memory, `all` and `closed` from the read model."""
        limit = min(limit, PAGE_MAX)
        if view in ("mine", "waiting"):
            return self._live_page(view, offset, limit, who)
        if not who.may("conversations.see_all"):
            raise NotAllowed("permission", needs="conversations.see_all")
        n = self.desk.position
        await self._reading.reached(n)
        query = "cases.newest" if view == "all" else "cases.ended"
        found = await self._reading.ask_aside(query, (offset, limit))
        total = self.desk.all if view == "all" else self.desk.closed
        rows = self._texts.rows([line_of(row) for row in found], keep=False)
        return {"total": total, "n": n, "rows": rows}

    def _live_page(self, view: str, offset: int, limit: int, who: Who) -> dict[str, Any]:
        lines = list(self.desk.lines.values())
        order: Callable[[Line], tuple[int, str]]
        if view == "mine":
            lines = [line for line in lines if line.agent == who.agent and line.state != "offered"]
            order = _newest
        else:
            lines = [line for line in lines if line.state in ("waiting", "offered")]
            order = _oldest
        lines.sort(key=order)
        rows = self._texts.rows(lines[offset : offset + limit])
        return {"total": len(lines), "n": self.desk.position, "rows": rows}

    # ── one conversation ────────────────────────────────────────────────────────────────────────────────────────────

    async def conversation(self, interaction: str, who: Who) -> dict[str, Any]:
        """One conversation with everything around it."""
        line, note, n = await self._line(interaction, who)
        customer = await self.customer(line.customer)
        found = await self._reading.ask_aside("cases.messages_before", (interaction, 1 << 60, 50))
        life = await self._reading.ask_aside("cases.life", (interaction, LIFE_MAX))
        life += self._reading.ask("prices.of", (interaction,))
        read = self._reading.ask("cases.read_to", (interaction,))
        drafts = [self.draft(interaction, who.agent, kind) for kind in KINDS]
        bodies = self._texts.bodies([note] if note else [])
        return {
            "n": n,
            "row": self._texts.rows([line], keep=False)[0],
            "customer": customer,
            "case": next((case for case in customer["cases"] if case["case"] == line.case), None),
            "messages": self._messages(interaction, found),
            "read": {"customer": 0, "agent": 0} | {row["speaker"]: row["ordinal"] for row in read},
            "life": [
                {"n": row["n"], "at": row["at"], "actor": row["actor"], "fact": json.loads(row["fact"])}
                for row in sorted(life, key=lambda row: row["n"])
            ],
            "drafts": [draft for draft in drafts if draft is not None],
            "transfer_note": bodies[note].decode() if note and note in bodies else None,
            "callback": self._callback(interaction),
            "transliterates": self.transliterates(interaction),
        }

    def _callback(self, interaction: str) -> dict[str, Any] | None:
        """Whom to call, what they were promised, and the calls so far; None for what is no callback."""
        known = self._reading.ask("callbacks.of", (interaction,))
        if not known:
            return None
        address = self._reading.ask("post.address_of", (interaction,))[0]["address"]
        first = self._reading.ask("cases.messages_before", (interaction, 2, 1))
        said = [row["message"] for row in first if row["speaker"] == "customer"]
        bodies = self._texts.bodies([address, *said])
        number = bodies.get(address)
        return {
            "phone": json.loads(number)["to"]["value"] if number is not None else None,
            "promised_at": known[0]["promised_at"],
            "tries": [dict(row) for row in self._reading.ask("callbacks.tries", (interaction,))],
            "about": "".join(json.loads(bodies[message])["text"] for message in said if message in bodies),
        }

    async def path(self, interaction: str, who: Who) -> dict[str, Any]:
        """The way through a menu, node by node; empty where none greeted this customer."""
        await self._line(interaction, who)
        known = self._reading.ask("menus.of", (interaction,))
        if not known:
            return {"interaction": interaction, "flow": None, "passed": []}
        passed = [dict(row) for row in self._reading.ask("menus.passed", (interaction,))]
        return {"interaction": interaction, **dict(known[0]), "passed": passed}

    async def may_hear(self, interaction: str, who: Who) -> None:
        """Raises NotFound, and NotAllowed where it is neither this person's own nor theirs to oversee: waiting is not enough."""
        line, _, _ = await self._line(interaction, who)
        if (who.agent is None or line.agent != who.agent) and not who.may("conversations.see_all"):
            raise NotAllowed("not_yours", interaction=interaction)

    async def messages(self, interaction: str, before: int, limit: int, who: Who) -> dict[str, Any]:
        """Older messages, oldest first."""
        await self._line(interaction, who)
        asked = (interaction, before, min(limit, PAGE_MAX))
        found = await self._reading.ask_aside("cases.messages_before", asked)
        return {"messages": self._messages(interaction, found)}

    async def _line(self, interaction: str, who: Who) -> tuple[Line, str | None, int]:
        n = self.desk.position
        await self._reading.reached(n)
        found = self._reading.ask("cases.conversation", (interaction,))
        if not found:
            raise NotFound("interaction", interaction=interaction)
        line = line_of(found[0])
        if not belongs(line, who.agent) and not who.may("conversations.see_all"):
            raise NotAllowed("not_yours", interaction=interaction)
        return line, found[0]["note"], n

    def _messages(self, interaction: str, newest_first: Sequence[Any]) -> list[Message]:
        rows = list(reversed(newest_first))
        bodies = self._texts.bodies([row["message"] for row in rows])
        known = self._reading.ask("post.deliveries_of", (interaction,))
        deliveries = {row["delivery"]: delivery_of(row) for row in known}
        shown = [
            message(
                row["ordinal"], row["at"], row["speaker"], row["agent"], self.agent_name(row["agent"]),
                said_of(bodies.get(row["message"])), attachments_of(row), deliveries.get(row["message"]),
            )
            for row in rows
        ]  # fmt: skip
        raw = [one.letter.raw for one in shown if one.letter is not None and one.letter.raw]
        gone = {row["input"] for row in self._reading.ask("post.gone", (json.dumps(raw),))} if raw else set()
        return [without_raw(one) if one.letter is not None and one.letter.raw in gone else one for one in shown]

    def draft(self, interaction: str, agent: str | None, kind: DraftKind) -> dict[str, Any] | None:
        """What this agent has typed and not sent, if anything was ever typed."""
        kept = self._cases.drafts.get(interaction, {}).get(draft_key(agent or "", kind))
        if kept is None:
            return None
        bodies = self._texts.bodies([kept.content] if kept.content else [])
        typed = typed_in(bodies[kept.content]) if kept.content in bodies else Typed("")
        return {"kind": kept.kind, **msgspec.structs.asdict(typed), "revision": kept.revision, "saved_at": kept.at}

    # ── for whoever judges it ───────────────────────────────────────────────────────────────────────────────────────

    async def about(self, interactions: Sequence[str]) -> dict[str, dict[str, Any]]:
        """By conversation: on which channel, when, about what and how it ended; of one that is not known, nothing."""
        await self._reading.reached(self.desk.position)
        rows = await self._reading.ask_aside("cases.of_many", (json.dumps(list(interactions)),))
        return {row["interaction"]: dict(row) | {"reasons": json.loads(row["reasons"])} for row in rows}

    async def played(self, interaction: str, before: int) -> dict[str, Any]:
        """What was said and done in a conversation, by whom it was served last, the last page of it before a message, and nothing else of its customer."""
        told = (await self.about([interaction])).get(interaction)
        if told is None:
            raise NotFound("interaction", interaction=interaction)
        found = await self._reading.ask_aside("cases.messages_before", (interaction, before, PAGE_MAX))
        life = await self._reading.ask_aside("cases.life", (interaction, LIFE_MAX))
        (kept,) = self._reading.ask("cases.conversation", (interaction,))
        chosen = json.loads(kept["why"])["chosen"]["agent"] if kept["why"] is not None else None
        steps = [
            {"n": row["n"], "at": row["at"], "actor": row["actor"], "fact": json.loads(row["fact"])} for row in life
        ]
        spoken = {step["fact"].get(key) for step in steps for key in ("agent", "to_agent")}
        agents = {*spoken, *(row["agent"] for row in found), chosen, kept["agent"]} - {None}
        return {
            "about": told,
            "agent": kept["agent"],
            "offered": {"at": kept["why_at"], "agent": chosen} if chosen is not None else None,
            "names": {agent: self.agent_name(agent) or agent for agent in sorted(agents)},
            "messages": self._messages(interaction, found),
            "life": steps,
        }

    async def why(self, interaction: str, who: Who) -> dict[str, Any]:
        """Why it waits, or why it went to whom it went: the `Why` of docs/reference/live.md."""
        line, _, _ = await self._line(interaction, who)
        one = self._site.kept.interactions.get(interaction)
        told: dict[str, Any] = {
            "interaction": interaction,
            "state": line.state,
            "place": None,
            "agent": None,
            "at": line.place_at,
        }
        skills = dict(one.skills) if one is not None else {}
        queue = self._site.kept.queues.get(line.queue)
        told["skills"] = {**(queue.skills if queue is not None else {}), **skills}
        if one is not None and one.waiting is not None:
            verdicts = self._site.router.explain(interaction)
            return told | {"place": self._site.router.position(interaction), "explanation": _waiting_because(verdicts)}
        found = self._reading.ask("cases.conversation", (interaction,))[0]
        if found["why"] is None:
            return told | {"explanation": None}
        explanation = json.loads(found["why"])
        return told | {"agent": explanation["chosen"]["agent"], "at": found["why_at"], "explanation": explanation}

    # ── one customer ────────────────────────────────────────────────────────────────────────────────────────────────

    async def customer(self, customer: str) -> dict[str, Any]:
        """A customer with their identities, cases, notes, and conversations on all channels."""
        await self._reading.reached(self.desk.position)
        found = self._reading.ask("people.customer", (customer,))
        if not found:
            raise NotFound("customer", customer=customer)
        together = [row["customer"] for row in self._reading.ask("people.together", (customer,))]
        merged = [row["customer"] for row in self._reading.ask("people.merged", (customer,))]
        ids = json.dumps(together)
        alike = [row["customer"] for row in self._reading.ask("people.alike", (customer,))]
        names = self._texts.names_of([customer, *together, *alike])
        identities = [row for one in together for row in self._reading.ask("people.identities", (one,))]
        timeline = await self._reading.ask_aside("cases.timeline", (ids, TIMELINE_MAX))
        notes = self._reading.ask("cases.notes_of", (ids, TIMELINE_MAX))
        bodies = self._texts.bodies([row["identity"] for row in identities] + [row["note"] for row in notes])
        return {
            "customer": customer,
            # Whoever said their name in one of the records that are shown together has it.
            "name": names.get(customer) or next((names[one] for one in together if names.get(one)), ""),
            "language": found[0]["language"],
            "first_at": found[0]["first_at"],
            "unrecorded": any(self._reading.ask("people.customer", (one,))[0]["unrecorded"] for one in together),
            "identities": [
                {
                    "kind": row["kind"],
                    "value": bodies[row["identity"]].decode(),
                    "verified": bool(row["verified"]),
                }
                for row in identities
                if row["kind"] != "visitor" and row["identity"] in bodies
            ],
            "merged": [{"customer": one, "name": names.get(one, "")} for one in merged],
            "alike": [{"customer": one, "name": names.get(one, "")} for one in alike],
            "claims": self._claims(together),
            "timeline": self._timeline(timeline),
            "notes": [
                {
                    "note": row["note"],
                    "case": row["case"],
                    "at": row["at"],
                    "agent": row["agent"],
                    "name": self.agent_name(row["agent"]),
                    "text": bodies.get(row["note"], b"").decode(),
                }
                for row in notes
            ],
            "promises": self.promises_of(ids, PROMISES_MAX),
            "cases": [case_of(row) for row in self._reading.ask("cases.cases_of", (ids, TIMELINE_MAX))],
        }

    def _claims(self, together: Sequence[str]) -> list[dict[str, Any]]:
        """Codes shown that say that this customer is another, or another this one, where nobody has confirmed or refused it."""
        sides = set(together)
        open_claims = [one for one in self._people.claims.values() if not sides.isdisjoint((one.customer, one.claimed))]
        names = self._texts.names_of([side for one in open_claims for side in (one.customer, one.claimed)])
        told = []
        for one in open_claims:
            ours = one.customer in sides
            other = one.claimed if ours else one.customer
            given_in = self._reading.ask("cases.conversation", (one.given_in,)) if one.given_in is not None else ()
            told.append({
                "interaction": one.interaction,
                "customer": other,
                "name": names.get(other, ""),
                "says": "this" if ours else "other",
                "channel": given_in[0]["channel"] if given_in else "",
                "given_in": one.given_in,
                "given_at": one.given_at,
            })  # fmt: skip
        return told

    def _timeline(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        shown = self._texts.rows([line_of(row) for row in rows], keep=False)
        return [
            {
                "interaction": row["interaction"],
                "case": row["case"],
                "channel": row["channel"],
                "at": row["arrived_at"],
                "state": row["state"],
                "agent": row["agent"],
                "reasons": json.loads(row["reasons"]),
                "outcome": row["outcome"],
                "snippet": line.snippet,
            }
            for row, line in zip(rows, shown, strict=True)
        ]


def _waiting_because(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """How many agents each constraint keeps from it, in the shape of an Explanation with nobody chosen."""
    counts = Counter(verdict.excluded for verdict in verdicts)
    excluded = {cause: counts[cause] for cause in ("away", "unskilled", "full", "refused")}
    excluded["refused"] += counts["kept"]
    return {"chosen": None, "others": [], **excluded, "urgency_at": 0, "affinity_ms": 0, "relaxed": 0}


def case_of(row: Any) -> dict[str, Any]:
    """A case as it is shown."""
    return {
        "case": row["case"],
        "number": row["number"],
        "state": "open" if row["solved_at"] is None else "solved",
        "opened_at": row["opened_at"],
        "solved_at": row["solved_at"],
        "contacts": row["contacts"],
    }


def attachments_of(row: Any) -> tuple[i.Attachment, ...]:
    """The files of a message row."""
    return _attachments.decode(row["attachments"]) if row["attachments"] else ()


def _newest(line: Line) -> tuple[int, str]:
    return (-line.last_at, line.interaction)


def _oldest(line: Line) -> tuple[int, str]:
    return (line.place_at - line.priority * 60_000, line.interaction)
