"""The web application around a site: every route, and what routes are given."""

from hoolin.experience import api as experience
from hoolin.server.api import (
    attachments,
    callback,
    calls,
    chat,
    contact,
    continuing,
    customers,
    desk,
    flows,
    hooks,
    inputs,
    letters,
    passes,
    prices,
    probes,
    recordings,
    setup,
)
from hoolin.server.app import Application, create_app
from hoolin.server.openapi import union_of
from hoolin.server.parts import Parts
from hoolin.server.recordings import Recordings
from hoolin.server.site import SiteWatch
from hoolin.wiring.site import Built

ROUTED = (
    desk, customers, setup, chat, contact, callback, attachments, hooks, inputs, continuing, letters, passes, flows, calls, recordings, prices, probes,
)  # fmt: skip
"""Every group of routes but the server's own."""


def web(built: Built) -> Application:
    """The web application around a site; it starts and stops the site."""
    watch = SiteWatch(built.loop, lambda: built.reading.views.position)
    wanted = built.settings.probes
    rules = experience.AlarmRules(wanted.within_s * 1_000, wanted.in_row)
    probed = probes.ProbeBoard(built.rooms["probes"].state, built.loop.clock, rules)
    return create_app(
        Parts(
            settings=built.settings.server,
            accounts=built.accounts,
            health=watch.health,
            figures=lambda: (
                *watch.figures(),
                *built.faces.calls.figures(),
                *probed.figures(),
                *built.sweep.figures(),
                *built.faces.returned.figures(),
            ),
            life=built.running,
            routers=tuple(room.router for room in ROUTED),
            schemas=union_of("Fact", built.loop.house.fact_types, "fact"),
            things=(
                built.hub,
                built.chat,
                built.office,
                built.callbacks,
                built.records,
                built.faces.contact,
                built.faces.passes,
                built.faces.flows,
                built.faces.calls,
                prices.Prices(built.rooms["catalogue"].state, built.loop.clock, built.settings.operator),
                built.faces.returned,
                attachments.Attachments(built.stores.blobs),
                Recordings(built.reading, built.loop, built.stores.blobs),
                probed,
            ),
        )
    )
