"""A flow greets whoever writes, and brings them to a person: by chat and by SMS alike, through crashes, silence and failing machines."""

from typing import Any

import msgspec
import pytest
import yaml

from hoolin.channels.voice.commands import BeginCall
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Fact
from hoolin.core.flow import commands as fc
from hoolin.core.flow import facts as f
from hoolin.core.flow import step as s
from hoolin.core.flow.decide import Trapped
from hoolin.core.flow.read import Unreadable, read
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.speak import Said
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, Relaxation
from tests.core.flow.floor import DAY, HOUR, MENU, MINUTE, FlowFloor

NIGHT = 12 * HOUR


def kinds(facts: list[Fact]) -> list[str]:
    """What was recorded, without what only a channel with a provider records."""
    names = [type(fact).__name__ for fact in facts]
    return [name for name in names if name not in ("InteractionAddressed", "DeliveryAsked")]


def said(floor: FlowFloor, facts: list[Fact]) -> list[str]:
    """What the system said."""
    ids = [fact.message for fact in facts if isinstance(fact, i.MessageSent) and fact.speaker == "system"]
    return [msgspec.json.decode(floor.contents[one], type=Said).text for one in ids]


def without_ids(facts: list[Fact]) -> list[Any]:
    """The same by any channel, in whichever conversation."""
    found = []
    for fact in facts:
        if type(fact).__name__ in ("InteractionAddressed", "DeliveryAsked", "CaseOpened"):
            continue
        raw = msgspec.to_builtins(fact)
        own = str(raw.get("interaction", "?"))
        text = msgspec.json.encode({**raw, "channel": "", "customer": "", "case": ""}).decode()
        found.append(text.replace(f'"{own}', '"'))
    return found


SCRIPTS: dict[str, list[str]] = {
    "a choice": ["tere", "1"],
    "a mistake, then words": ["tere", "mis asja", "arve"],
    "a person at once": ["Inimest palun"],
    "a person in the middle": ["tere", "2", "хочу оператора"],
    "a number": ["tere", "2", "12", "1234"],
    "goodbye": ["tere", "3", "aitäh"],
    "one thing more": ["tere", "3", "aga kus on mu tellimus?"],
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("hours", [0, NIGHT], ids=["open", "closed"])
def test_by_chat_and_by_sms_the_same_is_recorded(script: list[str], hours: int) -> None:
    """Ids and channel aside, fact by fact; and what is said is the same too."""
    told = {}
    for channel in ("chat", "sms"):
        floor = FlowFloor()
        floor.pass_ms(hours)
        facts = [fact for text in script for fact in floor.says(text, channel)]
        facts += floor.pass_ms(2 * HOUR)
        told[channel] = (without_ids(facts), said(floor, facts))
    assert told["chat"] == told["sms"]


def test_whoever_comes_is_greeted_and_asked() -> None:
    """No person is asked for yet, and what is said is marked as automatic."""
    floor = FlowFloor()
    facts = floor.says("tere")
    assert kinds(facts) == [
        "InteractionArrived", "InteractionGreeted", "MessageReceived", "FlowEntered", "FlowStepped", "MessageSent", "CaseOpened",
    ]  # fmt: skip
    one = floor.one()
    assert one is not None
    assert one.state == "greeted"
    assert said(floor, facts) == [
        "[automaat] Siin vastab automaat. Kui soovite inimest, kirjutage INIMENE.\nArved 1, tellimus 2, aitäh 3"
    ]


def test_a_choice_leads_into_its_line_with_its_demands() -> None:
    """Queue, skills and priority of the node; the language is asked for as ever."""
    floor = FlowFloor()
    floor.says("tere")
    facts = floor.says("1")
    assert kinds(facts) == ["MessageReceived", "FlowLeft", "DemandsSet", "InteractionQueued"]
    one = floor.one()
    assert one is not None
    assert (one.state, one.queue, one.priority, one.skills) == ("waiting", "bills", 2, {"lang:et": 1, "bills": 40})
    assert floor.flows.kept.walks == {}
    floor.do(c.SetPresence(agent="mari", presence="online"))
    assert one.state == "offered"


@pytest.mark.parametrize("word", ["inimene", "оператора, пожалуйста", "I want a human", "0"])
def test_a_fixed_word_as_the_first_word_is_enough(word: str) -> None:
    """Nobody is asked anything."""
    floor = FlowFloor()
    facts = floor.says(word)
    assert "FlowLeft" in kinds(facts)
    assert said(floor, facts) == []
    one = floor.one()
    assert one is not None
    assert one.state == "waiting"


def test_silence_is_asked_again_and_ends_in_line() -> None:
    """By the clock alone: nobody has to come back for it."""
    floor = FlowFloor()
    floor.says("tere")
    first = floor.pass_ms(11 * MINUTE)
    assert kinds(first) == ["FlowStepped", "MessageSent"]
    second = floor.pass_ms(10 * MINUTE)
    assert kinds(second) == ["FlowLeft", "InteractionQueued"]
    left = second[0]
    assert isinstance(left, f.FlowLeft)
    assert [(one.node, one.why) for one in left.passed] == [("line", "silent")]


def test_when_it_is_closed_a_message_is_promised_an_answer() -> None:
    """The promise is said, and kept: at that instant it stands in line by itself."""
    floor = FlowFloor()
    floor.pass_ms(NIGHT)
    facts = floor.says("oleks vaja inimest")
    assert said(floor, facts)[0].endswith("Kirjutage, vastame kolmapäeval 04.11 kell 9:00.")
    facts = floor.says("Mu arve on vale. Helistagu mulle inimene.")
    assert kinds(facts) == ["MessageReceived", "FlowLeft", "AnswerLaterAsked", "InteractionDeferred"]
    states = []
    for _ in range(3):
        one = floor.one()
        states.append(one.state if one is not None else "")
        floor.pass_ms(10 * HOUR + 50 * MINUTE)
    assert states == ["deferred", "deferred", "waiting"]


def test_a_machine_is_asked_after_the_facts_are_written() -> None:
    """What it is told is named by content; its answer goes on, also in words."""
    floor = FlowFloor()
    for text in ("tere", "2", "1234"):
        floor.says(text)
    asked = next(one for one in floor.effects if isinstance(one, fc.AskMachine))
    assert (asked.hook, asked.timeout_ms) == ("orders", 3_000)
    assert floor.contents[asked.send["order"]] == b"1234"
    facts = floor.do(
        fc.AnswerLookup(interaction=asked.interaction, lookup=asked.lookup, answer="found", values={"day": "homme"})
    )  # fmt: skip
    assert said(floor, facts) == ["[automaat] Tuleb homme.\nHead aega.\nKui soovite siiski inimest, kirjutage INIMENE."]
    assert floor.do(fc.AnswerLookup(interaction=asked.interaction, lookup=asked.lookup, answer="found")) == []


def test_nothing_that_was_collected_is_in_a_fact() -> None:
    """It lies in the contents, under the customer's key."""
    floor = FlowFloor()
    for text in ("tere", "2", "77123456"):
        floor.says(text)
    written = b"".join(msgspec.json.encode(entry.fact) for entry in floor.entries)
    assert b"77123456" not in written + floor.house.dump()
    assert b"77123456" in floor.contents.values()


@pytest.mark.parametrize("answer", [None, "", "nonsense"], ids=["silent", "failed", "unheard of"])
def test_a_machine_that_fails_leads_to_a_person(answer: str | None) -> None:
    """Whether it is silent, broken, or says what nobody expected."""
    floor = FlowFloor()
    for text in ("tere", "2", "1234"):
        floor.says(text)
    asked = next(one for one in floor.effects if isinstance(one, fc.AskMachine))
    if answer is None:
        floor.pass_ms(4_000)
    else:
        floor.do(fc.AnswerLookup(interaction=asked.interaction, lookup=asked.lookup, answer=answer))
    one = floor.one()
    assert one is not None
    assert one.state == "waiting"


def test_goodbye_ends_it_without_claiming_that_it_is_solved() -> None:
    """And whoever writes again is greeted anew."""
    floor = FlowFloor()
    for text in ("tere", "3"):
        floor.says(text)
    facts = floor.says("Aitäh!")
    closed = next(fact for fact in facts if isinstance(fact, i.InteractionClosed))
    assert (closed.agent, closed.outcome) == (None, "pending")
    assert floor.one() is None
    assert "InteractionGreeted" in kinds(floor.says("tere jälle"))


@pytest.mark.parametrize("channel", ["chat", "sms"])
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_after_a_kill_it_goes_on_where_it_was(script: list[str], channel: str) -> None:
    """A house built anew from a snapshot and facts after every word says and records the same as one that was never killed."""
    steady, killed = FlowFloor(), FlowFloor()
    for text in script:
        steady.says(text, channel)
        killed = killed.kill()
        killed.says(text, channel)
        steady.pass_ms(MINUTE)
        killed = killed.kill()
        killed.pass_ms(MINUTE)
    steady.pass_ms(DAY)
    killed = killed.kill()
    killed.pass_ms(DAY)
    assert [entry.fact for entry in killed.entries] == [entry.fact for entry in steady.entries]
    assert killed.contents == steady.contents


def test_a_button_asks_for_a_person_too() -> None:
    """Where no flow speaks, it changes nothing."""
    floor = FlowFloor()
    floor.says("tere")
    one = floor.one()
    assert one is not None
    assert kinds(floor.do(fc.AskForPerson(interaction=one.interaction))) == ["FlowLeft", "InteractionQueued"]
    assert floor.do(fc.AskForPerson(interaction=one.interaction)) == []


class Caller:
    """Somebody who calls: whatever is to be said is an effect, and what they do is told."""

    def __init__(self, floor: FlowFloor) -> None:
        self.floor = floor
        if "voice" not in floor.site.kept.channels:
            floor.do(c.SetChannel(rules=ChannelRules(channel="voice", weight=100)))
        floor.do(fc.UseFlow(channel="voice", flow="menu"))
        self.facts = floor.do(c.Arrive(interaction="call", customer="c9", case="k9", channel="voice", language="et"))

    def does(self, event: s.Event) -> list[Fact]:
        """One thing."""
        made = self.floor.do(fc.TellFlow(interaction="call", event=event))
        self.facts += made
        return made

    @property
    def hears(self) -> fc.SayPrompts:
        """What is said to them last."""
        return [one for one in self.floor.effects if isinstance(one, fc.SayPrompts)][-1]


def test_a_call_is_greeted_by_the_same_flow() -> None:
    """What is recorded is the same as in writing, but for messages; what is said is asked of the gateway, with lengths and keys."""
    floor = FlowFloor()
    caller = Caller(floor)
    assert [one.node for one in caller.hears.says] == ["", "menu"]
    assert caller.hears.says[0].text == "Teile vastab automaat. Inimese saate nulliga."
    assert caller.hears.awaits is not None
    assert (caller.hears.awaits.keys, caller.hears.awaits.timeout_ms) == ("123", 8_000)
    caller.does(s.Keyed(keys="9"))
    caller.does(s.Keyed(keys="1"))
    assert caller.hears.out is not None
    assert caller.hears.out.queue == "bills"
    written = FlowFloor()
    texts = [fact for text in ("tere", "9", "1") for fact in written.says(text)]
    spoken = [one for one in kinds(caller.facts) if one not in ("CaseOpened",)]
    assert spoken == [one for one in kinds(texts) if one not in ("MessageReceived", "MessageSent", "CaseOpened")]


def test_a_gateway_that_is_gone_leaves_nobody_in_silence() -> None:
    """The clock goes on where nobody tells of silence any more, and brings whoever called into line."""
    floor = FlowFloor()
    caller = Caller(floor)
    caller.does(s.Silence())
    floor.pass_ms(MINUTE)
    one = floor.one("voice", "c9")
    assert one is not None
    assert one.state == "waiting"


def test_whoever_gives_up_leaves_the_flow() -> None:
    """Nothing is said to them any more."""
    floor = FlowFloor()
    floor.says("tere")
    one = floor.one()
    assert one is not None
    floor.do(c.SayGoodbye(interaction=one.interaction))
    assert floor.flows.kept.walks == {}
    assert floor.pass_ms(DAY) == []


def test_whoever_comes_over_from_another_channel_is_not_greeted_again() -> None:
    """Their place in line comes along."""
    floor = FlowFloor()
    floor.says("inimene")
    one = floor.one()
    assert one is not None
    facts = floor.says("siin ma olen", "sms", moves=one.interaction)
    assert "FlowEntered" not in kinds(facts)
    assert "InteractionQueued" in kinds(facts)


# ── setting ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def changed(**nodes: Any) -> fc.SetFlow:
    """The menu with other nodes."""
    data = yaml.safe_load(MENU)
    data["nodes"] |= nodes
    return fc.SetFlow(flow=read(data, "menu"))


TRAP = changed(line={"do": "queue", "queue": "service"})


def test_a_flow_that_traps_is_refused_with_the_way_into_the_trap() -> None:
    """As data and in three languages."""
    floor = FlowFloor()
    refusal = floor.refused(TRAP)
    assert isinstance(refusal, Trapped)
    assert refusal.verdict.traps[0].kind == "closed"
    assert (refusal.detail["kind"], refusal.detail["node"]) == ("closed", "line")
    said = refusal.detail["said"]
    assert isinstance(said, dict)
    assert {"et", "ru", "en"} == set(said)
    assert "line" in said["et"]


def test_skills_that_nobody_has_trap_whoever_waits_for_them() -> None:
    """A queue is served by whoever has its skills and those that the node adds; relaxations count."""
    floor = FlowFloor()
    asks = {"do": "queue", "queue": "bills", "closed": "shut", "skills": {"latin": 10}}
    refusal = floor.refused(changed(bills={**asks, "closed": None}))
    assert isinstance(refusal, Trapped)
    assert {trap.kind for trap in refusal.verdict.traps} == {"nobody"}
    rules = QueueRules(
        queue="bills", skills={"bills": 30}, relaxations=(Relaxation(after_ms=60_000, skills={"latin": 0}),)
    )
    floor.do(c.SetQueue(rules=rules))
    assert kinds(floor.do(changed(bills=asks))) == ["FlowSet"]


def test_whoever_is_in_an_old_revision_goes_on_in_it() -> None:
    """Others are greeted by the new one."""
    floor = FlowFloor()
    floor.says("tere", customer="old")
    new = {"do": "keys", "text": dict.fromkeys(("et", "ru", "en"), "Uus"), "keys": {"7": "bills"}}
    facts = floor.do(changed(menu=new))
    assert [fact.revision for fact in facts if isinstance(fact, f.FlowSet)] == [2]
    assert said(floor, floor.says("tere", customer="new"))[0].endswith("Uus")
    floor = floor.kill()
    floor.says("1", customer="old")
    one = floor.one(customer="old")
    assert one is not None
    assert one.queue == "bills"
    assert set(floor.flows.kept.flows["menu"]) == {2}


def test_a_flow_in_use_is_not_retired() -> None:
    """And a retired one is not found, until it is set again, with a revision of its own."""
    floor = FlowFloor()
    assert isinstance(floor.refused(fc.RetireFlow(flow="menu")), Conflict)
    for channel in ("chat", "sms"):
        floor.do(fc.UseFlow(channel=channel, flow=""))
    assert kinds(floor.says("tere"))[1] == "InteractionQueued"
    floor.do(fc.RetireFlow(flow="menu"))
    assert isinstance(floor.refused(fc.UseFlow(channel="chat", flow="menu")), NotFound)
    facts = floor.do(changed())
    assert [fact.revision for fact in facts if isinstance(fact, f.FlowSet)] == [3]
    assert floor.do(changed()) == []


@pytest.mark.parametrize("channel", ["email", "callback"])
def test_letters_are_answered_by_people(channel: str) -> None:
    """No flow greets them."""
    floor = FlowFloor()
    assert isinstance(floor.refused(fc.UseFlow(channel=channel, flow="menu")), Invalid)


def in_three(text: str) -> dict[str, str]:
    """The same in every language."""
    return dict.fromkeys(("et", "ru", "en"), text)


RING = {"do": "callback", "queue": "service", "text": in_three("Helistame {when}.")}


def test_nobody_is_promised_a_call_whose_number_nobody_knows() -> None:
    """Where people speak, some show no number: a flow that promises them a call is not used there, and one that is does not become such.
    Where they write, there is an address to answer to.
    """
    floor = FlowFloor()
    floor.do(c.SetChannel(rules=ChannelRules(channel="voice", weight=100)))
    floor.do(changed(shut=RING))
    refusal = floor.refused(fc.UseFlow(channel="voice", flow="menu"))
    assert isinstance(refusal, Trapped)
    assert (refusal.detail["kind"], refusal.detail["node"]) == ("no_number", "shut")
    said = refusal.detail["said"]
    assert isinstance(said, dict)
    assert all("shut" in said[language] for language in ("et", "ru", "en"))
    floor.do(fc.SetFlow(flow=read(yaml.safe_load(MENU), "menu")))
    floor.do(fc.UseFlow(channel="voice", flow="menu"))
    assert isinstance(floor.refused(changed(shut=RING)), Trapped)
    ask = {
        "do": "collect",
        "what": "phone",
        "into": "there",
        "text": in_three("Number?"),
        "then": "ring",
        "silence": "leave",
        "wrong": "leave",
    }
    leave = {"do": "message", "queue": "service", "text": in_three("Vastame {when}.")}
    floor.do(changed(shut=ask, ring={**RING, "number": "there"}, leave=leave))


def test_who_shows_no_number_is_called_at_the_one_they_type() -> None:
    """And whoever types none leaves a message instead, with the same date."""
    ask = {
        "do": "collect",
        "what": "phone",
        "into": "there",
        "text": in_three("Number?"),
        "then": "ring",
        "silence": "leave",
        "tries": 1,
    }
    leave = {"do": "message", "queue": "service", "text": in_three("Vastame {when}.")}
    for event, way in ((s.Keyed(keys="37255500011"), "callback"), (s.Silence(), "message")):
        floor = FlowFloor()
        floor.do(c.SetChannel(rules=ChannelRules(channel="voice", weight=100)))
        floor.do(changed(menu=ask, ring={**RING, "number": "there"}, leave=leave))
        floor.do(fc.UseFlow(channel="voice", flow="menu"))
        floor.pass_ms(NIGHT)
        begins = c.Arrive(interaction="call", customer="c9", case="k9", channel="voice", language="et")
        called = BeginCall(
            call="v1", leg="l1", trunk="main", numbers="u1", body=b"{}", begins=begins, nameless=True, greets=True
        )
        assert "CallerNameless" in kinds(floor.do(called))
        floor = floor.kill()
        facts = floor.do(fc.TellFlow(interaction="call", event=event))
        if way == "message":
            facts = floor.do(fc.TellFlow(interaction="call", event=s.Said(text="…")))
        left = next(fact for fact in facts if isinstance(fact, f.FlowLeft))
        assert (left.way, left.number is not None) == (way, way == "callback")
        assert left.due_at > floor.now


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_a_number_that_may_not_be_called_is_not_taken(channel: str) -> None:
    """It is told so and asked for another; nothing is kept of it, and after the last try it leads where a mistake does. What is no number to be called
    at is nobody's concern.
    """
    ask = {
        "do": "collect",
        "what": "digits",
        "into": "there",
        "least": 5,
        "most": 12,
        "text": in_three("Number?"),
        "then": "ring",
        "wrong": "leave",
        "silence": "leave",
    }
    leave = {"do": "message", "queue": "service", "text": in_three("Vastame {when}.")}
    floor = FlowFloor()
    floor.flows.may_call = lambda number: not number.startswith("900")
    floor.do(c.SetChannel(rules=ChannelRules(channel="voice", weight=100)))
    floor.do(changed(menu=ask, ring={**RING, "number": "there"}, leave=leave))
    if channel == "chat":
        floor.says("tere")
        told = said(floor, floor.says("900 12 34"))
        assert told == ["[automaat] Sellele numbrile me helistada ei saa. Andke palun mõni teine.\nNumber?"]
        assert "900" not in "".join(
            str(body) for name, body in floor.contents.items() if ".f" in name and "." in name[3:]
        )
        facts = floor.says("5550011")
    else:
        caller = Caller(floor)
        caller.does(s.Keyed(keys="9001234"))
        assert caller.hears.says[0].prompt == "hoolin.number_barred"
        assert caller.hears.awaits is not None
        caller.does(s.Keyed(keys="9001234"))
        assert [one.node for one in caller.hears.says] == ["", "leave"]
        assert caller.hears.awaits.what == "recording"
        facts = caller.does(s.Said(text="…"))
    left = next(fact for fact in facts if isinstance(fact, f.FlowLeft))
    assert left.way == ("callback" if channel == "chat" else "message")
    assert (left.number is not None) == (channel == "chat")


def test_a_number_to_call_is_a_number() -> None:
    """What is collected as something else cannot be called."""
    for what in ("email", "text"):
        ask = {"do": "collect", "what": what, "into": "there", "text": in_three("?"), "then": "ring"}
        with pytest.raises(Unreadable) as refusal:
            changed(number=ask, ring={**RING, "number": "there"})
        assert [one.code for one in refusal.value.problems] == ["no_such_number"]


def test_a_site_that_has_changed_since_is_looked_at_again() -> None:
    """Whether a flow holds is asked when it is set, and when it is put to use."""
    floor = FlowFloor()
    floor.do(fc.UseFlow(channel="chat", flow=""))
    floor.do(c.RetireAgent(agent="mari"))
    assert isinstance(floor.refused(fc.UseFlow(channel="chat", flow="menu")), Trapped)


def test_whoever_comes_to_work_is_known_to_the_flow_at_once() -> None:
    """What was looked up about the site is looked up anew when it is set up otherwise."""
    floor = FlowFloor()
    floor.says("tere", customer="first")
    floor.do(c.RetireAgent(agent="mari"))
    floor.do(c.SetAgent(profile=AgentProfile(agent="oleg", skills={"lang:et": 10, "bills": 90})))
    floor.says("1", customer="first")
    one = floor.one(customer="first")
    assert one is not None
    assert one.queue == "bills"


def test_a_flow_that_has_come_to_lead_nowhere_leads_into_line() -> None:
    """When the last person who spoke a language has left, whoever is greeted already stands in line all the same."""
    floor = FlowFloor()
    floor.says("tere")
    floor.do(c.RetireAgent(agent="mari"))
    facts = floor.says("inimene")
    assert kinds(facts)[-2:] == ["FlowLeft", "InteractionQueued"]
