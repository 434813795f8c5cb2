"""A contact's row says what the customer lived through, from real facts of a real house."""

from pathlib import Path

import pytest

from hoolin.cases.api import callbacks
from hoolin.core.interaction import commands as c
from hoolin.experience.contacts.copying import READ
from hoolin.insight.api import improvements
from hoolin.people.api import commands as people
from tests.experience.contacts.world import DAY, HOUR, MINUTE, SECOND, START, World


def test_time_to_a_person_ends_with_their_first_word() -> None:
    """Neither an automatic answer nor the taking of it is a person's word where people write."""
    world = World()
    world.arrive("i1")
    world.tell(c.SayAutomatically(interaction="i1", text="Oleme varsti teie juures."), after=SECOND)
    world.take("i1", after=9 * SECOND)
    world.say("i1", after=20 * SECOND)
    row = world.row("i1")
    assert (row["asked_at"], row["answered_at"], row["reached_at"]) == (START, START + 10_000, START + 30_000)


def test_the_same_case_gives_the_same_row_on_every_channel() -> None:
    """A case that goes the same way by chat, mail, telephone and SMS costs the customer the same, and is told alike."""
    told = []
    for channel in ("chat", "email", "voice", "sms"):
        world = World()
        world.arrive("i1", channel=channel)
        world.take("i1", after=40 * SECOND)
        if channel != "voice":
            world.say("i1")
        world.tell(c.Transfer(interaction="i1", agent="mari", queue="second"), "agent:mari", 2 * MINUTE)
        world.take("i1", "olga", after=30 * SECOND)
        world.tell(c.Hold(interaction="i1", agent="olga"), "agent:olga", MINUTE)
        world.tell(c.Resume(interaction="i1", agent="olga"), "agent:olga", 20 * SECOND)
        world.close("i1", "olga", after=3 * MINUTE)
        row = world.row("i1")
        told.append({name: row[name] for name in row if name not in ("channel", "words_in", "words_out")})
    assert all(one == told[0] for one in told)
    assert told[0]["wait_ms"] == 70 * SECOND and told[0]["hold_ms"] == 20 * SECOND
    assert told[0]["talk_ms"] == 6 * MINUTE
    assert (told[0]["transfers"], told[0]["restated"], told[0]["holds"]) == (1, 1, 1)


def test_an_answer_that_nobody_saw_is_a_silent_abandonment() -> None:
    """The page was closed before the first word and nobody ever came back: they gave up when they left."""
    world = World()
    world.arrive("i1")
    world.tell(c.CustomerLeave(interaction="i1"), "customer:c1", 50 * SECOND)
    world.take("i1", after=30 * SECOND)
    world.say("i1")
    world.close("i1", after=5 * MINUTE)
    row = world.row("i1")
    assert (row["ending"], row["gave_up"], row["reached_at"]) == ("abandoned", "answered_late", None)
    assert row["gave_up_at"] == START + 50 * SECOND and row["wait_ms"] == 50 * SECOND


@pytest.mark.parametrize("sign", ["returned", "wrote", "read", "left an address"])
def test_whoever_gives_a_sign_has_not_abandoned(sign: str) -> None:
    """Coming back, writing, reading, or an address left beforehand: the answer was for somebody."""
    world = World()
    world.arrive("i1")
    if sign == "left an address":
        world.tell(c.AskAnswerLater(interaction="i1"), "customer:c1")
    world.tell(c.CustomerLeave(interaction="i1"), "customer:c1", SECOND)
    world.take("i1", after=MINUTE)
    world.say("i1")
    if sign == "returned":
        world.tell(c.CustomerReturn(interaction="i1"), "customer:c1", MINUTE)
    elif sign == "wrote":
        world.hear("i1", MINUTE)
    elif sign == "read":
        world.tell(c.CustomerMarkRead(interaction="i1", ordinal=1), "customer:c1", MINUTE)
    world.close("i1", after=MINUTE)
    assert world.row("i1")["ending"] == "solved" and world.row("i1")["reached_at"] is not None


def test_a_wait_goes_on_in_the_next_contact() -> None:
    """Whoever moves from chat to mail before a person's word has waited since they came, and that contact is no new one."""
    world = World()
    world.arrive("i1")
    world.arrive("i2", channel="email", after=3 * MINUTE, moves="i1")
    world.take("i2", after=2 * MINUTE)
    world.say("i2")
    old, new = world.row("i1"), world.row("i2")
    assert (old["ending"], old["reached_at"]) == ("moved", None)
    assert new["continued"] and new["asked_at"] == START and new["reached_at"] == START + 5 * MINUTE


def test_after_a_persons_word_it_is_the_same_contact_elsewhere() -> None:
    """Whoever goes on by another channel with a person does not ask for one again."""
    world = World()
    world.arrive("i1")
    world.take("i1", after=MINUTE)
    world.say("i1")
    world.arrive("i2", channel="email", after=MINUTE, moves="i1")
    world.take("i2", after=MINUTE)
    world.say("i2")
    row = world.row("i2")
    assert row["continued"] and row["asked_at"] is None and row["reached_at"] == START + 3 * MINUTE


def test_what_an_agent_begins_is_no_contact_of_the_customers() -> None:
    """A conversation that we begin is ours."""
    world = World()
    begins = c.Arrive(interaction="i1", customer="c1", case="k1", channel="email", language="et")
    world.tell(begins, "agent:mari")
    assert world.row("i1")["outbound"]


def test_a_letter_that_a_channel_brings_is_the_customers() -> None:
    """Whatever a provider hands over is from a customer."""
    world = World()
    world.tell(c.Arrive(interaction="i1", customer="c1", case="k1", channel="email", language="et"), "channel:email")
    assert not world.row("i1")["outbound"]


def ask_callback(world: World, at: int | None) -> None:
    """A customer asks to be called."""
    begins = c.Arrive(interaction="i1", customer="c1", case="k1", channel="callback", language="et")
    asked = callbacks.commands.AskCallback(
        form="f" * 16, number="n" * 16, at=at, about="", begins=begins, proved=False, address="a1", body=b"+372"
    )
    world.tell(asked, "customer:c1")


def promised(world: World) -> list[tuple[object, object]]:
    """How promises ended."""
    world.copy.catch_up()
    return [(row["kind"], row["ending"]) for row in world.copy.ask("SELECT kind, ending FROM promises", {})]


@pytest.mark.parametrize(("late", "ending"), [(10 * MINUTE, "kept"), (40 * MINUTE, "broken")])
def test_a_promised_call_is_kept_within_its_half_hour(late: int, ending: str) -> None:
    """Who chose a time waits from that time on; being called late is a broken promise, even when it reaches them."""
    world = World()
    slot = START - START % (30 * MINUTE) + HOUR
    ask_callback(world, slot)
    world.take("i1", after=slot - START + late)
    world.tell(callbacks.commands.ReportTry(interaction="i1", agent="mari", outcome="reached"), "agent:mari")
    world.close("i1", after=MINUTE)
    row = world.row("i1")
    assert (row["asked_at"], row["promised_at"], row["reached_at"]) == (slot, slot, slot + late)
    assert promised(world) == [("callback", ending)]


def test_a_call_that_nobody_answers_is_tried_again() -> None:
    """The attempt keeps the promise; it is no person's word."""
    world = World()
    slot = START - START % (30 * MINUTE) + HOUR
    ask_callback(world, slot)
    world.take("i1", after=slot - START)
    world.tell(callbacks.commands.ReportTry(interaction="i1", agent="mari", outcome="no_answer"), "agent:mari")
    row = world.row("i1")
    assert (row["tries"], row["reached_at"]) == (1, None)
    assert promised(world) == [("callback", "kept")]


def test_erasing_a_person_parts_their_cases() -> None:
    """Rows stay; that two cases were one person's nobody can tell any more, of ended contacts and of those that go on."""
    world = World()
    for number in (1, 2):
        world.arrive(f"i{number}", case=f"k{number}", after=HOUR)
        world.take(f"i{number}")
        world.say(f"i{number}")
        world.close(f"i{number}")
    world.copy.catch_up()
    assert world.row("i1")["customer"] == world.row("i2")["customer"]
    known = world.row("i1")["customer"]
    world.tell(people.EraseCustomer(customer="c1"))
    rows = world.rows()
    assert len(rows) == 2 and len({row["customer"] for row in rows}) == 2
    assert known not in {row["customer"] for row in rows}
    again = world.new_copy()
    again.catch_up()
    assert known not in {row["customer"] for row in again.ask("SELECT customer FROM contacts", {})}


def test_rows_made_in_pieces_are_those_made_at_once(tmp_path: Path) -> None:
    """However often it is caught up, opened anew or begun again, the rows are the same."""
    world = World(tmp_path)
    for number in range(1, 8):
        world.arrive(f"i{number}", f"c{number % 3}", f"k{number % 4}", after=HOUR)
        world.copy.catch_up()
        if number % 2:
            world.take(f"i{number}", after=number * SECOND)
            world.copy.close()
            world.copy = world.new_copy()
            world.say(f"i{number}")
            world.copy.catch_up()
            world.close(f"i{number}", after=MINUTE)
    pieces = world.rows()
    world.path = None
    world.copy.close()
    world.copy = world.new_copy()
    assert world.rows() == pieces and len(pieces) == 7


def test_rows_of_another_journal_are_made_anew(tmp_path: Path) -> None:
    """A folder whose journal was replaced is not counted together with the old one."""
    old = World(tmp_path)
    old.arrive("old")
    old.rows()
    old.copy.close()
    new = World(tmp_path)
    new.now += DAY
    new.arrive("new")
    new.arrive("newer", "c2", "k2")
    assert [row["interaction"] for row in new.rows()] == ["new", "newer"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"x" * 100_000])
def test_a_broken_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """The rows are a copy: what cannot be read is thrown away and made again."""
    world = World(tmp_path)
    world.arrive("i1")
    world.rows()
    world.copy.close()
    assert world.path is not None
    world.path.write_bytes(damage)
    world.copy = world.new_copy()
    assert [row["interaction"] for row in world.rows()] == ["i1"]


def test_catching_up_ends_when_it_is_told_to(tmp_path: Path) -> None:
    """In the middle of a long journal, at once; and whoever opens the rows next has all of them."""
    world = World(tmp_path)
    for number in range(300):
        world.arrive(f"i{number}", f"c{number}", f"k{number}")
    assert world.journal.head() > READ
    pieces: list[int] = []

    def between() -> None:
        pieces.append(1)
        world.copy.stop()

    assert (world.copy.catch_up(between), len(pieces)) == (0, 1)
    world.copy.close()
    again = world.new_copy()
    assert again.catch_up() == world.journal.head()
    assert again.ask("SELECT count(*) AS n FROM contacts", {})[0]["n"] == 300


def test_an_agents_time_is_shared_among_what_they_have_at_once() -> None:
    """Eight minutes with two chats, one of which is wrapped up for a minute, are eight minutes of an agent and no more."""
    world = World()
    world.arrive("i1")
    world.arrive("i2", customer="c2", case="k2")
    world.take("i1")
    world.take("i2", after=2 * MINUTE)
    world.tell(c.StartWrapUp(interaction="i1", agent="mari"), "agent:mari", 4 * MINUTE)
    world.tell(c.Close(interaction="i1", agent="mari", outcome="solved", reasons=("billing",)), after=MINUTE)
    world.close("i2", after=MINUTE)
    one, two = world.row("i1"), world.row("i2")
    assert (one["work_ms"], one["wrap_ms"]) == (4 * MINUTE, 30 * SECOND)
    assert (two["work_ms"], two["wrap_ms"]) == (3 * MINUTE + 30 * SECOND, 0)


def test_what_it_took_before_goes_along_to_the_contact_it_goes_on_in() -> None:
    """Of a chat that goes on by telephone the reason is noted there, and so are the minutes of both."""
    world = World()
    world.arrive("i1")
    world.take("i1", after=MINUTE)
    world.say("i1")
    world.arrive("i2", channel="voice", moves="i1", after=3 * MINUTE)
    world.take("i2", after=MINUTE)
    world.close("i2", after=2 * MINUTE)
    one, two = world.row("i1"), world.row("i2")
    assert (one["ending"], one["work_ms"]) == ("moved", 3 * MINUTE)
    assert (two["work_ms"], two["wrap_ms"], two["before_ms"]) == (2 * MINUTE, 0, 3 * MINUTE)


def test_what_a_contact_came_of_is_in_the_rows_and_can_be_taken_back() -> None:
    """Both are kept: what holds is what was said last."""
    world = World()
    world.arrive("i1")
    cause = improvements.Cause(cause="z1", title="Arve on segane", kind="information", reasons=("billing",))
    world.tell(improvements.commands.SetCause(cause=cause, new=True))
    for not_after_all in (False, True):
        noted = improvements.commands.NoteCause(interaction="i1", cause="z1", agent="mari", not_after_all=not_after_all)
        world.tell(noted, after=MINUTE)
    world.copy.catch_up()
    rows = world.copy.ask("SELECT interaction, cause, noted FROM cause_notes ORDER BY happened_at", {})
    assert [tuple(row.values()) for row in rows] == [("i1", "z1", True), ("i1", "z1", False)]
