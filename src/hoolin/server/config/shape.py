"""What is in the file: one table of sections, and how each is read from the live site and told as plain data.

A section is either one value, or many by name. What is not decided at run time (settings, secrets, accounts) is in none of them, nor is
what has versions and papers of its own (criteria, the tree of reasons, prices), nor anything personal: an agent is told by their id.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, TypeAlias

import msgspec

from hoolin.cases.api import replies
from hoolin.core.flow.desk import Flows
from hoolin.core.flow.language import Flow
from hoolin.core.flow.written import written
from hoolin.core.interaction.site import Site
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.hours import DAYS, Hours
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import reviews, surveys

FORM = 1
"""Of the file. A later one that reads differently counts on."""

ALL_CHANNELS = "*"
"""Under this name stand the hours of every channel that has none of its own."""

SPAN = re.compile(r"^\s*(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*$")
"""`09:00-17:00`."""

Country: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,5})?$")]

Setup: TypeAlias = dict[str, Any]
"""By section: its value, or its values by name. In a file that was read, None stands for one that is to be taken away."""


class Section(NamedTuple):
    """One part of the file. shape: of its value, or of each. noun: what one of many is called; empty where there is one value. key: the field
    that is said by the name. removable: whether one may be taken away again. about: what a reader of the file is told.
    """

    shape: Any
    about: str
    noun: str = ""
    key: str = ""
    removable: bool = False


SECTIONS: Mapping[str, Section] = {
    "site": Section(SiteRules, "What holds for the whole site. Lengths of time are in milliseconds, here and below."),
    "channels": Section(
        ChannelRules, "What makes channels differ: the capacity an interaction takes, how long silence is borne.",
        "channel", "channel",
    ),
    "queues": Section(
        QueueRules, "Lines of waiting work: what is demanded, the target, and the steps in which demands change.",
        "queue", "queue",
    ),
    "hours": Section(
        Hours,
        "When people answer, by channel; * stands for every channel without hours of its own. A day has several spans or none\n"
        "(09:00-12:00); a date holds instead of its day of the week, and without spans it is closed.",
        "hours", "channel", removable=True,
    ),
    "holidays": Section(
        dict[str, Country],
        "Closed on the public holidays of a country (EE, or a part of one: DE-BY), by channel as above. A date in hours holds instead.",
    ),
    "agents": Section(
        AgentProfile, "What agents can do, by their id: skills with levels from 0 to 100, and how much they take at once.",
        "agent", "agent", removable=True,
    ),
    "ease": Section(EaseRules, "How people are spared: breathers, and limits on load."),
    "flows": Section(
        Flow, "Menus. One that could trap anybody is refused.", "flow", "name", removable=True,
    ),
    "greeted_by": Section(dict[str, str], "Which flow greets on which channel."),
    "replies": Section(
        replies.Reply, "Ready replies, by what is typed for them: {customer}, {agent}, {case} and {operator} are filled in.",
        "reply", "name", removable=True,
    ),
    "surveys": Section(surveys.SurveyRules, "What customers are asked afterwards."),
    "reviews": Section(reviews.ReviewRules, "Which conversations are reviewed, and by what."),
}  # fmt: skip
"""In the order of the file, which is the order in which they are set."""


class Live(NamedTuple):
    """Where the set-up lives."""

    site: Site
    flows: Flows
    surveys: surveys.SurveyDesk
    reviews: reviews.ReviewDesk
    replies: replies.Replies


def setup_of(live: Live) -> Setup:
    """As the site is set up now."""
    site, flows = live.site.kept, live.flows.kept
    newest = {
        name: there[flows.revisions[name]] for name, there in flows.flows.items() if flows.revisions[name] in there
    }
    return {
        "site": site.rules,
        "channels": dict(sorted(site.channels.items())),
        "queues": dict(sorted(site.queues.items())),
        "hours": {one.channel or ALL_CHANNELS: one for one in sorted(site.hours_set, key=lambda one: one.channel)},
        "holidays": {name or ALL_CHANNELS: one.country for name, one in sorted(site.holidays.items())},
        "agents": {name: agent.profile for name, agent in sorted(site.agents.items())},
        "ease": site.ease,
        "flows": dict(sorted(newest.items())),
        "greeted_by": dict(sorted(flows.used.items())),
        "replies": {name: one.reply for name, one in live.replies.offered().items()},
        "surveys": live.surveys.kept.rules,
        "reviews": live.reviews.kept.rules,
    }


def plain(setup: Setup) -> dict[str, Any]:
    """As data that JSON and YAML can write, always in the same order."""
    told: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        if name not in setup:
            continue
        value = setup[name]
        told[name] = (
            {one: _plain(section, each) for one, each in value.items()} if section.noun else _plain(section, value)
        )
    return told


def _plain(section: Section, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, Flow):
        return msgspec.json.decode(msgspec.json.encode(written(value)))
    told = msgspec.json.decode(msgspec.json.encode(value, order="deterministic"))
    told.pop(section.key, None)
    if isinstance(value, Hours):
        week = {day: _spans(told["week"][day]) for day in DAYS if day in told["week"]}
        return {"week": week, "dates": {date: _spans(spans) for date, spans in told["dates"].items()}}
    return told


def _spans(spans: list[dict[str, str]]) -> list[str]:
    return [f"{span['opens']}-{span['closes']}" for span in spans]


def mark(setup: Setup) -> str:
    """Two set-ups have the same mark when they are the same."""
    return hashlib.sha256(msgspec.json.encode(plain(setup), order="sorted")).hexdigest()[:16]
