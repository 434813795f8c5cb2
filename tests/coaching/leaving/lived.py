"""The real house in which somebody did everything there is in coaching."""

from typing import Any

import msgspec

from hoolin.coaching.api import advice, drills, ease, exemplars, learning, sessions
from hoolin.core.interaction import commands as i
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, SiteRules
from tests.coaching.learning.site import lesson, path
from tests.coaching.sessions.world import ITEM, NOW, World, plan, prepare

WEEK = "2026-W49"
KEPT = ("exemplars", "learning", "drills", "advice", "sessions", "ease", "effects")
"""The rooms of coaching that keep anything of people."""


class Lived(World):
    """See above."""

    def __init__(self) -> None:
        super().__init__()
        self.do(i.SetSite(rules=SiteRules(reasons=("bill",))), i.SetEaseRules(rules=EaseRules(on=True)))
        self.do(learning.commands.PublishLesson(lesson=lesson("listen"), based_on=0, why=""))
        self.do(learning.commands.PublishPath(path=path(), based_on=0, why=""))
        self.do(i.SetAgent(profile=AgentProfile(agent="mari", skills={"lang:et": 100})))

    def kept(self, room: str) -> Any:
        """What a room keeps."""
        return self.rooms[room].state.kept

    def everything(self, agent: str = "mari", mark: str = "") -> None:
        """Of one agent. mark: what ids begin with."""
        self.do(plan(session=f"{mark}s1", agent=agent))
        self.do(plan(session=f"{mark}s2", agent=agent, question_id=f"{mark}q2"))
        self.do(sessions.commands.CancelCoaching(session=f"{mark}s2", by=agent, reason="busy"))
        self.do(msgspec.structs.replace(prepare(agent, "mine", f"{mark}p1"), session=f"{mark}s1"))
        words = f"{mark}x1"
        self.do(
            sessions.commands.Recognise(
                recognition=f"{mark}r1", agent=agent, by="hele", words="Said it back.", words_id=words
            )
        )
        self.do(learning.commands.BeginPath(learner=agent, path="first", coach="hele"))
        self.do(learning.commands.AnswerQuestion(learner=agent, lesson="listen", number=1, question="q1", chosen=(0,)))
        self.do(learning.commands.AnswerQuestion(learner=agent, lesson="listen", number=1, question="q2", chosen=(0,)))
        self.played(f"{mark}y1", agent)
        self.do(
            advice.commands.SetAdviceAside(
                agent=agent, item=ITEM, by=agent, why="not_me", words=f"{mark}w1", text="Ei ole mina."
            )
        )
        self.proposed(f"{mark}e1", agent)
        self.do(exemplars.commands.ShowExemplar(exemplar=f"{mark}e1", to=agent))
        self.told(f"{mark}t1", agent)

    def played(self, play: str, agent: str) -> None:
        """A drill, to its end."""
        self.do(
            drills.commands.RecordPlay(
                play=play, agent=agent, drill="bill_shock", number=0, language="et", seed=1, turns=(drills.Turn(text="Tere"),), ending="clear",
                kind="good", marks=(), text_id=f"{play}t",
            )
        )  # fmt: skip

    def proposed(self, exemplar: str, agent: str) -> None:
        """Their own good moment, kept by Hele; they are named beside it."""
        c = exemplars.commands
        self.do(
            c.ProposeExemplar(
                exemplar=exemplar, interaction=f"i-{exemplar}", customer="c1", channel="chat", queue="service", language="et", agent=agent, by=agent,
                source="agent", first=1, last=2, note="Hea",
            ),
            c.ApproveExemplar(
                exemplar=exemplar, by="hele", text=exemplars.Text("Kuulab.", (exemplars.Turn("agent", "Kuulan!"),)), language="et", criteria=(ITEM,),
                reasons=(), basis="asked",
            ),
            c.AgreeExemplar(exemplar=exemplar, agent=agent, agrees=True),
        )  # fmt: skip

    def told(self, tap: str, agent: str, week: str = WEEK) -> None:
        """A contact, and how it felt."""
        name = f"c-{tap}"
        self.do(i.SetPresence(agent=agent, presence="online"))
        self.do(i.Arrive(interaction=name, customer="c1", case=f"k-{tap}", channel="chat", language="et"))
        one = self.rooms["floor"].state.interaction(name)
        assert one.agent == agent
        self.do(i.AcceptOffer(interaction=name, offer=str(one.offer), agent=agent))
        self.do(i.StartWrapUp(interaction=name, agent=agent))
        self.do(i.Close(interaction=name, agent=agent, outcome="solved", reasons=("bill",)))
        self.do(ease.commands.TellEase(interaction=name, agent=agent, tap=tap, felt="hard", week=week, hour=9))

    def found(self, person: str) -> list[str]:
        """The rooms that know of somebody still, but for whose keys are to be destroyed."""
        return [room for room in KEPT if person in str(self._told(room))]

    def _told(self, room: str) -> Any:
        kept = msgspec.to_builtins(self.kept(room))
        kept.pop("gone", None)
        # Whom a site compares, by their ids, is written down before; and what a week needs until it is counted.
        kept.pop("rollouts", None)
        kept.pop("orphans", None)
        return kept

    def going(self) -> dict[str, Any]:
        """All whose keys are to be destroyed."""
        rooms = ("exemplars", "drills", "advice", "sessions", "ease")
        return {owner: going for room in rooms for owner, going in self.kept(room).gone.items()}


__all__ = ["KEPT", "NOW", "WEEK", "Lived"]
