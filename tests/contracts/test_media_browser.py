"""The exam of media engines with a browser at one end: DTLS-SRTP and ICE, with the real Chromium."""

import asyncio
from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from hoolin.channels.voice.media import recording
from hoolin.channels.voice.media.port import (
    BROWSER,
    HOUSE,
    TRUNK,
    Hold,
    Listen,
    Listening,
    Play,
    Record,
    Resume,
    Shape,
    Silence,
    StopRecord,
    Take,
)
from hoolin.core.errors import Invalid
from tests.channels.voice.rtp_party import Party, parties, strength
from tests.contracts.media_contract import MUSIC, PROMPT, A, B, C, Stand
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL, OnRtpengine, OnRtpIo
from tests.contracts.web_party import WebParty, browsing, web_party

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("browser")]


class WithABrowser(ABC):
    """`a` is an agent's page, at 1000 Hz."""

    @abstractmethod
    def exam(self) -> OnRtpengine | OnRtpIo:
        """The engine's own exam, which starts it."""

    @pytest.mark.slow
    async def test_a_telephone_and_a_page_talk(self, tmp_path: Path) -> None:
        """Both ways, without a packet lost or made anew; keys both ways; hold and back; to another and back, with nothing to be
        sent to the page.
        """
        async with (
            self.exam().stand(tmp_path) as stand,
            parties(c=C, b=B) as who,
            browsing(tmp_path, A) as browser,
        ):
            c, b = who.values()
            a = await web_party(browser, "a")
            offered = await stand.engine.offer("call-1", "c", "a", c.sdp, BROWSER)
            c.talk(await stand.engine.answer("call-1", "a", "c", await a.join(offered), TRUNK))
            port = c.towards
            await asyncio.gather(c.hears(A, seconds=15), a.hears(C))
            told = await a.told()
            assert (told["codec"], told["state"]) == ("audio/PCMA", "connected")
            assert told["lost"] <= 2
            await a.press("4#")
            await stand.until(lambda _: stand.digits("a") == "4#")
            await c.until(lambda party: party.digits() == "4#")
            c.press("9")
            await stand.until(lambda _: stand.digits("c") == "9")
            await self._hold(stand, c, a)
            await self._record(stand, c)
            await stand.put("call-1", c, b)
            await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C, not_=(A,)), a.hears(not_=(C, B)))
            await stand.engine.offer("call-1", "c", "a", c.sdp, BROWSER)
            await stand.engine.answer("call-1", "a", "c", a.sdp, TRUNK)
            await asyncio.gather(c.hears(A, not_=(B,)), a.hears(C, not_=(B,)))
            assert c.towards == port

    async def _hold(self, stand: Stand, c: Party, a: WebParty) -> None:
        """Neither hears the other, and the telephone hears music; then both are back."""
        await stand.engine.do(Hold("call-1", "c", (stand.sound(MUSIC),)))
        await asyncio.gather(c.hears(MUSIC, not_=(A,)), a.hears(not_=(C, MUSIC)))
        await stand.engine.do(Resume("call-1", "c"))
        await asyncio.gather(c.hears(A, not_=(MUSIC,)), a.hears(C))

    async def _record(self, stand: Stand, c: Party) -> None:
        """What a page says is written down as it is heard, not as it was encrypted."""
        await stand.engine.do(Record("call-1", "s"))
        await c.listens(1.0)
        segment = (await stand.engine.do(StopRecord("call-1"))).segment
        assert segment is not None
        channels = recording.read_wav(recording.to_wav(segment, ("c", "a")))
        for channel, own in zip(channels, (C, A), strict=True):
            assert strength(channel[len(channel) // 4 : 3 * len(channel) // 4], own) > 2_000

    @pytest.mark.slow
    async def test_an_agent_asks_another_from_a_page(self, tmp_path: Path) -> None:
        """Attended transfer by a page: what it answered first is what it offers now; the caller hears music, then the other."""
        async with (
            self.exam().stand(tmp_path) as stand,
            parties(c=C, b=B) as who,
            browsing(tmp_path, A) as browser,
        ):
            c, b = who.values()
            a = await web_party(browser, "a")
            offered = await stand.engine.offer("call-1", "c", "a", c.sdp, BROWSER)
            c.talk(await stand.engine.answer("call-1", "a", "c", await a.join(offered), TRUNK))
            await asyncio.gather(c.hears(A, seconds=15), a.hears(C))
            await stand.engine.do(Hold("call-1", "c", (stand.sound(MUSIC),)))
            b.talk(await stand.engine.offer("call-1", "a", "b", a.sdp, TRUNK))
            await stand.engine.answer("call-1", "b", "a", b.sdp, BROWSER)
            await asyncio.gather(a.hears(B, not_=(C,)), b.hears(A, not_=(C,)), c.hears(MUSIC, not_=(A, B)))
            await stand.engine.do(Silence("call-1", "c"))
            await stand.put("call-1", c, b)
            await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C, not_=(A,)), a.hears(not_=(C, B)))

    async def test_a_page_calls(self, tmp_path: Path) -> None:
        """A page that offers is answered by us, hears a prompt, and is put through."""
        async with self.exam().stand(tmp_path) as stand, parties(c=C) as who, browsing(tmp_path, A) as browser:
            c = who["c"]
            a = await web_party(browser, "a")
            done = await stand.engine.do(Take("call-1", "a", await a.call(), BROWSER))
            await a.answered(done.sdp)
            await stand.engine.do(Play("call-1", "a", (stand.sound(PROMPT),), 0))
            await a.hears(PROMPT)
            await stand.engine.do(Silence("call-1", "a"))
            c.talk(await stand.engine.offer("call-1", "a", "c", a.sdp, TRUNK))
            await stand.engine.answer("call-1", "c", "a", c.sdp, BROWSER)
            await asyncio.gather(c.hears(A, seconds=15), a.hears(C, not_=(PROMPT,)))

    async def test_a_page_that_called_is_loaded_again(self, tmp_path: Path) -> None:
        """The same leg, with a description of its own each time: while it hears us, what it hears goes on; while it talks, nobody else
        notices, and both are recorded.
        """
        async with self.exam().stand(tmp_path) as stand, parties(c=C) as who, browsing(tmp_path, A) as browser:
            c = who["c"]
            for again in range(3):
                a = await web_party(browser, "a")
                await a.answered((await stand.engine.do(Take("call-1", "a", await a.call(), BROWSER))).sdp)
                if not again:
                    await stand.engine.do(Play("call-1", "a", (stand.sound(PROMPT),), 0))
                await a.hears(PROMPT)
                await a.page.close()
            await stand.engine.do(Silence("call-1", "a"))
            for again in range(3):
                a = await web_party(browser, "a")
                offered = await stand.engine.offer("call-1", "a", "c", await a.call(), TRUNK)
                if not again:
                    c.talk(offered)
                await a.answered(await stand.engine.answer("call-1", "c", "a", c.sdp, BROWSER))
                await asyncio.gather(c.hears(A, seconds=15), a.hears(C, not_=(PROMPT,)))
                if again == 1:
                    await stand.engine.do(Record("call-1", "s"))
                    await c.listens(1.0)
                if again < 2:
                    await a.page.close()
            await c.listens(1.0)
            segment = (await stand.engine.do(StopRecord("call-1"))).segment
            assert segment is not None
            said, heard = recording.read_wav(recording.to_wav(segment, ("a", "c")))
            for channel, own in ((said[-8_000:-2_000], A), (said[1_000:7_000], A), (heard[-8_000:-2_000], C)):
                assert strength(channel, own) > 2_000

    async def test_we_call_a_page(self, tmp_path: Path) -> None:
        """A page is called before there is anybody else, as when an agent dials: it hears us, then the one who was dialled."""
        async with self.exam().stand(tmp_path) as stand, parties(c=C) as who, browsing(tmp_path, A) as browser:
            c = who["c"]
            a = await web_party(browser, "a")
            joined = await a.join(await stand.engine.offer("call-1", HOUSE, "a", b"", BROWSER))
            assert await stand.engine.answer("call-1", "a", HOUSE, joined, TRUNK) == b""
            await stand.engine.do(Play("call-1", "a", (stand.sound(PROMPT),), 0))
            await a.hears(PROMPT)
            await stand.engine.do(Silence("call-1", "a"))
            c.talk(await stand.engine.offer("call-1", "a", "c", a.sdp, TRUNK))
            await stand.engine.answer("call-1", "c", "a", c.sdp, BROWSER)
            await asyncio.gather(c.hears(A, seconds=15), a.hears(C, not_=(PROMPT,)))

    async def test_two_pages_talk(self, tmp_path: Path) -> None:
        """A whisper: a supervisor's page and an agent's hear each other, in a call of their own."""
        async with self.exam().stand(tmp_path) as stand, browsing(tmp_path, A) as browser:
            s, a = await web_party(browser, "s"), await web_party(browser, "a")
            offered = await stand.engine.offer("call-1", "s", "a", await s.call(), BROWSER)
            await s.answered(await stand.engine.answer("call-1", "a", "s", await a.join(offered), BROWSER))
            await asyncio.gather(s.hears(A), a.hears(A))

    @pytest.mark.slow
    async def test_no_page_waits_for_the_other_side(self, tmp_path: Path) -> None:
        """Ten pages call, one after the other, and each hears: neither side leaves it to the other to begin its encryption."""
        async with self.exam().stand(tmp_path) as stand, browsing(tmp_path, A) as browser:
            for number in range(10):
                call, a = f"call-{number}", await web_party(browser, "a")
                await a.answered((await stand.engine.do(Take(call, "a", await a.call(), BROWSER))).sdp)
                await stand.engine.do(Play(call, "a", (stand.sound(PROMPT),), 0))
                await a.hears(PROMPT)
                await stand.engine.end(call)
                await a.page.close()


@pytest.mark.needs("rtpengine")
class TestRtpengineWithABrowser(WithABrowser):
    """rtpengine."""

    def exam(self) -> OnRtpengine:
        """See above."""
        return OnRtpengine()

    @pytest.mark.slow
    async def test_supervisors_listen(self, tmp_path: Path) -> None:
        """Page after page hears both, is heard by nobody, and leaves without a trace; none fails to connect."""
        async with self.exam().stand(tmp_path) as stand, parties(c=C, b=B) as who, browsing(tmp_path, A) as browser:
            c, b = who.values()
            await stand.put("call-1", c, b)
            await asyncio.gather(c.hears(B), b.hears(C))
            for number in range(8):
                page = await web_party(browser, f"s{number}")
                offered = await stand.engine.do(Listen("call-1", ("c", "b"), page.name))
                assert offered.sdp.count(b"m=audio") == 2
                answer = await page.join(offered.sdp, microphone=False)
                await stand.engine.do(Listening("call-1", page.name, answer))
                await page.hears(C, B)
                await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C, not_=(A,)))
                await stand.engine.end("call-1", page.name)
                await page.hears(not_=(C, B))
                await page.page.close()
            await asyncio.gather(c.hears(B), b.hears(C))

    async def test_one_page_after_the_other_listens(self, tmp_path: Path) -> None:
        """Whoever listens hears both, each time: who leads the search for a way is not left to chance."""
        async with self.exam().stand(tmp_path) as stand, parties(c=C, b=B) as who, browsing(tmp_path, A) as browser:
            c, b = who.values()
            await stand.put("call-1", c, b)
            for number in range(6):
                page, leg = await web_party(browser, f"s{number}"), f"s{number}"
                offered = await stand.engine.do(Listen("call-1", ("c", "b"), leg))
                await stand.engine.do(Listening("call-1", leg, await page.join(offered.sdp, microphone=False)))
                await page.hears(C, B)
                await stand.engine.end("call-1", leg)

    async def test_opus_for_a_poor_line(self, tmp_path: Path) -> None:
        """A page on a poor network is given Opus, the telephone keeps A-law, and both hear each other."""
        async with self.exam().stand(tmp_path) as stand, parties(c=C) as who, browsing(tmp_path, A) as browser:
            c = who["c"]
            a = await web_party(browser, "a")
            offered = await stand.engine.offer("call-1", "c", "a", c.sdp, Shape("browser", opus=True))
            c.talk(await stand.engine.answer("call-1", "a", "c", await a.join(offered), TRUNK))
            await asyncio.gather(c.hears(A, seconds=15), a.hears(C))
            assert (await a.told())["codec"] == "audio/opus"
            # What is said in Opus is not written down: better refused than silent.
            with pytest.raises(Invalid):
                await stand.engine.do(Record("call-1", "s"))


@pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL)
class TestRtpIoWithABrowser(WithABrowser):
    """rtp.io."""

    def exam(self) -> OnRtpIo:
        """See above."""
        return OnRtpIo()
