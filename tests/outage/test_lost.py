"""The whole product with written channels, killed under load in both directions: nothing that anybody was told we have is lost or
doubled, and every message of ours has one honest end. `HOOLIN_KILLS=50` for a long run, with `-s` for its figures.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.channels.matrix.synapse import Synapse
from tests.outage.calls import Calls
from tests.outage.judging import Verdict
from tests.outage.outside import Mail, Matrix, Messenger, Outside, Sms, Telegram, Viber, Whatsapp, Xmpp
from tests.outage.whole_site import WholeSite, trial
from tests.ports import free_port

KILLS = int(os.environ.get("HOOLIN_KILLS", "2"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600 + 60 * KILLS),
]  # each kill is followed by the start of a whole process, on a machine that may be busy


@pytest.fixture
def homeserver(tmp_path: Path) -> Iterator[Synapse]:
    """A homeserver that knows where the site will be."""
    server = Synapse(tmp_path / "s")
    server.start()
    yield server
    server.stop()


async def test_mail_and_messengers_by_kills(tmp_path: Path) -> None:
    """Mail by our own door, and messengers that call us."""
    await prove(tmp_path, free_port(), [Mail(), Telegram(), Whatsapp(), Viber()])


async def test_messenger_and_callback_by_kills(tmp_path: Path) -> None:
    """Meta's other messenger, and customers who ask on our own page to be called."""
    await prove(tmp_path, free_port(), [Messenger(), Calls()])


@pytest.mark.needs("node", "prosody")
async def test_sms_and_xmpp_by_kills(tmp_path: Path) -> None:
    """Channels on which we hold a line to a server of somebody else's."""
    await prove(tmp_path, free_port(), [Sms(), Xmpp(tmp_path)])


@pytest.mark.needs("synapse")
async def test_matrix_by_kills(tmp_path: Path, homeserver: Synapse) -> None:
    """A homeserver that pushes."""
    await prove(tmp_path, homeserver.ours, [Matrix(homeserver)])


async def prove(folder: Path, port: int, channels: list[Outside]) -> None:
    """Kill, settle, and judge."""
    site = await asyncio.to_thread(WholeSite, folder, port, channels)
    async with AsyncExitStack() as stack:
        for channel in channels:
            await stack.enter_async_context(channel.enter(port, site.secret))
        try:
            await trial(site, KILLS)
            verdict = await asyncio.to_thread(Verdict, await stopped(site), site.calls)
            await site.start()
            shown = await site.shown(verdict.interactions)
            if site.calls is not None:
                assert await site.shown_calls(site.calls.closed()) == site.calls.closed()
        finally:
            await site.kill()
        for channel in channels:
            if isinstance(channel, Matrix):
                await channel.look()
            judge_incoming(site, verdict, channel)
            if isinstance(channel, Calls):
                sys.stdout.write(channel.judge(site.said))
            else:
                judge_outgoing(verdict, channel)
    assert site.answered <= set(verdict.asked), "accepted at the desk, and not in the outbox"
    unknown = {words for words, endings in verdict.endings.items() if endings == ["unknown"]}
    assert shown["unknown"] == len(unknown - verdict.reported), (unknown, verdict.reported, shown)
    assert verdict.kept == verdict.inputs.total()
    sys.stdout.write(f"{KILLS} kills: {dict(verdict.codes)}, {dict(verdict.inputs)}, shown {dict(shown)}\n")


async def stopped(site: WholeSite) -> Path:
    """The folder, once nobody serves it any more."""
    await site.kill()
    return site.data


def judge_incoming(site: WholeSite, verdict: Verdict, channel: Outside) -> None:
    """Each message that was taken is in the timeline, once, and in order where the provider keeps order."""
    for (name, person), said in site.said.items():
        if name == channel.name:
            wanted, heard = list(range(1, said + 1)), verdict.heard[name, person]
            assert sorted(heard) == wanted, (name, person, set(wanted) ^ set(heard), len(heard))
            assert heard == wanted or not channel.ordered, (name, person, heard)
    assert verdict.inputs[channel.name, "unreadable"] == 0


def judge_outgoing(verdict: Verdict, channel: Outside) -> None:
    """Each message of ours has one end; it arrived at most once; what was accepted did arrive."""
    mine = {words for words, name in verdict.channel.items() if name == channel.name}
    arrived = channel.arrived()
    assert mine, "nothing went out"
    assert all(verdict.asked[words] == 1 and len(verdict.endings[words]) == 1 for words in mine)
    assert not {words: times for words, times in arrived.items() if times > 1}, "sent twice"
    accepted, unknown = verdict.ended("accepted", channel.name), verdict.ended("unknown", channel.name)
    assert accepted <= set(arrived), (channel.name, "accepted, and never arrived")
    assert set(arrived) <= mine
    assert accepted | unknown == mine, (channel.name, "rejected", mine - accepted - unknown)
    sys.stdout.write(
        f"{channel.name}: {sum(len(numbers) for (name, _), numbers in verdict.heard.items() if name == channel.name)} in, "
        f"{len(mine)} out, {len(unknown)} unknown ({len(unknown & set(arrived))} of them arrived)\n"
    )
