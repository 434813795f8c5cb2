"""Who plays: the simulated agents, the people who may log in, and the names of customers. Nobody here exists."""

from random import Random

import msgspec

from hoolin.channels.callback.manifest import RULES as CALLBACK
from hoolin.channels.chat.manifest import RULES as CHAT
from hoolin.channels.loopback.manifest import RULES as LOOPBACK
from hoolin.core.site.rules import AgentProfile, Capacity, Language
from hoolin.server.permissions import Role

PASSWORD = "pohjala-demo"  # noqa: S105 printed at every start; the demo listens on this machine alone
"""Of everybody who may log in to a demo site."""

AGENTS_MAX = 24
"""More simulated agents than this have nothing to do at any rate that a person can follow."""


class Member(msgspec.Struct, frozen=True):
    """One simulated agent."""

    profile: AgentProfile
    name: str
    woman: bool

    @property
    def agent(self) -> str:
        """The agent's id."""
        return self.profile.agent


class Person(msgspec.Struct, frozen=True):
    """Somebody who may log in. profile: as routing sees them; None: never serves."""

    login: str
    name: str
    role: Role
    language: Language
    profile: AgentProfile | None


# Name, woman, levels of Estonian, Russian and English, technical, billing.
CREW = (
    ("Virve Virtuaal", True, 100, 70, 60, 60, 60),
    ("Siim Simulaator", False, 100, 40, 80, 90, 0),
    ("Nadja Näidis", True, 80, 100, 30, 50, 70),
    ("Mari Mudel", True, 100, 30, 70, 0, 90),
    ("Juri Joonis", False, 60, 100, 50, 80, 30),
    ("Eva Etalon", True, 100, 60, 90, 60, 60),
    ("Priit Proovikivi", False, 100, 50, 60, 70, 40),
    ("Ksenia Katse", True, 70, 100, 60, 40, 80),
    ("Tiina Test", True, 100, 0, 80, 60, 60),
    ("Kaarel Katsetus", False, 100, 60, 70, 90, 40),
    ("Alisa Andmik", True, 60, 100, 90, 40, 60),
    ("Peeter Prototüüp", False, 90, 40, 100, 80, 50),
)

# Three chats at once are what one person can give their mind to, and the simulated are no better than people.
CREW_UNITS = 75

CHANNELS = (CHAT, CALLBACK, LOOPBACK)


def crew(count: int) -> tuple[Member, ...]:
    """So many simulated agents. Real chats never go to them: a customer who is a person is served by a person."""
    return tuple(_member(number) for number in range(min(count, AGENTS_MAX)))


def _member(number: int) -> Member:
    name, woman, et, ru, en, technical, billing = CREW[number % len(CREW)]
    levels = {"lang:et": et, "lang:ru": ru, "lang:en": en, "technical": technical, "billing": billing}
    profile = AgentProfile(
        agent=f"sim-{number + 1}",
        skills={skill: level for skill, level in levels.items() if level},
        capacity=Capacity(units=CREW_UNITS, per_channel={CHAT.channel: 0, CALLBACK.channel: 0}),
    )
    return Member(profile, name if number < len(CREW) else f"{name} {number // len(CREW) + 1}", woman)


def _serves(agent: str, languages: tuple[int, int, int], simulated_at_once: int, standing_cost_ms: int) -> AgentProfile:
    et, ru, en = languages
    return AgentProfile(
        agent=agent,
        skills={"lang:et": et, "lang:ru": ru, "lang:en": en, "technical": 60, "billing": 60},
        # Room for the newcomer's own chats is never taken by the simulated customers.
        capacity=Capacity(units=100, per_channel={LOOPBACK.channel: simulated_at_once}),
        standing_cost_ms=standing_cost_ms,
    )


PEOPLE = (
    Person("kristi", "Kristi Proov", "agent", "en", _serves("a-kristi", (100, 50, 80), 1, 20_000)),
    Person("oleg", "Oleg Proov", "agent", "ru", _serves("a-oleg", (80, 100, 60), 1, 20_000)),
    Person("juhataja", "Jaana Juhataja", "supervisor", "et", _serves("a-juhataja", (100, 80, 90), 0, 120_000)),
    Person("admin", "Aado Admin", "admin", "en", None),
)
"""Those who may log in."""

FIRST_NAMES: dict[Language, tuple[tuple[str, bool], ...]] = {
    "et": (
        ("Mari", True), ("Tõnu", False), ("Liisu", True), ("Jass", False), ("Leida", True), ("Ants", False),
        ("Helmi", True), ("Uku", False), ("Linda", True), ("Kaur", False), ("Säde", True), ("Pärtel", False),
    ),
    "ru": (
        ("Анфиса", True), ("Прохор", False), ("Варвара", True), ("Емеля", False), ("Забава", True), ("Тихон", False),
        ("Василиса", True), ("Добрыня", False), ("Марфа", True), ("Лукьян", False),
    ),
    "en": (
        ("Alice", True), ("Humphrey", False), ("Wendy", True), ("Barnaby", False), ("Dorothy", True),
        ("Winston", False), ("Matilda", True), ("Percival", False),
    ),
}  # fmt: skip

LAST_NAMES: dict[Language, tuple[tuple[str, str], ...]] = {
    "et": tuple(
        (name, name)
        for name in ("Udusulg", "Lumekild", "Tuulelohe", "Pilvepiir", "Kuukiir", "Sabatäht", "Jääpurikas", "Vikerkaar")
    ),
    "ru": (
        ("Снежинкина", "Снежинкин"), ("Облакова", "Облаков"), ("Ветеркова", "Ветерков"), ("Лунина", "Лунин"),
        ("Метелицына", "Метелицын"), ("Радугина", "Радугин"), ("Росинкина", "Росинкин"), ("Звёздочкина", "Звёздочкин"),
    ),
    "en": tuple(
        (name, name)
        for name in ("Fogbound", "Puddlewick", "Merryweather", "Snowdrift", "Moonbeam", "Thistledown", "Rainbarrel")
    ),
}  # fmt: skip
"""Of a woman and of a man."""


def named(language: Language, chance: Random) -> tuple[str, bool]:
    """The name of a simulated customer, and whether it is a woman's."""
    first, woman = chance.choice(FIRST_NAMES[language])
    last = chance.choice(LAST_NAMES[language])
    return f"{first} {last[0] if woman else last[1]}", woman
