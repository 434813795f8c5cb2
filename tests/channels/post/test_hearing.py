"""Whose a message is, where it belongs, and what is remembered of it."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from hoolin.cases.api import commands as k
from hoolin.cases.facts import CaseOpened, CaseSolved
from hoolin.channels.chat.manifest import RULES
from hoolin.channels.loopback.post import letter
from hoolin.channels.post.addressing import to_address
from hoolin.channels.written import Address, File, Heard, Passed, Raw, Understood
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.errors import NotFound
from hoolin.core.intake.facts import InputEnded, InputKept
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.commands import Letter
from hoolin.people.api import commands as p
from hoolin.people.facts import CustomerNamed, CustomersMerged, IdentityAdded
from tests.channels.post.site import KIRSTI, PostSite, post_site


@pytest.fixture
async def site() -> AsyncIterator[PostSite]:
    """A running site that keeps nothing."""
    async with post_site() as running:
        yield running


async def test_a_letter_becomes_a_conversation(site: PostSite) -> None:
    """What came is kept first, becomes a message of somebody with a name and an address, and ends as taken."""
    said = await site.heard(letter("mari@example.ee", "Tere, mis mu arve on?", "k1", name="Mari Maasikas"))
    kept = await site.fact(InputKept)
    ended = await site.fact(InputEnded)
    arrived = await site.fact(f.InteractionArrived)
    assert (kept.channel, kept.account, ended.ending) == ("letterbox", "box", "taken")
    assert ended.customers == (arrived.customer,)
    assert arrived.language == "et"
    assert site.text(said.message) == "Tere, mis mu arve on?"
    assert (await site.fact(CustomerNamed)).customer == arrived.customer
    assert (await site.fact(IdentityAdded)).verified is False
    assert (await site.fact(InteractionAddressed)).interaction == said.interaction


async def test_the_same_input_twice_is_one(site: PostSite) -> None:
    """A provider that repeats what we have is told so; nobody is asked twice."""
    event = letter("mari@example.ee", "Tere", "k1")
    assert await site.drop(event, key="a")
    assert not await site.drop(event, key="a")
    await site.fact(InputEnded)
    assert len(list(site.all(InputKept))) == len(list(site.all(f.MessageReceived))) == 1


async def test_the_same_event_in_another_input_is_one(site: PostSite) -> None:
    """A provider that packs its events in other parcels when it repeats them doubles nothing."""
    await site.heard(letter("mari@example.ee", "Tere", "k1"), key="a")
    await site.drop(letter("mari@example.ee", "Tere", "k1"), letter("mari@example.ee", "Veel", "k2"), key="b")
    await site.fact(f.MessageReceived, lambda said: said.ordinal == 2)
    assert [site.text(said.message) for said in site.all(f.MessageReceived)] == ["Tere", "Veel"]


async def test_two_people_never_share_a_thread(site: PostSite) -> None:
    """Somebody who refers to another's message, or forwards our answer, gets a conversation of their own."""
    first = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>", apart=True))
    other = await site.heard(letter("juri@example.ee", "Mina ka", "k2", answers=("<m1>",), apart=True))
    message = await site.answer(first.interaction, "Tere, Mari")
    third = await site.heard(letter("jaan@example.ee", "Edasi", "k3", ours=message, apart=True))
    assert len({first.interaction, other.interaction, third.interaction}) == 3
    assert len({arrived.customer for arrived in site.all(f.InteractionArrived)}) == 3


async def test_an_answer_finds_its_thread(site: PostSite) -> None:
    """By our own proof, and by the ids of what the same person wrote before; a new letter begins a thread beside it."""
    first = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>", apart=True))
    message = await site.answer(first.interaction, "Tere, Mari")
    by_proof = await site.heard(letter("mari@example.ee", "Aitäh", "k2", ours=message, apart=True))
    by_reference = await site.heard(letter("Mari@Example.ee", "Veel", "k3", answers=("<x>", "<m1>"), apart=True))
    beside = await site.heard(letter("mari@example.ee", "Muu asi", "k4", apart=True))
    assert first.interaction == by_proof.interaction == by_reference.interaction != beside.interaction
    assert len({arrived.case for arrived in site.all(f.InteractionArrived)}) == 2


async def test_an_answer_after_the_end_goes_on_with_the_case(site: PostSite) -> None:
    """The conversation is over, the case is not: a new conversation in the same case."""
    first = await site.heard(letter("mari@example.ee", "Tere", "k1", reference="<m1>", apart=True))
    await site.answer(first.interaction, "Tere, Mari")
    await site.ask(c.StartWrapUp(interaction=first.interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=first.interaction, agent=KIRSTI, outcome="solved"))
    await site.built.reading.reached(site.built.loop.durable_position)
    again = await site.heard(letter("mari@example.ee", "Ikka ei tööta", "k2", answers=("<m1>",), apart=True))
    cases = [arrived.case for arrived in site.all(f.InteractionArrived)]
    assert again.interaction != first.interaction
    assert cases[0] == cases[1]


async def test_a_messenger_joins_what_is_under_way(site: PostSite) -> None:
    """Without threads of their own, messages of one person go on in one conversation; capitals make no other person."""
    sender = Address(kind="telegram", value="77", name="Mari", proven=True)
    first = await site.heard(_from(sender, "Tere", "k1"))
    second = await site.heard(_from(sender, "Oled seal?", "k2"))
    assert (first.interaction, second.ordinal) == (second.interaction, 2)
    assert (await site.fact(IdentityAdded)).verified is True


async def test_a_merge_in_the_middle_of_a_conversation_tears_nothing_apart(site: PostSite) -> None:
    """An agent finds out whom they are talking to; the next message still comes to them. Who writes anew is the merged customer."""
    sender = Address(kind="telegram", value="77", proven=True)
    first = await site.heard(_from(sender, "Tere", "k1"))
    merged = (await site.fact(f.InteractionArrived)).customer
    await site.ask(p.MergeCustomers(kept="c-mari", merged=merged))
    second = await site.heard(_from(sender, "Oled seal?", "k2"))
    assert (second.interaction, second.ordinal) == (first.interaction, 2)
    await site.ask(c.Take(interaction=first.interaction, agent=KIRSTI))
    await site.ask(c.StartWrapUp(interaction=first.interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=first.interaction, agent=KIRSTI, outcome="solved"))
    await site.heard(_from(sender, "Jälle mina", "k3"))
    assert [arrived.customer for arrived in site.all(f.InteractionArrived)] == [merged, "c-mari"]


async def test_an_address_that_was_only_said_leads_nobody_to_anybody(site: PostSite) -> None:
    """Whoever typed another's address into a chat does not get that person's letters."""
    visitors = site.built.chat.house.people
    await site.ask(visitors.address("c-visitor", "email", "mari@example.ee"))
    await site.heard(letter("mari@example.ee", "Tere", "k1"))
    assert (await site.fact(f.InteractionArrived)).customer != "c-visitor"


async def test_a_proved_address_leads_to_its_customer(site: PostSite) -> None:
    """And whoever was erased comes back as somebody new."""
    first = await site.heard(_from(Address(kind="email", value="mari@example.ee", proven=True), "Tere", "k1"))
    mari = (await site.fact(f.InteractionArrived)).customer
    await site.ask(p.EraseCustomer(customer=mari))
    again = await site.heard(letter("mari@example.ee", "Tere jälle", "k2"))
    assert again.interaction != first.interaction
    assert [arrived.customer == mari for arrived in site.all(f.InteractionArrived)] == [True, False]


async def test_who_is_shown_as_one_is_forgotten_as_one(site: PostSite) -> None:
    """All that a person said under every record that is theirs; and they can write to us again, as somebody new."""
    mari = Address(kind="email", value="mari@example.ee", proven=True)
    said = await site.heard(_from(mari, "Tere", "k1"))
    merged = (await site.fact(f.InteractionArrived)).customer
    other = await site.heard(letter("maasikas@example.ee", "Mina ka", "k2"))
    _, kept = (arrived.customer for arrived in site.all(f.InteractionArrived))
    await site.ask(p.MergeCustomers(kept=kept, merged=merged))
    await site.ask(p.EraseCustomer(customer=kept))
    await site.built.forgetting.done()
    assert not site.built.stores.contents.get([said.message, other.message])
    await site.heard(_from(mari, "Tere jälle", "k3"))
    assert [arrived.customer for arrived in site.all(f.InteractionArrived)][2] not in (kept, merged)


async def test_forgetting_somebody_forgets_their_letters_as_they_came(site: PostSite) -> None:
    """The raw input is under a key of its own, and that key goes with its writer."""
    await site.heard(letter("mari@example.ee", "Tere", "k1"))
    ended = await site.fact(InputEnded)
    assert site.built.stores.contents.get([ended.input])
    await site.ask(p.EraseCustomer(customer=ended.customers[0]))
    await site.built.forgetting.done()
    assert not site.built.stores.contents.get([ended.input])


async def test_files_are_kept_once_under_plain_names(site: PostSite) -> None:
    """Whatever a file is called, it lies under its customer's key and is given out as bytes to be saved."""
    files = (
        File(name="../../arve.pdf", media_type="application/pdf", body=b"%PDF"),
        File(name="leht.html", media_type="text/html", body=b"<script>"),
    )
    said = await site.heard(letter("mari@example.ee", "", "k1", files=files))
    assert [a.media_type for a in said.attachments] == ["application/pdf", "application/octet-stream"]
    assert b"".join(site.built.stores.blobs.open(said.attachments[1].blob)) == b"<script>"


async def test_a_letter_keeps_its_parts(site: PostSite) -> None:
    """Subject, copies and history stay with the message, and the input it came in is named."""
    said = await site.heard(letter("mari@example.ee", "Tere", "k1", letter=Letter(subject="Arve", quoted="> vana")))
    body = site.built.stores.contents.get([said.message])[said.message]
    assert b'"subject":"Arve"' in body
    assert (await site.fact(InputKept)).input.encode() in body


async def test_what_is_for_nobody_is_passed(site: PostSite) -> None:
    """It ends as passed, with why, and makes no conversation."""
    await site.drop(Passed(why="auto_reply"))
    ended = await site.fact(InputEnded)
    assert (ended.ending, ended.code) == ("passed", "auto_reply")
    assert not list(site.all(f.InteractionArrived))


@pytest.mark.parametrize(
    ("event", "ending"),
    [
        (letter("mari@example.ee", "Tere \ud83d", "k1"), "taken"),
        (letter("mari@example.ee", "Tere", "k1", name="Mari \ud83d"), "taken"),
        (letter("mari@example.ee", "Tere", "k1", letter=Letter(subject="\ud83d")), "taken"),
        (letter("mari@example.ee", "", "k1", files=(File(name="a\ud83d.pdf", media_type="", body=b"%PDF"),)), "taken"),
        (letter("mari@example.ee", "Tere", "k1", letter=Letter(subject="x" * 999)), "unreadable"),
        (letter("mari@example.ee", "Tere", "k1", letter=Letter(cc=("jaan@example.ee",) * 51)), "unreadable"),
        (letter("mari@example.ee", "Tere", "k1", language="de"), "unreadable"),
    ],
)
async def test_what_nobody_can_write_down_stops_nothing(site: PostSite, event: Heard, ending: str) -> None:
    """A gateway that lets half a character through, or more than there is room for, costs that one input at most."""

    async def understand(raw: Raw) -> tuple[Understood, ...]:
        return (event,)

    site.box.understand = understand  # type: ignore[method-assign]
    await site.drop(Passed(why="as understood above"))
    assert (await site.fact(InputEnded)).ending == ending
    del site.box.understand
    assert site.text((await site.heard(letter("juri@example.ee", "Tere", "k2"))).message) == "Tere"


def _from(sender: Address, text: str, key: str, apart: bool = False) -> Heard:
    return msgspec.structs.replace(letter("x@example.ee", text, key, apart=apart), sender=sender)


async def given(site: PostSite, chat: str = "c-visitor") -> tuple[str, str]:
    """Somebody waits in a chat and is given a code; gives the code and the chat's interaction."""
    await site.ask(c.SetChannel(rules=RULES))
    await site.ask(c.SetPresence(agent=KIRSTI, presence="offline"))
    arrive = c.Arrive(interaction="i-chat", customer=chat, case="k-chat", channel="chat", language="ru", priority=3)
    await site.ask(arrive)
    code, until = await site.built.office.house.passes.issue(chat, "k-chat", "i-chat", "ru")
    assert until > site.built.loop.clock()
    return code, "i-chat"


async def test_a_code_brings_case_language_and_place_along(site: PostSite) -> None:
    """From chat to letters: the chat ends as moved, and whoever came later is still behind. Who writes is not made another by it."""
    code, chat = await given(site)
    first = next(arrived for arrived in site.all(f.InteractionArrived))
    later = await site.heard(letter("juri@example.ee", "Tere", "k0", apart=True))
    mari = Address(kind="email", value="mari@example.ee", proven=True)
    said = await site.heard(_from(mari, f"Jätkan siin: {code.lower()}", "k1", apart=True))
    arrived = next(a for a in site.all(f.InteractionArrived) if a.interaction == said.interaction)
    assert (arrived.case, arrived.language) == ("k-chat", "ru")
    assert (arrived.place_at, arrived.priority) == (first.place_at, 3)
    assert (await site.fact(f.InteractionMoved)) == f.InteractionMoved(interaction=chat, to=said.interaction)
    router = site.built.site.router
    assert (router.position(said.interaction), router.position(later.interaction)) == (1, 2)
    identity = await site.fact(IdentityAdded, lambda added: added.verified)
    assert identity.customer == arrived.customer
    assert arrived.customer != "c-visitor"


async def test_a_code_that_came_in_a_link_makes_nobody_another(site: PostSite) -> None:
    """Somebody puts their own code into a link and sends it to Mari, whom we know; she presses it, and writes. Her record and theirs
    stay apart, and nothing of theirs is shown with hers, until a person says that they are one.
    """
    mari = Address(kind="whatsapp", value="37255512345", name="Mari", proven=True)
    await site.heard(_from(mari, "Tere", "k0"))
    hers = (await site.fact(IdentityAdded)).customer
    code, chat = await given(site)
    await site.ask(p.NameCustomer(customer="c-visitor", content="n-visitor", name="Võõras"))
    await site.ask(k.AddNote(case="k-chat", note="n-1", agent=KIRSTI, text="Räägib võõra häälega"))
    await site.built.reading.reached(site.built.loop.durable_position)
    said = await site.heard(_from(mari, code, "k1"))
    claim = await site.fact(f.PersonClaimed)
    assert claim == f.PersonClaimed(
        interaction=said.interaction, customer=hers, claimed="c-visitor", given_at=claim.given_at, given_in=chat
    )  # fmt: skip
    await site.built.reading.reached(site.built.loop.durable_position)
    assert not list(site.all(CustomersMerged))
    shown = await site.built.records.customer(hers)
    assert (shown["name"], [one["value"] for one in shown["identities"]]) == ("Mari", ["37255512345"])
    assert {one["channel"] for one in shown["timeline"]} == {"letterbox"}
    assert not shown["notes"]
    (asked,) = shown["claims"]
    assert (asked["customer"], asked["name"], asked["says"]) == ("c-visitor", "Võõras", "this")
    assert (asked["channel"], asked["given_at"]) == ("chat", claim.given_at)
    theirs = await site.built.records.customer("c-visitor")
    assert [one["channel"] for one in theirs["timeline"]] == ["chat"]
    assert [(one["customer"], one["says"]) for one in theirs["claims"]] == [(hers, "other")]


async def test_a_person_says_that_they_are_one(site: PostSite) -> None:
    """Then there is one record with one timeline, and what its customer writes next goes on in the case that the code brought."""
    code, _ = await given(site)
    mari = Address(kind="email", value="mari@example.ee", name="Mari", proven=True)
    said = await site.heard(_from(mari, code, "k1", apart=True))
    await site.ask(p.ConfirmClaim(interaction=said.interaction))
    arrived = await site.fact(f.InteractionArrived, lambda a: a.interaction == said.interaction)
    assert (await site.fact(CustomersMerged)) == CustomersMerged(kept="c-visitor", merged=arrived.customer)
    await site.built.reading.reached(site.built.loop.durable_position)
    shown = await site.built.records.customer("c-visitor")
    assert not shown["claims"]
    assert [one["channel"] for one in shown["timeline"]] == ["letterbox", "chat"]
    with pytest.raises(NotFound):
        await site.ask(p.ConfirmClaim(interaction=said.interaction))


async def test_a_person_says_that_they_are_two(site: PostSite) -> None:
    """Then the conversation goes on where it is, in a case of its own, and leaves nothing in the other's."""
    code, _ = await given(site)
    mari = Address(kind="email", value="mari@example.ee", proven=True)
    said = await site.heard(_from(mari, code, "k1", apart=True))
    assert site.built.site.kept.interactions[said.interaction].case == "k-chat"
    await site.ask(p.RefuseClaim(interaction=said.interaction, case="k-own"))
    await site.built.reading.reached(site.built.loop.durable_position)
    hers = (await site.fact(f.InteractionArrived, lambda a: a.interaction == said.interaction)).customer
    shown = await site.built.records.customer(hers)
    assert ([one["case"] for one in shown["cases"]], shown["claims"]) == (["k-own"], [])
    assert site.built.site.kept.interactions[said.interaction].case == "k-own"
    assert (await site.fact(CaseOpened, lambda opened: opened.case == "k-own")).customer == hers
    await site.ask(c.SetPresence(agent=KIRSTI, presence="online"))
    await site.answer(said.interaction, "Tere")
    await site.ask(c.StartWrapUp(interaction=said.interaction, agent=KIRSTI))
    await site.ask(c.Close(interaction=said.interaction, agent=KIRSTI, outcome="solved"))
    assert [solved.case for solved in site.all(CaseSolved)] == ["k-own"]
    with pytest.raises(NotFound):
        await site.ask(p.ConfirmClaim(interaction=said.interaction))


async def test_a_code_is_its_first_holders(site: PostSite) -> None:
    """Shown by somebody else it brings nothing along; shown again by its holder it changes nothing."""
    code, _ = await given(site)
    await site.heard(letter("mari@example.ee", code, "k1", apart=True))
    await site.heard(letter("juri@example.ee", code, "k2", apart=True))
    await site.heard(letter("mari@example.ee", f"Veel: {code}", "k3", apart=True))
    cases = [arrived.case for arrived in site.all(f.InteractionArrived)]
    assert cases[1] == cases[3] == "k-chat" != cases[2]


async def test_who_is_known_to_be_that_person_claims_nothing(site: PostSite) -> None:
    """Whoever shows a code that was given to them, under whichever record, goes on, and nobody is asked anything."""
    mari = Address(kind="telegram", value="77", proven=True)
    await site.heard(_from(mari, "Tere", "k0"))
    known = (await site.fact(IdentityAdded)).customer
    await site.built.reading.reached(site.built.loop.durable_position)
    code, chat = await given(site)
    await site.ask(p.MergeCustomers(kept=known, merged="c-visitor"))
    await site.heard(_from(mari, code, "k1"))
    assert (await site.fact(f.InteractionMoved)).interaction == chat
    assert not list(site.all(f.PersonClaimed))


async def test_a_forged_sender_with_a_code_is_nobody_else(site: PostSite) -> None:
    """Whoever writes in another's name and shows a code of their own stays who they are: they are not merged with that other, and
    that other's letters do not come to them from then on.
    """
    mari = Address(kind="email", value="mari@example.ee", proven=True)
    await site.heard(_from(mari, "Tere", "k0", apart=True))
    known = (await site.fact(IdentityAdded)).customer
    await site.built.reading.reached(site.built.loop.durable_position)
    code, _ = await given(site, "c-forger")
    for forged in ("mari@example.ee", "juri@example.ee"):
        await site.heard(letter(forged, code, f"k-{forged}", apart=True))
    await site.built.reading.reached(site.built.loop.durable_position)
    await site.heard(_from(mari, "Jälle mina", "k1", apart=True))
    await site.heard(letter("juri@example.ee", "Tere", "k2", apart=True))
    assert not list(site.all(CustomersMerged))
    *_, hers, his = (arrived.customer for arrived in site.all(f.InteractionArrived))
    assert hers == known
    assert his != "c-forger"


async def test_a_letter_in_a_known_name_says_that_its_sender_is_not_proven(site: PostSite) -> None:
    """It lands where that person's letters land, marked, and changes nothing of who they are: no address, no name, no proof. Who answers
    with our token, or whose provider vouches for them, is not marked; nor is somebody of whom nothing was ever proved.
    """
    mari = Address(kind="email", value="mari@example.ee", proven=True)
    first = await site.heard(
        msgspec.structs.replace(_from(mari, "Tere", "k0"), reference="<m1>", letter=Letter(), apart=True)
    )
    hers = (await site.fact(IdentityAdded)).customer
    await site.built.reading.reached(site.built.loop.durable_position)
    ours = await site.answer(first.interaction, "Tere, Mari")
    seen = len(site.entries)
    forged = letter(
        "mari@example.ee", "Muutke aadressi", "k1", name="Pahalane", letter=Letter(subject="Muutus"), apart=True
    )
    in_thread = msgspec.structs.replace(forged, key="k2", answers=("<m1>",))
    anew, joined = await site.heard(forged), await site.heard(in_thread)
    assert joined.interaction == first.interaction
    assert site.letter(anew.message).unproven and site.letter(joined.message).unproven
    assert (await site.fact(f.InteractionArrived, lambda a: a.interaction == anew.interaction)).customer == hers
    assert site.built.stores.contents.get([site.letter(anew.message).raw])
    changes = (IdentityAdded, CustomerNamed, CustomersMerged)
    assert not [entry.fact for entry in site.entries[seen:] if isinstance(entry.fact, changes)]
    answered = await site.heard(msgspec.structs.replace(forged, key="k3", ours=ours))
    vouched = await site.heard(msgspec.structs.replace(forged, key="k4", sender=mari))
    unknown = await site.heard(letter("juri@example.ee", "Tere", "k5", letter=Letter(), apart=True))
    assert not any(site.letter(said.message).unproven for said in (first, answered, vouched, unknown))


async def test_a_token_of_ones_own_proves_nothing_in_anothers_thread(site: PostSite) -> None:
    """Whoever has an answer of ours, and writes in Mari's name and thread with the token in it, does not prove her address."""
    hers = await site.heard(letter("mari@example.ee", "Tere", "k0", reference="<m1>", letter=Letter(), apart=True))
    own = await site.heard(letter("juri@example.ee", "Tere", "k1", letter=Letter(), apart=True))
    token = await site.answer(own.interaction, "Tere, Jüri")
    both = letter("mari@example.ee", "Mina", "k2", answers=("<m1>",), ours=token, letter=Letter(), apart=True)
    assert (await site.heard(both)).interaction == hers.interaction
    assert not any(added.verified for added in site.all(IdentityAdded))


async def test_a_code_runs_out(site: PostSite) -> None:
    """And nonsense that looks like one is only text."""
    code, _ = await given(site)
    site.built.rooms["passes"].state.by_lookup.clear()
    await site.heard(letter("mari@example.ee", f"{code} HL-00000-00000", "k1", apart=True))
    assert not list(site.all(f.InteractionMoved))


async def test_who_answers_where_we_wrote_is_heard_there(site: PostSite) -> None:
    """Mari says a number is hers, and we go on there: an answer from it joins; it proves nothing, and after the end it leads nobody to her."""
    first = await site.heard(letter("mari@example.ee", "Tere", "k1"))
    mari = (await site.fact(f.InteractionArrived)).customer
    house, number = site.built.office.house, Address(kind="phone", value="+37255512345")
    await site.ask(house.people.identity(mari, number.kind, number.value, verified=False))
    begins = c.Arrive(
        interaction="i-there", customer=mari, case="k-there", channel="letterbox", language="et", apart=True,
        moves=first.interaction,
    )  # fmt: skip
    await site.ask(begins)
    await site.ask(to_address(house, "i-there", mari, "box", number))
    await site.answer("i-there", "Kas nii on hästi?")
    await site.built.reading.reached(site.built.loop.durable_position)
    answer = msgspec.structs.replace(letter("", "Jah, aitäh", "k2"), sender=number)
    assert (await site.heard(answer)).interaction == "i-there"
    assert not any(added.verified for added in site.all(IdentityAdded))
    await site.ask(c.StartWrapUp(interaction="i-there", agent=KIRSTI))
    await site.ask(c.Close(interaction="i-there", agent=KIRSTI, outcome="solved"))
    later = await site.heard(msgspec.structs.replace(answer, key="k3"))
    assert (await site.fact(f.InteractionArrived, lambda a: a.interaction == later.interaction)).customer != mari


async def test_saying_that_an_address_is_ones_own_leads_nobody_there(site: PostSite) -> None:
    """Mari says that Jüri's number is hers, and nobody wrote to it: what Jüri writes is his own."""
    await site.heard(letter("mari@example.ee", "Tere", "k1"))
    mari = (await site.fact(f.InteractionArrived)).customer
    number = Address(kind="phone", value="+37255512345")
    await site.ask(site.built.office.house.people.identity(mari, number.kind, number.value, verified=False))
    await site.built.reading.reached(site.built.loop.durable_position)
    said = await site.heard(msgspec.structs.replace(letter("", "Tere, siin Jüri", "k2"), sender=number))
    assert (await site.fact(f.InteractionArrived, lambda a: a.interaction == said.interaction)).customer != mari
