"""Questions by keys after a call, with a real trunk, a real telephone and a real engine: answers are on disk, and nobody is held up."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from hoolin.channels.voice import facts as v
from hoolin.channels.voice.after import facts as a
from hoolin.channels.voice.after.port import Answered, Form, KeyQuestion
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.settings import VoiceAfterCall
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.experience.api import surveys
from tests.channels.voice.baresip import telephone
from tests.channels.voice.rtp_party import Party, parties, tone
from tests.channels.voice.sipp import Sipp, sipp
from tests.channels.voice.site import MARI, VoiceSite, settings, voice_site
from tests.channels.voice.test_telephones import CUSTOMER, OF_MARI, registered
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip"), pytest.mark.slow]

INTRO, REACHED, SOLVED, WRONG, THANKS = 1_130.0, 1_330.0, 1_530.0, 1_730.0, 540.0
"""What is said before the questions, the two of them, that an answer is none, and at the end."""

LONG_SECONDS = 1.6
"""Of each: a test whose machine has other things to do must not miss it."""

SOUNDS = {
    "questions": INTRO,
    "ask_reached": REACHED,
    "ask_solved": SOLVED,
    "not_understood": WRONG,
    "thanks": THANKS,
}

ASKED = VoiceAfterCall(
    questions=(
        KeyQuestion(code="access.reached", text={"et": "Kas saite kergesti inimeseni?"}, sound="ask_reached"),
        KeyQuestion(code="resolution.solved", text={"et": "Kas mure sai lahendatud?"}, sound="ask_solved", keys="123"),
    )
)


class Over(NamedTuple):
    """A call whose agent has said goodbye."""

    site: VoiceSite
    customer: Party
    caller: Sipp


@asynccontextmanager
async def said_goodbye(folder: Path, asked: VoiceAfterCall = ASKED, phone: bool = False) -> AsyncIterator[Over]:
    """Mari has talked with a customer, and said goodbye. phone: on a telephone, by hanging up."""
    trunk = free_port()
    wanted = settings(folder, trunk, after_call=asked)
    make_sounds(folder)
    async with voice_site(wanted) as site, parties(customer=CUSTOMER) as ends, AsyncExitStack() as stack:
        customer = ends["customer"]
        if phone:
            mari = await stack.enter_async_context(telephone(folder, "101", site.port, OF_MARI))
            await registered(site, "101")
        await site.online(MARI)
        async with sipp("calls", folder, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            if phone:
                await mari.told("CALL_INCOMING")
                await mari.do("accept")
                await customer.hears(OF_MARI)
                await mari.do("hangup")
            else:
                interaction = await site.accept(MARI)
                await site.ask(c.StartWrapUp(interaction=interaction, agent=MARI), f"agent:{MARI}")
            await site.fact(f.WrapUpStarted)
            yield Over(site, customer, caller)


def make_sounds(folder: Path) -> None:
    """What is said, as tones."""
    for name, hertz in SOUNDS.items():
        (folder / "sounds" / "et" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, LONG_SECONDS))))


async def test_who_stays_is_asked_and_answers_by_keys(tmp_path: Path) -> None:
    """A machine that says so; a key that is no answer is asked for again; each answer is a fact at once, and at the end they are let go. The
    agent's after-work goes on beside, and its end changes nothing.
    """
    async with said_goodbye(tmp_path, phone=True) as (site, customer, caller):
        asked = await site.fact(a.KeysAsked)
        assert asked.questions == ("access.reached", "resolution.solved")
        await customer.hears(INTRO, not_=(OF_MARI,))
        await customer.hears(REACHED)
        customer.press("4")
        first = await site.fact(a.KeysAnswered)
        assert (first.interaction, first.question, first.value) == (asked.interaction, "access.reached", "4")
        await site.ask(c.Close(interaction=asked.interaction, agent=MARI, outcome="solved"), f"agent:{MARI}")
        await customer.hears(SOLVED)
        customer.press("9")
        await customer.hears(WRONG)
        await customer.hears(SOLVED)
        customer.press("1")
        await customer.hears(THANKS)
        assert (await site.fact(a.KeysDone)).cause == "answered"
        assert await caller.ends() == 0
        told = [(one.question, one.value) for one in site.all(a.KeysAnswered)]
        assert told == [("access.reached", "4"), ("resolution.solved", "1")]
        assert (await site.fact(v.CallEnded)).cause == "released"
        assert not list(site.all(f.InteractionAbandoned))


@pytest.mark.parametrize("how", ["hangs up", "declines"])
async def test_what_was_answered_until_then_counts(how: str, tmp_path: Path) -> None:
    """Whoever hangs up in the middle, or presses the key for it, is done; their first answer is kept."""
    async with said_goodbye(tmp_path) as (site, customer, caller):
        await customer.hears(REACHED)
        customer.press("2")
        await customer.hears(SOLVED)
        if how == "hangs up":
            caller.hang_up()
        else:
            customer.press("0")
        done = await site.fact(a.KeysDone)
        assert done.cause == ("hung_up" if how == "hangs up" else "declined")
        assert await caller.ends() == 0
        assert [(one.question, one.value) for one in site.all(a.KeysAnswered)] == [("access.reached", "2")]
        ended = await site.fact(v.CallEnded)
        assert ended.cause == ("hung_up" if how == "hangs up" else "released")


async def test_nobody_is_asked_who_is_not_to_be(tmp_path: Path) -> None:
    """Off as it comes: the call ends with the agent. Who decides may leave somebody out, too."""
    async with said_goodbye(tmp_path, VoiceAfterCall()) as (site, _, caller):
        assert await caller.ends() == 0
        assert not list(site.all(a.KeysAsked))


class Chosen:
    """Another room's say: one question, for this customer's queue alone."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.seen: list[Answered] = []

    def form_for(self, answered: Answered) -> Form | None:
        """See the port."""
        self.seen.append(answered)
        return Form("chosen", ("outcome.csat",)) if answered.queue == self.queue else None

    def question(self, form: str, code: str) -> KeyQuestion | None:
        """See the port."""
        return KeyQuestion(code=code, text={"et": "Rahul?"}, sound="ask_solved") if form == "chosen" else None


@pytest.mark.parametrize("queue", ["service", "bills"])
async def test_another_room_decides(queue: str, tmp_path: Path) -> None:
    """Whoever knows surveys takes the place of the settings, and is told whose call it was."""
    trunk = free_port()
    wanted = settings(tmp_path, trunk)
    make_sounds(tmp_path)
    async with voice_site(wanted) as site, parties(customer=CUSTOMER) as ends:
        after = site.built.rooms["calls"].state.after = Chosen(queue)
        await site.online(MARI)
        customer = ends["customer"]
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            interaction = await site.accept(MARI)
            await site.ask(c.StartWrapUp(interaction=interaction, agent=MARI), f"agent:{MARI}")
            if queue == "service":
                await customer.hears(SOLVED)
                customer.press("5")
                answered = await site.fact(a.KeysAnswered)
                assert (answered.form, answered.question, answered.value) == ("chosen", "outcome.csat", "5")
            assert await caller.ends() == 0
            assert [(one.interaction, one.queue) for one in after.seen] == [(interaction, "service")]
            assert bool(list(site.all(a.KeysAsked))) == (queue == "service")


async def test_a_survey_of_the_site_is_put_by_keys(tmp_path: Path) -> None:
    """The same questions as on every channel, without the one that has more answers than keys; what is pressed is an answer on the item's own
    scale, and the survey is over. Nobody is asked again soon.
    """
    trunk = free_port()
    wanted = settings(tmp_path, trunk)
    sounds = SOUNDS | {"resolution.solved": REACHED, "heard.understood": SOLVED}
    for name, hertz in sounds.items():
        (tmp_path / "sounds" / "et" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, 0.8))))
    asked = surveys.Survey(code="usual", questions=("resolution.solved", "outcome.nps", "heard.understood"))
    async with voice_site(wanted) as site, parties(customer=CUSTOMER) as ends:
        await site.ask(surveys.commands.SetSurveys(rules=surveys.SurveyRules(surveys=(asked,)), after=0))
        await site.online(MARI)
        customer = ends["customer"]
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            interaction = await site.accept(MARI)
            await site.ask(c.StartWrapUp(interaction=interaction, agent=MARI), f"agent:{MARI}")
            await customer.hears(REACHED)
            customer.press("1")
            await customer.hears(SOLVED)
            customer.press("5")
            assert await caller.ends() == 0
        begun = await site.fact(surveys.facts.SurveyAsked)
        assert (begun.interaction, begun.survey, begun.way, begun.language) == (interaction, "usual", "keys", "et")
        told = [(one.item, one.value) for one in site.all(surveys.facts.SurveyAnswered)]
        assert told == [("resolution.solved", 2), ("heard.understood", 5)]
        assert (await site.fact(surveys.facts.SurveyEnded)).ending == "finished"
        desk = site.built.rooms["surveys"].state
        assert desk.kept.last_asked[begun.customer][1] == interaction
