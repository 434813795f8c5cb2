"""A browser as one end of a call in tests: the real headless Chromium, whose microphone is a tone from a file."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from hoolin.channels.voice.media.recording import write_wav
from tests.channels.voice.rtp_party import tone
from tests.e2e.stand import CHROMIUM, FLAGS

PAGE = "http://127.0.0.1:9/call"
"""Answered by the test itself: a page of this machine may use the microphone."""

SCRIPT = """<!doctype html><title>call</title><script>
const heard = [];
let pc;
const context = new AudioContext({sampleRate: 48000});
async function begun(microphone) {
  await context.resume();
  pc = new RTCPeerConnection();
  pc.ontrack = event => {
    const stream = new MediaStream([event.track]);
    // Sound reaches the analyser only while an element plays it as well.
    const player = new Audio(); player.srcObject = stream; player.play();
    const analyser = context.createAnalyser(); analyser.fftSize = 8192; analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    heard.push(analyser);
  };
  if (microphone) {
    const plain = {echoCancellation: false, noiseSuppression: false, autoGainControl: false};
    const stream = await navigator.mediaDevices.getUserMedia({audio: plain});
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
  }
}
async function gathered() {
  while (pc.iceGatheringState != 'complete') await new Promise(done => pc.addEventListener('icegatheringstatechange', done, {once: true}));
  return pc.localDescription.sdp;
}
async function join(sdp, microphone) {
  await begun(microphone);
  await pc.setRemoteDescription({type: 'offer', sdp});
  await pc.setLocalDescription(await pc.createAnswer());
  return gathered();
}
async function call() {
  await begun(true);
  await pc.setLocalDescription(await pc.createOffer());
  return gathered();
}
async function answered(sdp) { await pc.setRemoteDescription({type: 'answer', sdp}); }
function loudness(hertz) {
  return heard.map(analyser => {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = Math.round(hertz * analyser.fftSize / context.sampleRate);
    return Math.max(...bins.slice(at - 1, at + 2));
  });
}
function press(digits) { pc.getSenders()[0].dtmf.insertDTMF(digits, 160, 100); }
async function told() {
  const all = [...(await pc.getStats()).values()];
  const inbound = all.find(one => one.type == 'inbound-rtp'), codec = inbound && all.find(one => one.id == inbound.codecId);
  return {codec: codec && codec.mimeType, lost: inbound && inbound.packetsLost, state: pc.connectionState};
}
</script>"""

LOUD_DB = -40.0
QUIET_DB = -70.0


class WebParty:
    """A page in a call. name: its leg."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.sdp = b""

    async def join(self, offer: bytes, *, microphone: bool = True) -> bytes:
        """It answers an offer; its answer is kept as `sdp`."""
        self.sdp = (await self._run("join", offer.decode(), microphone)).encode()
        return self.sdp

    async def call(self) -> bytes:
        """It offers."""
        self.sdp = (await self._run("call")).encode()
        return self.sdp

    async def answered(self, sdp: bytes) -> None:
        """Its offer was answered."""
        await self._run("answered", sdp.decode())

    async def press(self, digits: str) -> None:
        """It presses keys."""
        await self._run("press", digits)

    async def told(self) -> dict[str, Any]:
        """The codec that it hears, packets lost, and how the connection is."""
        return dict(await self._run("told"))

    async def _run(self, name: str, *arguments: object) -> Any:
        return await self.page.evaluate(f"{name}({', '.join(map(json.dumps, arguments))})")

    async def hears(self, *tones: float, not_: tuple[float, ...] = (), seconds: float = 90) -> None:
        """Wait until it hears all these tones and none of the others, in whatever track. Raises AssertionError."""
        loop = asyncio.get_running_loop()
        end, last = loop.time() + seconds, {}
        while loop.time() < end:
            last = {hertz: max(await self._run("loudness", hertz), default=-200.0) for hertz in (*tones, *not_)}
            if all(last[one] > LOUD_DB for one in tones) and all(last[one] < QUIET_DB for one in not_):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} should hear {tones} and not {not_}; it heard {last}; {await self.told()}")


@asynccontextmanager
async def browsing(folder: Path, hertz: float) -> AsyncIterator[Browser]:
    """A browser whose microphone hears one tone."""
    microphone = folder / f"microphone-{int(hertz)}.wav"
    microphone.write_bytes(write_wav(tone(hertz, 10.0), 1))
    flags = [
        *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}", "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    ]  # fmt: skip
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        await browser.close()


async def web_party(browser: Browser, name: str) -> WebParty:
    """A new page that can take part in one call."""
    page = await browser.new_page()
    await page.route("**/*", lambda route: route.fulfill(body=SCRIPT, content_type="text/html"))
    await page.goto(PAGE)
    return WebParty(page, name)
