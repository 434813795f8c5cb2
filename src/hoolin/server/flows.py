"""Menus as whoever sets up the site meets them: read, looked at, set, tried out as text. Nothing here decides; that is `core/flow`. What
they were before, and which ways customers took, is in `flow_past.py`; how they sound in `flow_voice.py`.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, Any, Literal

import msgspec
import yaml

from hoolin.core.commands import Command
from hoolin.core.errors import Invalid, Malformed
from hoolin.core.facts import Instant
from hoolin.core.flow import commands as c
from hoolin.core.flow import step as s
from hoolin.core.flow.decide import NEVER
from hoolin.core.flow.desk import Flows
from hoolin.core.flow.guarantee import prove
from hoolin.core.flow.language import Flow
from hoolin.core.flow.read import read
from hoolin.core.flow.surroundings import names_in
from hoolin.core.flow.told import in_words, way_in_words
from hoolin.core.flow.traps import Trap, Verdict
from hoolin.core.flow.walk import begin, go_on
from hoolin.core.flow.written import written
from hoolin.core.site.rules import LANGUAGES, Language
from hoolin.server.accounts.records import Who

YAML_CHARACTERS_MAX = 2_000_000

SOON_MS = 3_600_000
"""In a preview of closed hours, everything opens in an hour."""


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A flow as it is handed in: as data, or as the text of a YAML file. One of both."""

    flow: dict[str, Any] | None = None
    yaml: str = ""


class Change(Draft, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A flow as it is to be set. based_on: the revision that was changed (0: there was none; None: whatever there is). note: why, in words."""

    based_on: int | None = None
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a preview. draft: instead of the flow that is set. state: of the last step, None to begin. event: what happens; none at the
    beginning. hours: as they are now, or as if everything were `open` or `closed`. at: as they are at this instant instead (0: now). spoken: as on the
    telephone. values: collected so far.
    """

    language: Language = "et"
    draft: Draft | None = None
    state: s.FlowState | None = None
    event: s.Event | None = None
    hours: Literal["now", "open", "closed"] = "now"
    at: Instant = 0
    spoken: bool = False
    values: dict[str, str] = {}


Submit = Callable[..., Awaitable[Any]]


class FlowOffice:
    """Every flow of a site. clock: what time it is. submit: the loop's. hooks: the machines that may be asked."""

    def __init__(
        self, flows: Flows, submit: Submit, clock: Callable[[], Instant], hooks: Iterable[str] = ()
    ) -> None:  # fmt: skip
        self._hooks = tuple(sorted(hooks))
        self._flows = flows
        self._submit = submit
        self._clock = clock

    async def all(self) -> dict[str, Any]:
        """Every flow, whether its guarantee holds as the site is set up now, which channel uses which, and what a flow can name here."""
        kept = self._flows.kept
        names = [name for name in sorted(kept.flows) if kept.revisions[name] in kept.flows[name]]
        channels = dict(sorted(kept.used.items()))
        lines = [self._line(name, await self._prove(self._flows.flow(name))) for name in names]
        return {"flows": lines, "channels": channels, "site": self._site()}

    def _site(self) -> dict[str, Any]:
        """What a flow of this site can lead to, greet on and ask."""
        site = self._flows.site.kept
        skills = {skill for agent in site.agents.values() for skill in agent.profile.skills}
        return {
            "languages": site.rules.languages, "queues": sorted(site.queues), "hooks": self._hooks,
            "channels": sorted(code for code in site.channels if code not in NEVER),
            "skills": sorted(skill for skill in skills if not skill.startswith("lang:")),
            "hours": sorted(name for name in site.hours if name),
        }  # fmt: skip

    def _line(self, name: str, verdict: Verdict) -> dict[str, Any]:
        flow = self._flows.flow(name)
        used = sorted(channel for channel, used in self._flows.kept.used.items() if used == name)
        return {
            "name": name, "revision": self._flows.kept.revisions[name], "nodes": len(flow.nodes), "channels": used,
            "holds": verdict.holds,
        }  # fmt: skip

    async def show(self, name: str) -> dict[str, Any]:
        """One flow with its verdict. Raises NotFound."""
        flow = self._flows.flow(name)
        verdict = await self._prove(flow)
        return {**self._line(name, verdict), "flow": written(flow), "verdict": told(verdict)}

    async def check(self, name: str, draft: Draft) -> dict[str, Any]:
        """What would be said of it if it were set, and which revision is the newest (0: there is none). Raises Unreadable, Malformed."""
        verdict = told(await self._prove(drafted(name, draft)))
        revision = self._flows.kept.revisions.get(name, 0)
        return {**verdict, "revision": revision if revision in self._flows.kept.flows.get(name, {}) else 0}

    def written(self, name: str, draft: Draft) -> dict[str, Any]:
        """The same flow as data and as the text of a YAML file. Raises Unreadable, Malformed."""
        plain = written(drafted(name, draft))
        text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)
        return {"flow": plain, "yaml": text}

    async def put(self, name: str, change: Change, who: Who) -> dict[str, Any]:
        """Set it. Raises Unreadable, Malformed, Trapped, Conflict."""
        flow = drafted(name, change)
        await self._ask(c.SetFlow(flow=flow, based_on=change.based_on, note=change.note), who)
        return await self.show(name)

    async def retire(self, name: str, who: Who) -> None:
        """Do away with it. Raises NotFound, Conflict."""
        await self._ask(c.RetireFlow(flow=name), who)

    async def use(self, channel: str, name: str, who: Who) -> dict[str, str]:
        """Which flow greets on a channel. Raises NotFound, Invalid, Trapped."""
        await self._ask(c.UseFlow(channel=channel, flow=name), who)
        return dict(sorted(self._flows.kept.used.items()))

    async def _ask(self, command: Command, who: Who) -> None:
        await self._submit(command, actor=who.actor, key=secrets.token_hex(16))

    async def _prove(self, flow: Flow) -> Verdict:
        """Aside: customers are not kept waiting for it."""
        around, bounds = self._flows.surroundings(flow), self._flows.bounds
        return await asyncio.to_thread(prove, flow, around, bounds)

    # ── preview ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def preview(self, name: str, asked: Preview) -> dict[str, Any]:
        """The next step, and what it says as text. Nothing is recorded, and no machine is asked. Raises NotFound, Invalid."""
        flow = drafted(name, asked.draft) if asked.draft is not None else self._flows.flow(name)
        context = self._context(flow, asked)
        if asked.state is None or asked.event is None:
            step = begin(flow, context)
        else:
            if asked.state.node not in flow.nodes or set(asked.state.variables) != set(flow.variables):
                raise Invalid("flow_state")
            step = go_on(flow, asked.state, asked.event, context)
        return {"step": step, "said": [self._text(prompt) for prompt in step.says]}

    def _context(self, flow: Flow, asked: Preview) -> s.Context:
        language = asked.state.language if asked.state is not None else asked.language
        now = asked.at or self._clock()
        context = self._flows.context(flow, language, now, frozenset(asked.values), spoken=asked.spoken)
        is_open, opens_at = context.open, context.opens_at
        if asked.hours != "now":
            names = names_in(flow)
            is_open = names if asked.hours == "open" else frozenset()
            at = 0 if asked.hours == "open" else now + SOON_MS
            opens_at = {one.removeprefix("queue:"): at for one in names if one.startswith("queue:")}
        return s.Context(
            language=language, open=is_open, opens_at=opens_at, served=context.served, values=asked.values,
            kept=frozenset(asked.values), spoken=asked.spoken,
        )  # fmt: skip

    def _text(self, prompt: s.Prompt) -> str:
        when = "" if prompt.when is None else self._flows.say_when(prompt.when, prompt.language)
        return prompt.text.replace("{when}", when)


def drafted(name: str, draft: Draft) -> Flow:
    """The flow that was handed in, under this name. Raises Unreadable, Malformed."""
    data: Any = draft.flow
    if draft.flow is None:
        if len(draft.yaml) > YAML_CHARACTERS_MAX:
            raise Malformed("flow_too_large", characters_max=YAML_CHARACTERS_MAX)
        try:
            data = yaml.safe_load(draft.yaml)
        except (yaml.YAMLError, RecursionError) as problem:
            mark = getattr(problem, "problem_mark", None)
            place = {"line": mark.line + 1, "column": mark.column + 1} if mark is not None else {}
            raise Malformed("not_yaml", said=str(problem)[:500], **place) from None
    return read({**data, "name": name} if isinstance(data, dict) else data, name)


def told(verdict: Verdict) -> dict[str, Any]:
    """A verdict with its words."""
    return {
        "holds": verdict.holds, "steps": verdict.steps, "seconds": verdict.seconds, "mishaps": verdict.mishaps,
        "mishap_seconds": verdict.mishap_seconds, "places": verdict.places, "idle": verdict.idle,
        "traps": [_trap(trap) for trap in verdict.traps],
    }  # fmt: skip


def _trap(trap: Trap) -> dict[str, Any]:
    return {
        "kind": trap.kind, "node": trap.node, "language": trap.language, "steps": trap.steps, "seconds": trap.seconds,
        "path": trap.path, "said": {one: in_words(trap, one) for one in LANGUAGES},
        "way": {one: way_in_words(trap, one) for one in LANGUAGES},
    }  # fmt: skip
