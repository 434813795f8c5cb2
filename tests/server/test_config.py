"""The set-up as one file: what was written reads as the same, whatever a site is called; a file is applied whole or not at all."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Kept
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, Relaxation, SiteRules
from hoolin.experience.api import surveys
from hoolin.runtime.house import House
from hoolin.runtime.together import Together
from hoolin.server.config.differ import changes, commands, in_words
from hoolin.server.config.read import Unreadable, read
from hoolin.server.config.shape import SECTIONS, Live, mark, setup_of
from hoolin.server.config.written import text
from hoolin.server.holidays import HolidayCalendar
from hoolin.wiring.rooms import rooms
from tests.channels.chat.stand import Stand
from tests.channels.post.flow_process import SKILLS
from tests.channels.post.site import post_site
from tests.core.flow.floor import MENU
from tests.server.test_contact import client_of


async def no_loop(command: Command, **asked: object) -> None:
    """Nothing is asked of it here."""


CALENDAR = HolidayCalendar(Kept(), no_loop, lambda: 1_800_000_000_000, "Europe/Tallinn")

CONFIG = "/api/v1/config"

AWKWARD = (
    "on",
    "no",
    "08",
    "1.5e5",
    "1e3",
    "~",
    "null",
    "true",
    "2026-12-24",
    "9:30",
    ": x",
    "- y",
    "#z",
    "*",
    "а б",
    "õ'\"",
    "0x1f",
    "=",
    "<<",
    "&a",
    "!t",
)
"""Names that a careless reader of YAML takes for something else."""

CODES = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
)
LEVELS = st.dictionaries(CODES, st.integers(0, 100), max_size=4)
LENGTHS = st.integers(0, 10**9)


@st.composite
def days(draw: st.DrawFn) -> Spans:
    """Spans of a day, one after the other."""
    ends = sorted(draw(st.sets(st.integers(0, 1440), max_size=8)))
    clocks = [f"{minute // 60:02}:{minute % 60:02}" for minute in ends]
    return tuple(Span(opens=one, closes=other) for one, other in zip(clocks[::2], clocks[1::2], strict=False))


@st.composite
def set_ups(draw: st.DrawFn) -> list[Command]:
    """What sets up a site."""
    made: list[Command] = [
        c.SetSite(
            rules=SiteRules(
                default_queue=draw(CODES), reopen_ms=draw(LENGTHS), reasons=tuple(draw(st.lists(CODES, max_size=4)))
            )
        )
    ]
    made += [
        c.SetChannel(rules=ChannelRules(channel=one, weight=draw(st.integers(0, 100))))
        for one in draw(st.sets(CODES, max_size=4))
    ]
    for queue in draw(st.sets(CODES, max_size=4)):
        steps = sorted(draw(st.sets(LENGTHS, max_size=3)))
        made.append(
            c.SetQueue(
                rules=QueueRules(
                    queue=queue, skills=draw(LEVELS), target_share=draw(st.floats(0, 1)),
                    relaxations=tuple(Relaxation(after_ms=step, skills=draw(LEVELS)) for step in steps),
                )
            )
        )  # fmt: skip
    for channel in draw(st.sets(st.one_of(st.just(""), CODES.filter(lambda one: one != "*")), max_size=3)):
        week: dict[Day, Spans] = {day: draw(days()) for day in draw(st.sets(st.sampled_from(DAYS)))}
        dates = {f"2027-{draw(st.integers(1, 12)):02}-{draw(st.integers(1, 28)):02}": draw(days()) for _ in range(2)}
        made.append(c.SetHours(hours=Hours(channel=channel, week=week, dates=dates)))
        if draw(st.booleans()):
            made.append(c.SetHolidays(holidays=CALENDAR.of(channel, draw(st.sampled_from(("EE", "DE-BY"))))))
    made += [
        c.SetAgent(
            profile=AgentProfile(
                agent=one,
                skills=draw(LEVELS),
                capacity=Capacity(units=draw(st.integers(0, 300)), per_channel=draw(LEVELS)),
            )
        )
        for one in draw(st.sets(CODES, max_size=4))
    ]
    return made


def house() -> tuple[House, Live]:
    """A site with nothing in it."""
    made = rooms()
    live = Live(
        made["floor"].state, made["flows"].state, made["surveys"].state, made["reviews"].state, made["replies"].state
    )
    return House(tuple(made.values())), live


def applied(there: House, live: Live, file: str) -> int:
    """Apply a file; how many changes that were."""
    asked = read(file).setup
    told = changes(setup_of(live), asked)
    wanted = commands(
        asked, told, {"surveys": live.surveys.kept.version, "reviews": live.reviews.kept.version}, CALENDAR.of
    )
    there.handle(Together(commands=tuple(one for _, one in wanted), made_from=mark(setup_of(live))), "admin", "x", 1)
    return len(told)


@settings(max_examples=60, deadline=None)
@given(set_ups())
def test_what_was_exported_changes_nothing_and_makes_an_empty_site_the_same(wanted: list[Command]) -> None:
    """Whatever names there are; to the letter, also when it is exported again."""
    there, live = house()
    for one in wanted:
        there.handle(one, "admin", "x", 1)
    file = text(setup_of(live))
    assert read(file).made_from == mark(setup_of(live))
    assert applied(there, live, file) == 0
    empty, other = house()
    applied(empty, other, file)
    assert text(setup_of(other)) == file
    assert applied(empty, other, file) == 0


@pytest_asyncio.fixture
async def admin() -> AsyncIterator[httpx.AsyncClient]:
    """Whoever sets up a site with a queue, a menu that greets, people and hours."""
    async with post_site() as site, client_of(cast(Stand, site), "admin") as client:
        week: dict[Day, Spans] = dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),))
        for command in (
            c.SetQueue(rules=QueueRules(queue="bills")),
            c.SetAgent(profile=AgentProfile(agent="mari", skills=SKILLS)),
            c.SetHours(hours=Hours(week=week)),
            surveys.commands.SetSurveys(rules=surveys.SurveyRules(quiet_days=9), after=0),
        ):
            await site.ask(command)
        assert (await client.put("/api/v1/flows/menu", json={"yaml": MENU})).status_code == 200
        assert (await client.put("/api/v1/flow-channels/letterbox", json={"flow": "menu"})).status_code == 200
        yield client


async def exported(admin: httpx.AsyncClient) -> str:
    """The file as it is now."""
    answer = await admin.get(CONFIG)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/yaml")
    return answer.text


async def put(
    admin: httpx.AsyncClient, file: str, status: int = 200, *, dry_run: bool = False, force: bool = False
) -> dict[str, Any]:
    """What was answered."""
    answer = await admin.put(CONFIG, params={"dry_run": dry_run}, json={"yaml": file, "force": force})
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_change_is_told_rehearsed_and_then_made_once(admin: httpx.AsyncClient) -> None:
    """Every section is in the file; a dry run says the change in words and leaves it; the same file again changes nothing."""
    file = await exported(admin)
    assert all(f"\n{name}:" in file for name in SECTIONS)
    assert (await put(admin, file, dry_run=True))["said"] == []
    other = (
        file.replace("quiet_days: 9", "quiet_days: 12")
        .replace("queues:\n", "queues:\n  repairs: {target_ms: 20000}\n")
        .replace("mon: ['09:00-17:00']", "mon: ['09:00-12:00', '13:00-17:00']")
        .replace("mon: [09:00-17:00]", "mon: [09:00-12:00, 13:00-17:00]")
    )
    said = [
        "queue repairs: new",
        'hours *: week.mon ["09:00-17:00"] → ["09:00-12:00","13:00-17:00"]',
        "surveys: quiet_days 9 → 12",
    ]
    assert (await put(admin, other, dry_run=True))["said"] == said
    assert await exported(admin) == file
    assert (await put(admin, other))["said"] == said
    assert (await put(admin, other))["said"] == []
    assert "quiet_days: 12" in await exported(admin)


async def test_all_or_nothing(admin: httpx.AsyncClient) -> None:
    """A change that the site's own rules refuse is told with its place, in a dry run too, and nothing of the file was done."""
    file = await exported(admin)
    other = file.replace("quiet_days: 9", "quiet_days: 12").replace(
        "flows:\n  menu:", "flows:\n  menu: ~\nnot_read:\n  menu:"
    )
    other = other[: other.index("not_read:")] + other[other.index("\n# Which flow greets") :]
    for dry_run in (True, False):
        refused = await put(admin, other, 409, dry_run=dry_run)
        assert (refused["code"], refused["place"]) == ("flow_in_use", "flows.menu")
    assert await exported(admin) == file
    free = other.replace("  letterbox: menu", "  {}")
    assert (await put(admin, free))["said"] == [
        "flow menu: retired",
        "greeted_by: letterbox menu → nothing",
        "surveys: quiet_days 9 → 12",
    ]


async def test_a_trap_is_refused_as_ever(admin: httpx.AsyncClient) -> None:
    """An agent whom the file takes the skills from can serve nobody, and the menu that the same file changes would trap."""
    file = await exported(admin)
    other = file.replace("lang:ru: 100", "lang:ru: 0")
    other = other.replace("  menu:\n", "  second:\n", 1)
    refused = await put(admin, other, 422)
    assert (refused["code"], refused["place"]) == ("flow_traps", "flows.second")
    assert await exported(admin) == file


async def test_a_file_from_an_older_state_is_refused_unless_forced(admin: httpx.AsyncClient) -> None:
    """Nobody's change is written over unseen; a file that does not say what it was made from sets whatever there is."""
    file = await exported(admin)
    wanted = {"rules": {"queue": "bills", "target_ms": 45_000}}
    assert (await admin.put("/api/v1/setup/queue", json=wanted)).status_code == 200
    older = file.replace("quiet_days: 9", "quiet_days: 12")
    assert (await put(admin, older, 409))["code"] == "config_changed"
    assert (await put(admin, older, 409, dry_run=True))["code"] == "config_changed"
    told = (await put(admin, older, force=True))["said"]
    assert told == ["queue bills: target_ms 45 s → 30 s", "surveys: quiet_days 9 → 12"]
    assert (await put(admin, "hoolin: 1\nsurveys: {quiet_days: 3}\n"))["said"] == ["surveys: quiet_days 12 → 3"]


WRONG = """\
hoolin: 1
site:
  languages: [et, fi]
queues:
  service: {target_ms: soon, target_shore: 0.5}
  bills:
    relaxations: [{after_ms: -1}]
  bills: {}
  gone: ~
hours:
  "*":
    week: {mon: ["9-17"], someday: []}
agents:
  mari: {skills: {lang:et: 101}}
channel: {}
flows:
  menu: {start: nowhere}
"""


def test_everything_wrong_is_told_at_once_with_its_line_and_what_is_allowed() -> None:
    """From YAML that is none to a slip in a name."""
    with pytest.raises(Unreadable) as caught:
        read(WRONG)
    told = {(one.line, one.place) for one in caught.value.problems}
    assert told >= {
        (3, "site.languages.1"), (5, "queues.service.target_ms"), (7, "queues.bills.relaxations.0.after_ms"), (8, "queues.bills"),
        (9, "queues.gone"), (12, "hours.*.week.mon"), (14, "agents.mari.skills"), (15, "channel"),
    }  # fmt: skip
    assert any(one.line == 17 for one in caught.value.problems)
    by_place = {one.place: one.allowed for one in caught.value.problems}
    assert by_place["site.languages.1"] == ("et", "ru", "en") and "queues" in by_place["channel"]
    with pytest.raises(Unreadable) as caught:
        read("hoolin: 1\nqueues: {service: {target_shore: 0.5}}\n")
    (one,) = caught.value.problems
    assert (one.line, one.place) == (2, "queues.service.target_shore") and "target_share" in one.allowed


@pytest.mark.parametrize(
    "file",
    ["", "[]", "hoolin: 2", "hoolin: 1\na: &x {}\nb: *x", "a: [", "hoolin: 1\nsite: !!python/object:os.system {}", "hoolin: 1\nsite: ~", "? [a]\n: b",
     "hoolin: 1\nsite: " + "[" * 60 + "]" * 60, "hoolin: 1\nqueues: []", "hoolin: 1\nqueues: {a: 1}", "hoolin: 1\nhours: {a: {week: 1}}", "\x00"],
)  # fmt: skip
async def test_nonsense_is_refused_in_words(admin: httpx.AsyncClient, file: str) -> None:
    """Never an error of ours."""
    refused = await put(admin, file, 400)
    assert refused["code"] in ("config_unreadable", "config_too_large")


def test_words_are_short() -> None:
    """Lengths of time are told in the unit they are whole in, and what is long is cut."""
    before = {"queues": {"a": QueueRules(queue="a")}}
    after = {
        "queues": {
            "a": QueueRules(
                queue="a",
                offer_ms=90_000,
                wrap_up_ms_max=180_000,
                skills=dict.fromkeys((f"skill-{n}" for n in range(20)), 1),
            )
        }
    }
    told = in_words(changes(before, after))
    assert "queue a: offer_ms 20 s → 90 s" in told and "queue a: wrap_up_ms_max 2 min → 3 min" in told
    assert all(len(line) < 160 for line in told)
