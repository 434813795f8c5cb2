"""The web application around a site: every route, and what routes are given."""

from pathlib import Path

from hoolin.experience.api import AlarmRules
from hoolin.server.accounts.records import Who
from hoolin.server.api import (
    attachments,
    callback,
    calls,
    changes,
    chat,
    config,
    contact,
    continuing,
    customers,
    desk,
    digest,
    experience,
    flows,
    holidays,
    hooks,
    improvements,
    inputs,
    later,
    letters,
    mirror,
    passes,
    prices,
    probes,
    promises,
    reasons,
    recordings,
    report,
    reviews,
    saved,
    setup,
    suggesting,
    surveys,
)
from hoolin.server.app import Application, create_app
from hoolin.server.config.office import ConfigOffice
from hoolin.server.config.shape import Live
from hoolin.server.digest import DigestOffice
from hoolin.server.flow_past import FlowPast
from hoolin.server.flow_voice import FlowVoice
from hoolin.server.improvements import ImprovementOffice
from hoolin.server.mirror import Mirror
from hoolin.server.openapi import union_of
from hoolin.server.parts import Parts
from hoolin.server.reasons import ReasonOffice
from hoolin.server.recommending import Recommending
from hoolin.server.recordings import Recordings
from hoolin.server.report import ReportOffice
from hoolin.server.reviews import ReviewOffice
from hoolin.server.saved import SavedViews
from hoolin.server.site import SiteWatch
from hoolin.server.telling import RaiserPost
from hoolin.wiring import coaching
from hoolin.wiring.ids import new_id, report_secret
from hoolin.wiring.site import Built
from hoolin.wiring.voice import voices_tried

ROUTED = (
    desk, customers, setup, config, holidays, chat, contact, callback, attachments, hooks, inputs, continuing, later, letters, passes, flows, calls, recordings, prices, probes,
    promises, saved, experience, report, surveys, reviews, reasons, suggesting, mirror, improvements, changes, digest, *coaching.ROUTED,
)  # fmt: skip
"""Every group of routes but the server's own."""


def web(built: Built) -> Application:
    """The web application around a site; it starts and stops the site."""

    def serves(interaction: str, who: Who) -> bool:
        line = built.hub.desk.lines.get(interaction)
        return line is not None and who.agent is not None and line.agent == who.agent

    built.accounts.audit.serves = serves
    watch = SiteWatch(built.loop, built.reading, lambda: built.reading.folding.begun)
    wanted = built.settings.probes
    rules = AlarmRules(wanted.within_s * 1_000, wanted.in_row)
    kept, loop = built.rooms["improvements"].state, built.loop
    improving, reasoning = improvement_office(built), reason_office(built)
    raisers = RaiserPost(
        kept, built.rooms["people"].state, built.office, loop, built.reading, built.settings.server.public_url
    )
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
                config_office(built),
                built.calendar,
                *desk_books(built),
                FlowPast(built.reading, built.loop, built.accounts),
                FlowVoice(voices_tried(built.settings.data, built.settings.voice.sounds)),
                built.faces.calls,
                prices.Prices(built.rooms["catalogue"].state, built.loop.clock, built.settings.operator),
                built.faces.returned,
                attachments.Attachments(built.stores.blobs),
                Recordings(built.reading, built.loop, built.stores.blobs),
                probed,
                built.faces.surveys,
                ReviewOffice(built.rooms["reviews"].state, built.loop, built.reading, new_id),
                built.figures,
                reasoning,
                built.suggesting,
                built.unexplained,
                reports(built),
                improving,
                raisers,
                Recommending(improving, built.settings.operator),
                digest_office(built, reasoning, improving),
                changes.Changes(improving, raisers, built.settings.operator),
                *coaching.offices(built),
                Mirror(built.figures, built.faces.contact, built.rooms["probes"].state),
            ),
        )
    )


def desk_books(built: Built) -> tuple[object, ...]:
    """What a desk looks up beside its conversations: promises, what waits for its time, and views that were saved."""
    saved_views = SavedViews(built.rooms["saved"].state, built.hub, built.loop, new_id)
    return built.faces.promises, built.faces.later, saved_views


def config_office(built: Built) -> ConfigOffice:
    """Who writes and reads the one file of the set-up."""
    rooms = built.rooms
    live = Live(rooms["floor"].state, rooms["flows"].state, rooms["surveys"].state, rooms["reviews"].state)
    return ConfigOffice(live, built.loop.submit, built.calendar.of)


def reports(built: Built) -> ReportOffice:
    """Who writes the site's monthly reports."""
    folder = Path(built.settings.data) if built.settings.data else None
    return ReportOffice(built.figures, built.settings.time_zone, lambda: report_secret(folder))


def reason_office(built: Built) -> ReasonOffice:
    """Who tells what reasons cost."""
    rooms = built.rooms
    return ReasonOffice(rooms["reasons"].state, rooms["improvements"].state, built.figures, built.settings.time_zone)


def improvement_office(built: Built) -> ImprovementOffice:
    """Who tells of improvements."""
    kept, zone = built.rooms["improvements"].state, built.settings.time_zone
    return ImprovementOffice(kept, built.figures, built.loop, built.reading, zone, new_id)


def digest_office(built: Built, reasoning: ReasonOffice, improving: ImprovementOffice) -> DigestOffice:
    """Who writes the site's weekly digests."""
    settings = built.settings
    return DigestOffice(reasoning, built.suggesting, improving, settings.operator, settings.server.public_url)
