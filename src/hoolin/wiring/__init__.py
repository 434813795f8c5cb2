"""Builds the whole house from its settings: the only room that knows every other, and the only one that picks a back end.

    house = build(HoolinSettings(data="data"))    everything opened, replayed and caught up; blocking
    app = web(house)                              the web application around it
    async with house.running(): …                 commands are taken, pages are served

Tests call it with a folder of their own, or with none: then nothing touches the disk.
"""

from hoolin.wiring.ids import new_id, now_ms, report_secret
from hoolin.wiring.rooms import STATE_VERSION, rooms, view_sources
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.site import Built, build
from hoolin.wiring.web import web

__all__ = [
    "STATE_VERSION",
    "Built",
    "HoolinSettings",
    "build",
    "new_id",
    "now_ms",
    "report_secret",
    "rooms",
    "view_sources",
    "web",
]
