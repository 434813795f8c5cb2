"""Who is asked: by chance alone, never twice, never too often, never against their wish; and what may be asked at all."""

from typing import Any

import msgspec
import pytest

from hoolin.core.commands import Command, Decision
from hoolin.core.delivery.facts import DeliveryAsked
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction.facts import MessageSent
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import ChannelRules, QueueRules
from hoolin.experience.criteria.items import ITEMS
from hoolin.experience.criteria.register import DEFAULT
from hoolin.experience.criteria.state import Criteria, Version
from hoolin.experience.surveys import commands as c
from hoolin.experience.surveys import facts as f
from hoolin.experience.surveys.api import DECIDES, FOLDS, Survey, SurveyDesk, SurveyRules, dump, load
from hoolin.experience.surveys.decide import asking, chosen, faults
from hoolin.experience.surveys.state import DAY_MS
from hoolin.people.api import facts as people

NOW = 1_800_000_000_000
USUAL = Survey(code="usual", questions=("resolution.solved", "effort.ease", "heard.understood"))


class Floor:
    """A floor with two channels and one line, and its surveys."""

    def __init__(self, *surveys: Survey, quiet_days: int = 30) -> None:
        self.site = Site()
        self.site.kept.queues["service"] = QueueRules(queue="service")
        self.site.kept.channels["chat"] = ChannelRules(channel="chat")
        self.site.kept.channels["sms"] = ChannelRules(channel="sms", delivers=True)
        self.desk = SurveyDesk(self.site, Criteria(self.site))
        self.desk.link_for = lambda interaction, language: f"https://help.example/survey#{interaction}"
        self.position = 0
        if surveys:
            self.do(c.SetSurveys(rules=SurveyRules(surveys=surveys, quiet_days=quiet_days), after=0))

    def fold(self, facts: tuple[Fact, ...], now: int) -> tuple[Fact, ...]:
        """What was decided becomes true."""
        for fact in facts:
            self.position += 1
            if type(fact) in FOLDS:
                FOLDS[type(fact)](self.desk, Entry(self.position, now, "system", "", fact))
        return facts

    def do(self, command: Command, now: int = NOW) -> tuple[Fact, ...]:
        """Decide and fold."""
        return self.fold(DECIDES[type(command)](self.desk, command, now).facts, now)

    def over(
        self, number: int, customer: str = "", channel: str = "chat", now: int = NOW, answered: bool = True
    ) -> Decision:
        """What is decided when this conversation ends; nothing of it has happened."""
        one = Interaction(
            interaction=f"i{number}", customer=customer or f"c{number}", case="k", channel=channel, queue="service", language="ru",
            state="active", arrived_at=now, place_at=now, agent="a", answered_at=now if answered else 0,
        )  # fmt: skip
        self.site.kept.interactions[one.interaction] = one
        return asking(self.desk, one, now)

    def ends(
        self, number: int, customer: str = "", channel: str = "chat", now: int = NOW, answered: bool = True
    ) -> Any:
        """A conversation ends; gives the fact that its customer was asked, if they were."""
        facts = self.fold(self.over(number, customer, channel, now, answered).facts, now)
        return next((fact for fact in facts if isinstance(fact, f.SurveyAsked)), None)


def test_the_share_that_was_set_is_asked_and_chance_chooses() -> None:
    """Of 4,000 conversations 25 in a hundred, within four standard errors; looking again chooses the same."""
    drawn = [chosen(f"i{number}", 25) for number in range(4_000)]
    assert abs(sum(drawn) - 1_000) < 4 * (4_000 * 0.25 * 0.75) ** 0.5
    assert drawn == [chosen(f"i{number}", 25) for number in range(4_000)]
    assert all(chosen(f"i{number}", 100) for number in range(100))


def test_asked_once_with_what_is_needed_to_weigh_the_answer() -> None:
    """The fact says which survey, which version, by which way and with which share; the same conversation is not asked again."""
    floor = Floor(USUAL)
    asked = floor.ends(1)
    assert (asked.survey, asked.version, asked.way, asked.share) == ("usual", 1, "inline", 100)
    assert asked.until == NOW + 14 * DAY_MS
    assert floor.ends(1, now=NOW + 60 * DAY_MS) is None


def test_a_written_channel_is_asked_by_a_last_message_that_says_it_is_automatic() -> None:
    """And where customers cannot reach a page of ours nobody is."""
    floor = Floor(USUAL)
    decision = floor.over(1, channel="sms")
    asked, said, delivery = decision.facts
    assert isinstance(asked, f.SurveyAsked) and asked.way == "link"
    assert isinstance(said, MessageSent) and said.speaker == "system"
    assert isinstance(delivery, DeliveryAsked) and delivery.message == said.message
    text = decision.contents[0].body.decode()
    assert "Автоматический" in text and "https://help.example/survey#i1" in text
    floor.desk.link_for = lambda interaction, language: ""
    assert floor.over(2, channel="sms").facts == ()


def test_nobody_is_asked_too_often() -> None:
    """Within thirty days once, whatever the channel; then again. Whoever nobody answered is not asked how it went."""
    floor = Floor(USUAL)
    assert floor.ends(1, "mari") is not None
    assert floor.ends(2, "mari", channel="sms", now=NOW + 29 * DAY_MS) is None
    assert floor.ends(3, "jaan", now=NOW + 29 * DAY_MS) is not None
    assert floor.ends(4, "mari", now=NOW + 30 * DAY_MS) is not None
    assert floor.ends(5, "peeter", answered=False) is None


def test_merged_records_are_one_person() -> None:
    """Whoever is shown as somebody else was asked when the other was."""
    floor = Floor(USUAL)
    floor.desk.shown_as = lambda customer: "mari" if customer == "mari-2" else customer
    assert floor.ends(1, "mari").customer == "mari"
    assert floor.ends(2, "mari-2") is None


def test_a_wish_not_to_be_asked_is_kept() -> None:
    """For ever, until it is taken back; also by whoever has answered already."""
    floor = Floor(USUAL, quiet_days=0)
    floor.ends(1, "mari")
    floor.do(c.EndSurvey(interaction="i1", ending="finished"))
    floor.do(c.NoteSurveyWish(interaction="i1", wanted=False))
    assert floor.do(c.NoteSurveyWish(interaction="i1", wanted=False)) == ()
    assert floor.ends(2, "mari", now=NOW + DAY_MS) is None
    floor.do(c.NoteSurveyWish(interaction="i1", wanted=True))
    assert floor.ends(3, "mari", now=NOW + 2 * DAY_MS) is not None


def test_a_wish_holds_for_whoever_turns_out_to_be_the_same_person() -> None:
    """Said as one record, it holds as the other they are shown with from then on; so does that they were asked lately. It is taken back as the other."""
    floor = Floor(USUAL)
    floor.ends(1, "mari-2")
    floor.do(c.NoteSurveyWish(interaction="i1", wanted=False))
    FOLDS[people.CustomersMerged](
        floor.desk, Entry(9, NOW, "system", "", people.CustomersMerged(kept="mari", merged="mari-2"))
    )
    floor.desk.shown_as = lambda customer: "mari" if customer == "mari-2" else customer
    late = NOW + 29 * DAY_MS
    assert floor.ends(2, "mari", now=late + 10 * DAY_MS) is None
    floor.do(c.NoteSurveyWish(interaction="i1", wanted=True))
    assert floor.ends(3, "mari", now=late) is None
    assert floor.ends(4, "mari-2", now=late + 10 * DAY_MS) is not None


def test_the_first_survey_that_fits_is_asked() -> None:
    """By line and channel; one that is not used asks nobody."""
    floor = Floor(
        Survey(code="texts", questions=("outcome.csat",), channels=("sms",)),
        Survey(code="off", questions=("outcome.nps",), used=False),
        USUAL,
        quiet_days=0,
    )
    assert floor.ends(1, channel="sms").survey == "texts"
    assert floor.ends(2).survey == "usual"


def test_answers_are_kept_one_by_one_and_the_end_is_the_end() -> None:
    """A changed mind counts until then; a second end, an answer after it, what was not asked and what is off the scale are refused."""
    floor = Floor(USUAL)
    floor.ends(1)
    assert floor.do(c.AnswerSurvey(interaction="i1", item="effort.ease", value=6))
    assert floor.do(c.AnswerSurvey(interaction="i1", item="effort.ease", value=6)) == ()
    assert floor.do(c.AnswerSurvey(interaction="i1", item="effort.ease", value=7))
    for item, value, code in (("effort.ease", 8, "not_on_the_scale"), ("outcome.nps", 9, "not_asked")):
        with pytest.raises(Invalid) as refused:
            floor.do(c.AnswerSurvey(interaction="i1", item=item, value=value))
        assert refused.value.code == code
    floor.do(c.EndSurvey(interaction="i1", ending="finished", comment="Aitäh!", comment_id="v1"))
    for late in (
        c.AnswerSurvey(interaction="i1", item="effort.ease", value=1),
        c.EndSurvey(interaction="i1", ending="finished"),
    ):
        with pytest.raises(Conflict) as answered:
            floor.do(late)
        assert answered.value.code == "survey_answered"
    assert floor.desk.kept.asked["i1"].answers == {"effort.ease": 7}


def test_it_is_open_for_so_long_and_not_for_whoever_is_forgotten() -> None:
    """After its time, and after its customer was erased, the link leads nowhere."""
    floor = Floor(USUAL)
    floor.ends(1, "mari")
    command = c.AnswerSurvey(interaction="i1", item="effort.ease", value=6)
    with pytest.raises(NotFound):
        floor.do(command, NOW + 14 * DAY_MS)
    floor.desk.erased = {"mari"}
    with pytest.raises(NotFound):
        floor.do(command)


def test_words_are_the_customers_own_content() -> None:
    """They lie under the customer's key, and the fact holds their number alone; where no words were asked for, none are taken."""
    floor = Floor(USUAL, Survey(code="short", questions=("outcome.csat",), comment=False))
    floor.ends(1, "mari")
    ended = DECIDES[c.EndSurvey](
        floor.desk, c.EndSurvey(interaction="i1", ending="finished", comment=" Hea! ", comment_id="v1"), NOW
    )
    (content,) = ended.contents
    assert (content.owner, content.body.decode()) == ("mari", "Hea!")
    short = Floor(Survey(code="short", questions=("outcome.csat",), comment=False))
    short.ends(1)
    with pytest.raises(Invalid):
        short.do(c.EndSurvey(interaction="i1", ending="finished", comment="Aga…", comment_id="v2"))


def test_a_bad_survey_is_refused_with_all_of_its_faults() -> None:
    """What is no item, what only reviewers judge, what is there twice, and lines and channels that do not exist; nothing is changed."""
    floor = Floor(USUAL)
    bad = Survey(
        code="bad",
        questions=("effort.joy", "heard.empathy", "outcome.csat", "outcome.csat"),
        queues=("nowhere",),
        channels=("fax",),
    )
    with pytest.raises(Invalid) as refused:
        floor.do(c.SetSurveys(rules=SurveyRules(surveys=(bad, bad)), after=1))
    faults: Any = refused.value.detail["faults"]
    codes = [fault["code"] for fault in faults]
    assert codes[:5] == ["no_such_item", "not_for_customers", "question_twice", "no_such_queue", "no_such_channel"]
    assert codes[5] == "code_twice"
    assert floor.desk.kept.version == 1


def test_an_item_published_later_can_be_asked_and_answered_and_taken_out_again() -> None:
    """What is asked is the register that holds; whoever was asked before an item was taken out still answers it, on the scale it had."""
    floor = Floor()
    polite = msgspec.structs.replace(ITEMS["heard.understood"], code="heard.polite")
    rules = SurveyRules(surveys=(Survey(code="new", questions=("heard.polite",)),))
    assert [fault["code"] for fault in faults(rules, floor.desk)] == ["no_such_item"]
    holds = Version(2, NOW, "guru", "", msgspec.structs.replace(DEFAULT, items=(*DEFAULT.items, polite)))
    floor.desk.criteria.versions.append(holds)
    floor.do(c.SetSurveys(rules=rules, after=0))
    floor.ends(1)
    floor.desk.criteria.versions.append(Version(3, NOW + 1, "guru", "", DEFAULT))
    assert [fault["code"] for fault in faults(rules, floor.desk)] == ["no_such_item"]
    with pytest.raises(Invalid):
        floor.do(c.AnswerSurvey(interaction="i1", item="heard.polite", value=6))
    assert floor.do(c.AnswerSurvey(interaction="i1", item="heard.polite", value=5))


def test_who_changed_an_older_version_is_told() -> None:
    """Nothing of somebody else's is written over; setting what is set already is no change."""
    floor = Floor(USUAL)
    other = SurveyRules(surveys=(USUAL, Survey(code="more", questions=("outcome.nps",))))
    floor.do(c.SetSurveys(rules=other, after=1))
    with pytest.raises(Conflict):
        floor.do(c.SetSurveys(rules=SurveyRules(), after=1))
    assert floor.do(c.SetSurveys(rules=other, after=0)) == ()


def test_a_survey_may_be_changed_while_it_is_being_answered() -> None:
    """Whoever was asked the old one answers the old one."""
    floor = Floor(USUAL)
    floor.ends(1)
    floor.do(c.SetSurveys(rules=SurveyRules(), after=1))
    assert floor.do(c.AnswerSurvey(interaction="i1", item="heard.understood", value=5))


def test_what_is_over_is_let_go_and_a_snapshot_is_the_same() -> None:
    """Memory holds what can still be answered; dumped and loaded it decides the same."""
    floor = Floor(USUAL, quiet_days=1)
    for number in range(50):
        floor.ends(number)
    for number in range(50, 130):
        floor.ends(number, now=NOW + 20 * DAY_MS)
    assert len(floor.desk.kept.asked) == len(floor.desk.kept.last_asked) == 80
    again = SurveyDesk(floor.site, floor.desk.criteria)
    load(again, dump(floor.desk))
    assert again.kept == floor.desk.kept


def test_every_question_has_a_scale_that_takes_answers() -> None:
    """What may be asked can be answered."""
    for item in ITEMS.values():
        if "survey" in item.sources:
            assert item.counted.low is not None and item.counted.takes(item.counted.low)
