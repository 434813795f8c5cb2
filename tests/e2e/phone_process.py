"""A real site with a telephone, in a process of its own: `python -m tests.e2e.phone_process FOLDER TRUNK SIP [recorded|shut|message] [trial]`.

TRUNK: the port of the trunk at this machine; SIP: where the site hears; `recorded`: its calls are; `shut`: it is closed until nine
tomorrow; `message`: a menu takes messages and nothing else; `trial`:
with the engine that comes as a package. It prints `ready PORT` once it answers. Log-ins and people are
those of `site_process`.
"""

import sys
from pathlib import Path

import yaml

from hoolin.channels.chat.manifest import RULES
from hoolin.channels.voice.settings import VoiceListen, VoiceRecording
from hoolin.core.commands import Command
from hoolin.core.flow import commands as fc
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, QueueRules, SiteRules
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, build, new_id
from tests.channels.voice import site as voice
from tests.e2e.site_process import LANGUAGES, PEOPLE, admit
from tests.serving import serve_until_ended

OFFER_MS = 3_600_000
"""Nobody's offer runs out while a slow machine draws a page."""


RECORDED = VoiceRecording(
    purpose="Quality of service", basis="legitimate_interests", notice={"et": "welcome"}, keep_days=30, declining="off"
)
"""The notice is a sound that the tests tell from others."""


MESSAGES = """
start: leave
person: line
nodes:
  line: {do: queue, queue: service, closed: leave}
  leave: {do: message, queue: service, text: {et: "Vastame {when}.", ru: "Ответим {when}.", en: "We answer {when}."}}
"""


async def furnish(built: Built, how: str) -> None:
    """Channels, one queue, people and reasons; on the first start alone."""
    if "technical" in built.site.kept.queues:
        return
    commands: list[Command] = [
        c.SetChannel(rules=RULES),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=OFFER_MS)),
        c.SetQueue(rules=QueueRules(queue="technical", offer_ms=OFFER_MS)),
        *(c.SetAgent(profile=AgentProfile(agent=one, skills=LANGUAGES)) for one in PEOPLE),
    ]
    if how == "shut":
        commands.append(c.SetHours(hours=voice.closed_today()))
    if how == "message":
        commands += [
            fc.SetFlow(flow=read(yaml.safe_load(MESSAGES), "leave")),
            fc.UseFlow(channel="voice", flow="leave"),
        ]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))
    await admit(built)


def main(folder: str, trunk: int, sip: int, *words: str) -> None:
    """Serve until the process is ended."""
    how = next((word for word in words if word != "trial"), "")
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    recording = RECORDED if "recorded" in words else VoiceRecording()
    voice.ENGINE = "rtp_io" if "trial" in words else "rtpengine"
    listen = (VoiceListen(host="127.0.0.1", port=sip),)
    wanted = voice.settings(place, trunk, str(place / "data"), listen=listen, extensions={}, recording=recording)
    wanted = type(wanted)(
        data=wanted.data, voice=wanted.voice, operator="Põhjala Mobiil", server=ServerSettings(port=0, access_log=False)
    )
    built = build(wanted)

    async def begin(_port: int) -> None:
        await furnish(built, how)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
