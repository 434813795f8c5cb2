"""What customers meet of a survey on each channel, for whoever designs it: the words that stand around the questions, and what a caller hears.

Nothing of it is kept, and nobody is asked. The words are the ones that are really said: they come from where they are said.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.channels.callback.manifest import CHANNEL as CALLBACK
from hoolin.channels.chat.manifest import RULES as CHAT
from hoolin.channels.voice.after.asker import DECLINE
from hoolin.channels.voice.manifest import CHANNEL as VOICE
from hoolin.core.site.rules import LANGUAGES, ChannelRules, Language
from hoolin.experience.api import criteria, surveys
from hoolin.server.surveys import SurveyOffice

Way: TypeAlias = Literal["inline", "link", "keys", ""]

CALLS = (VOICE, CALLBACK)
"""Channels on which customers are asked by keys."""

SAMPLE = "i0000.0000000000000000"
"""Leads to no survey: it stands where a customer's own would."""

FRAME = ("questions", "thanks", "not_understood")
"""What the telephone says around the questions."""


class Spoken(msgspec.Struct, frozen=True):
    """An item as the telephone puts it. keys: what may be pressed; empty where it cannot be put by keys, and `said` is empty then."""

    keys: str
    said: Words


class Preview(msgspec.Struct, frozen=True):
    """operator: whom the page is of. languages: the site's. queues: its lines. channels: its channels, each with the way in which customers are
    asked there; "" where they are not. linked: whether customers can be reached by a link. invitation: the message that carries one.
    spoken: by item. frame: what the telephone says before (`questions`), after (`thanks`), and to a wrong key (`not_understood`); decline: the
    key for rather not.
    """

    operator: str
    languages: tuple[Language, ...]
    queues: tuple[str, ...]
    channels: dict[str, Way]
    linked: bool
    invitation: Words
    spoken: dict[str, Spoken]
    frame: dict[str, Words]
    decline: str = DECLINE


def preview(office: SurveyOffice) -> Preview:
    """All there is to show, for every item that customers may be asked."""
    kept, register = office.desk.site.kept, office.desk.criteria.in_force.register
    linked = bool(office.public_url)
    return Preview(
        operator=office.operator, languages=kept.rules.languages, queues=tuple(kept.queues),
        channels={rules.channel: _way(rules, linked) for rules in kept.channels.values()}, linked=linked,
        invitation=_worded({one: surveys.INVITATION[one].format(link=_link(office, one)) for one in LANGUAGES}),
        spoken={item.code: _spoken(item) for item in register.items if "survey" in item.sources},
        frame={word: _worded({one: texts[word] for one, texts in _heard().items()}) for word in FRAME},
    )  # fmt: skip


def _way(rules: ChannelRules, linked: bool) -> Way:
    if rules.channel == CHAT.channel:
        return "inline"
    if rules.channel in CALLS:
        return "keys"
    return "link" if rules.delivers and linked else ""


def _link(office: SurveyOffice, language: Language) -> str:
    page = "/survey" if language == "et" else f"/survey/{language}.html"
    return f"{office.public_url or 'https://…'}{page}#{SAMPLE}"


def _spoken(item: criteria.Item) -> Spoken:
    keys = surveys.keys_of(item)
    return Spoken(keys, _worded({one: surveys.spoken(item, one) for one in LANGUAGES}) if keys else Words())


def _worded(said: Mapping[Language, str]) -> Words:
    return Words(et=said["et"], ru=said["ru"], en=said["en"])


@cache
def _heard() -> dict[Language, dict[str, str]]:
    told = (files("hoolin.channels.voice.media.spoken") / "texts.toml").read_text(encoding="utf-8")
    spoken = tomllib.loads(told)
    return {one: spoken[one]["texts"] for one in LANGUAGES}
