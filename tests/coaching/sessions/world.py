"""The real house with two agents and a coach, and a clock in the hand."""

from typing import Any

import pytest

from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions.state import Coaching, Session, dump
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.runtime.house import House, Outcome
from hoolin.wiring import rooms

DAY = 86_400_000
HOUR = 3_600_000
NOW = 1_796_037_300_000
"""Monday the 30th of November 2026, a quarter past one in the afternoon in Tallinn."""

TODAY = "2026-11-30"
ZONE = "Europe/Tallinn"
ITEM = "heard.named_back"


class World:
    """See above."""

    def __init__(self) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.state: Coaching = self.rooms["sessions"].state
        self.now = NOW
        self.number = 0
        self.outcomes: list[Outcome] = []
        self.do(i.SetSite(rules=SiteRules()), i.SetQueue(rules=QueueRules(queue="service")))
        self.do(i.SetChannel(rules=ChannelRules(channel="chat")))
        self.do(*(i.SetAgent(profile=AgentProfile(agent=one)) for one in ("mari", "olga", "hele")))

    def do(self, *commands: Command) -> Outcome:
        """Decide and fold; the last outcome."""
        for command in commands:
            self.number += 1
            outcome = self.house.handle(command, "agent:hele", f"c{self.number}", self.now)
            self.outcomes.append(outcome)
        return outcome

    def refused(self, kind: type[Refusal], code: str, command: Command) -> dict[str, Any]:
        """Refused with this code, and nothing has changed; the detail."""
        before = dump(self.state)
        with pytest.raises(kind) as refusal:
            self.do(command)
        assert refusal.value.code == code
        assert dump(self.state) == before
        return refusal.value.detail

    def session(self, session: str = "s1") -> Session:
        """One of them."""
        return self.state.kept.sessions[session]

    def words(self) -> dict[str, tuple[str, str]]:
        """By content: under whose key it lies, and what it says."""
        return {one.id: (one.owner, one.body.decode()) for outcome in self.outcomes for one in outcome.contents}


def plan(**more: Any) -> c.PlanCoaching:
    """Hele and Mari meet the next day."""
    usual: dict[str, Any] = {
        "session": "s1", "agent": "mari", "coach": "hele", "by": "hele", "begins_at": NOW + DAY, "minutes": 45, "topics": (ITEM,),
        "conversations": ("i1",), "question_id": "q1", "new": True,
    }  # fmt: skip
    return c.PlanCoaching(**(usual | more))


def prepare(by: str, words: str, content: str, shared: bool = False) -> c.PrepareCoaching:
    """Somebody brings something along."""
    return c.PrepareCoaching(session="s1", by=by, words=words, words_id=content, shared=shared)


def view(side: Any, by: str, content: str, mark: int = 1) -> c.TellView:
    """How somebody sees it."""
    return c.TellView(session="s1", side=side, by=by, words_id=content, words=f"view of the {side}", marks={ITEM: mark})


def step(**more: Any) -> c.AgreeStep:
    """One small step."""
    usual: dict[str, Any] = {
        "session": "s1",
        "by": "mari",
        "words": "I say back what I heard",
        "words_id": "w1",
        "today": TODAY,
        "shifts": 3,
    }
    return c.AgreeStep(**(usual | more))


HELD = (view("agent", "mari", "v1"), c.HoldCoaching(session="s1", by="hele", listened=("i1",)))
"""What there is to do before a step is agreed on."""
