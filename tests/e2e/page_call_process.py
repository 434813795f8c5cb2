"""A real site that pages call, in a process of its own: `python -m tests.e2e.page_call_process FOLDER PORT [menu|recorded]…`.

PORT: where it answers (0: a free one). `menu`: callers are greeted by a menu, whose recordings are tones; `recorded`: calls are. It has no trunk. Log-ins
and people are those of `site_process`. It prints `ready PORT` once it answers.
"""

import os
import sys
from pathlib import Path

import yaml

from hoolin.channels.callback.manifest import RULES as CALLBACK
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.settings import VoiceRecording, VoiceWeb
from hoolin.core.flow import commands as fc
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, build, new_id
from tests.channels.voice import site as voice
from tests.channels.voice.rtp_party import tone
from tests.e2e.phone_process import furnish
from tests.serving import serve_until_ended

MACHINE, MENU = 1_300.0, 1_500.0
ALWAYS: dict[Day, Spans] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))

FLOW = """
start: menu
person: service
nodes:
  menu:
    do: keys
    text: {et: "Arved: uks. Muu: kaks.", ru: "Счета: один. Другое: два.", en: "Bills: one. Anything else: two."}
    recorded: {et: {prompt: menu, ms: 4000}, ru: {prompt: menu, ms: 4000}, en: {prompt: menu, ms: 4000}}
    keys: {"1": technical, "2": service}
  technical:
    do: queue
    queue: technical
    closed: later
  service:
    do: queue
    queue: service
    closed: later
  later:
    do: callback
    queue: service
    text: {et: "Helistame tagasi.", ru: "Мы перезвоним.", en: "We call you back."}
"""

RECORDED = VoiceRecording(
    purpose="Quality of service", basis="legitimate_interests", notice={"et": "welcome", "en": "welcome"}, keep_days=30,
)  # fmt: skip


def make_sounds(folder: Path) -> None:
    """The menu is a tone in every language, and so is what is said of the machine."""
    for language in ("et", "ru", "en"):
        for name, hertz, seconds in (("menu", MENU, 4.0), ("hoolin.automatic", MACHINE, 0.8)):
            file = folder / language / f"{name}.au"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(write_au(to_alaw(tone(hertz, seconds))))


async def begin_with(built: Built, words: tuple[str, ...]) -> None:
    """People and queues, calling back, and the menu where it is wanted; on the first start alone."""
    if "technical" in built.site.kept.queues:
        return
    await furnish(built, "")
    commands: list[object] = [c.SetChannel(rules=CALLBACK), c.SetHours(hours=Hours(channel="callback", week=ALWAYS))]
    if "menu" in words:
        commands += [fc.SetFlow(flow=read(yaml.safe_load(FLOW), "menu")), fc.UseFlow(channel="voice", flow="menu")]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))  # type: ignore[arg-type]


def main(folder: str, port: int, *words: str) -> None:
    """Serve until the process is ended."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    more = {"recording": RECORDED} if "recorded" in words else {}
    wanted = voice.settings(
        place, 9, str(place / "data"), trunks={}, extensions={}, web=VoiceWeb(on=True), country="372", **more
    )
    make_sounds(place / "sounds")
    wanted = type(wanted)(
        data=wanted.data,
        voice=wanted.voice,
        operator="Põhjala Mobiil",
        server=ServerSettings(port=port, access_log=False),
    )
    built = build(wanted)

    async def begin(_port: int) -> None:
        await begin_with(built, words)

    serve_until_ended(built, begin, more=str(os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
