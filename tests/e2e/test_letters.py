"""Letters at the desk: answered with subject and copies, taken back, sent later; and what nobody knows the end of."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.stand import Site, log_in, violations
from tests.e2e.test_contact import picture
from tests.e2e.test_main_job import accept, go_online

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node")]

LETTER = {
    "from": "mari@example.ee", "text": "My bill is wrong again.", "subject": "Bill of March", "cc": ["jaan@example.ee"],
    "quoted": "On Monday you wrote:\n> We will look.",
    "html": '<p style="color:#b00">My <b>bill</b> is wrong again.</p><img alt="x" data-remote="https://track.example/p.png">',
}  # fmt: skip


UNPROVEN = {
    "English": "Sender not proven.", "Eesti": "Saatja on tõendamata.", "Русский": "Отправитель не подтверждён.",
}  # fmt: skip


async def desk_with_letter(site: Site, visit: Any, letter: dict[str, Any] | None = None, **settings: Any) -> Any:
    """Kristi's desk, with a letter that came and was accepted."""
    desk = await visit(f"{site.url}/desk/", **settings)
    await log_in(desk, "kristi")
    await go_online(desk)
    assert await site.outside(letter=letter or LETTER)
    await accept(desk)
    return desk


async def sent(site: Site, number: int = 1) -> list[dict[str, Any]]:
    """What has left the house, once it is so many letters."""
    async with asyncio.timeout(90):
        while len(out := await site.outside(out=True)) < number:  # noqa: ASYNC110 – the provider has no event of its own
            await asyncio.sleep(0.05)
    return list(out)


async def test_a_letter_is_answered_with_subject_and_copies_and_can_be_taken_back(site: Site, visit: Any) -> None:
    """By keyboard: the subject stands there already, a copy is added, it is sent and taken back whole, changed, and then leaves."""
    desk = await desk_with_letter(site, visit)
    log = desk.get_by_role("log")
    await expect(log).to_contain_text("Bill of March")
    await expect(log).to_contain_text("jaan@example.ee")
    subject, copies = desk.get_by_role("textbox", name="Subject"), desk.get_by_role("textbox", name="Copy to")
    await expect(subject).to_have_value("Re: Bill of March")
    await subject.fill("Your bill of March")
    await copies.fill("not an address")
    await copies.press("Enter")
    await expect(desk.get_by_role("alert").filter(has_text="not an e-mail address")).to_be_visible()
    await copies.fill("boss@example.ee")
    await copies.press("Enter")
    await expect(desk.get_by_role("button", name="Remove boss@example.ee")).to_be_visible()
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("Dear Mari, we mend it.")
    await reply.press("Control+Enter")
    await expect(desk.get_by_text("Goes out in")).to_be_visible()
    await expect(reply).to_have_value("")
    await reply.press("Control+Shift+Z")
    await expect(reply).to_have_value("Dear Mari, we mend it.")
    await expect(subject).to_have_value("Your bill of March")
    await expect(desk.get_by_role("button", name="Remove boss@example.ee")).to_be_visible()
    await expect(log).to_contain_text("Taken back. The customer never got it.")
    assert await site.outside(out=True) == []
    await reply.fill("Dear Mari, it is mended.")
    await reply.press("Control+Enter")
    (out,) = await sent(site)
    assert out["text"].startswith("Dear Mari, it is mended.")
    assert (out["letter"]["subject"], out["letter"]["cc"]) == ("Your bill of March", ["boss@example.ee"])
    await site.outside(report={"reference": "out-1", "state": "read"})
    await site.outside(report={"reference": "out-1", "state": "delivered"})
    await expect(log.locator("li", has_text="it is mended").last).to_contain_text("Read")


async def test_what_came_is_shown_folded_and_laid_out_without_loading_anything(site: Site, visit: Any) -> None:
    """History opens by its button; the layout is a frame in which nothing runs and, until asked, nothing is loaded."""
    desk = await desk_with_letter(site, visit)
    history = desk.get_by_text("We will look.")
    await expect(history).to_be_hidden()
    await desk.get_by_role("button", name="Show the earlier exchange").press("Enter")
    await expect(history).to_be_visible()
    await desk.get_by_role("button", name="Show with its layout").press("Enter")
    frame = desk.frame_locator("iframe.letter-frame")
    await expect(frame.locator("b")).to_have_text("bill")
    colour = "one => getComputedStyle(one).color"
    assert await frame.locator("p").evaluate(colour) == "rgb(187, 0, 0)"
    assert await frame.locator("img").get_attribute("src") is None
    assert (
        await desk.locator("iframe.letter-frame").get_attribute("sandbox")
        == "allow-popups allow-popups-to-escape-sandbox"
    )
    await expect(desk.get_by_role("button", name="Load images")).to_be_visible()
    await expect(desk.get_by_role("link", name="As it came")).to_be_visible()
    await desk.get_by_role("button", name="Show as text").press("Enter")
    await expect(desk.locator("iframe.letter-frame")).to_have_count(0)


async def test_a_letter_sent_later_waits_and_is_taken_back_from_its_own_place(site: Site, visit: Any) -> None:
    """A time is chosen by key; the letter says when it goes out, has not left, and comes back into the field."""
    desk = await desk_with_letter(site, visit)
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("I will write tomorrow.")
    await reply.press("Control+Shift+L")
    dialog = desk.get_by_role("dialog")
    await dialog.locator(".defer button").nth(2).press("Enter")
    log = desk.get_by_role("log")
    await expect(log).to_contain_text("Goes out")
    await expect(desk.get_by_text("Goes out in")).to_have_count(0)
    assert await site.outside(out=True) == []
    await log.get_by_role("button", name="Take back").press("Enter")
    await expect(reply).to_have_value("I will write tomorrow.")


async def test_what_nobody_knows_the_end_of_is_told_and_sent_again(site: Site, visit: Any) -> None:
    """The answer of the provider never came: the agent is told away from the conversation, is led there, and sends it again."""
    desk = await desk_with_letter(site, visit)
    await site.outside(faults=["time_out"])
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("Did you get this?")
    await reply.press("Control+Enter")
    await reply.press("Escape")
    await desk.keyboard.press("u")
    await expect(desk.get_by_role("log")).to_have_count(0)
    notice = desk.get_by_role("status").filter(has_text="Nobody knows")
    await expect(notice).to_be_visible()
    await expect(desk.get_by_role("img", name="A message did not arrive")).to_be_visible()
    await notice.get_by_role("button", name="Open the conversation").press("Enter")
    log = desk.get_by_role("log")
    await expect(log).to_contain_text("It may have arrived; nobody knows.")
    await expect(log).to_contain_text("The provider did not answer in time.")
    await log.get_by_role("button", name="Send again").press("Enter")
    assert len(await sent(site, 2)) == 2
    await expect(log.locator("li", has_text="Did you get this?")).to_contain_text("Sent")
    await expect(desk.get_by_role("img", name="A message did not arrive")).to_have_count(0)


async def test_a_draft_keeps_its_subject_and_copies_through_a_reload_and_a_letter_that_comes(
    site: Site, visit: Any
) -> None:
    """What is typed above a letter is kept like its text, and an answer that comes meanwhile touches none of it."""
    desk = await desk_with_letter(site, visit)
    subject, reply = desk.get_by_role("textbox", name="Subject"), desk.get_by_role("textbox", name="Reply")
    await subject.fill("Half a subject")
    await desk.get_by_role("textbox", name="Copy to").fill("boss@example.ee")
    await reply.fill("Half a text")
    await expect(desk.get_by_text("Draft saved")).to_be_visible()
    await desk.reload()
    await expect(subject).to_have_value("Half a subject")
    await expect(reply).to_have_value("Half a text")
    await expect(desk.get_by_role("button", name="Remove boss@example.ee")).to_be_visible()


async def test_the_customer_is_given_a_code_for_another_channel(site: Site, visit: Any) -> None:
    """A key puts a sentence with the code into the field, in the customer's language."""
    desk = await desk_with_letter(site, visit)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("o")
    reply = desk.get_by_role("textbox", name="Reply")
    await expect(reply).to_have_value(re.compile("HL-[0-9A-Z]{5}-[0-9A-Z]{5}"))


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_letters_have_no_accessibility_violation(site: Site, visit: Any, theme: str) -> None:
    """axe finds nothing where a letter is read, laid out, answered, held back and not delivered, nor in the dialogs."""
    desk = await desk_with_letter(site, visit, color_scheme=theme)
    found = {"letter": await violations(desk)}
    await desk.get_by_role("button", name="Show with its layout").press("Enter")
    found["layout"] = await violations(desk)
    await site.outside(faults=["refuse"])
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("Hello")
    await reply.press("Control+Enter")
    await expect(desk.get_by_text("Goes out in")).to_be_visible()
    found["undo"] = await violations(desk)
    await reply.press("Escape")
    await expect(desk.get_by_role("button", name="Send again")).to_be_visible()
    found["rejected"] = await violations(desk)
    for key in ("l", "v"):
        await desk.keyboard.press(key)
        await expect(desk.get_by_role("dialog")).to_be_visible()
        found[f"dialog {key}"] = await violations(desk)
        await desk.keyboard.press("Escape")
        await expect(desk.get_by_role("dialog")).to_be_hidden()
    await desk.get_by_role("button", name="Same person").click()
    found["merge"] = await violations(desk)
    assert {page: problems for page, problems in found.items() if problems} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_letter_that_is_not_proven_says_so(site: Site, visit: Any, theme: str) -> None:
    """A second letter in Mari's name, with a code of somebody's chat in it, that nobody vouches for: marked in words, in every language; the
    code is asked about where it was shown by somebody proven. axe finds nothing.
    """
    desk = await desk_with_letter(site, visit, {**LETTER, "proven": True}, color_scheme=theme)
    await expect(desk.get_by_text("Sender not proven.")).to_have_count(0)
    mine = (await desk.evaluate("fetch('/api/v1/conversations?view=mine').then(one => one.json())"))["rows"][0]
    await expect(desk.get_by_text("mari@example.ee").first).to_be_visible()
    code = await desk.evaluate(
        """async (one) => {
            const me = await (await fetch('/api/v1/session')).json();
            const headers = {'x-hoolin-csrf': me.csrf};
            return (await (await fetch(`/api/v1/conversations/${one}/pass`, {method: 'POST', headers})).json()).code;
        }""",
        mine["interaction"],
    )
    assert await site.outside(
        letter={"from": "juri@example.ee", "text": f"I go on here: {code}", "subject": "Bill", "proven": True}
    )
    await desk.get_by_role("article").filter(has_text="I go on here").get_by_role("button").first.click()
    asked = desk.get_by_role("group", name="The same person?")
    await expect(asked).to_contain_text("Letterbox")
    assert await violations(desk) == []
    await picture(desk, f"claim-{theme}")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("d")
    await expect(asked).to_be_hidden()
    assert await site.outside(
        letter={"from": "mari@example.ee", "text": "Send my contract to another address.", "subject": "Please"}
    )
    await desk.get_by_role("article").filter(has_text="Send my contract").get_by_role("button").first.click()
    await expect(desk.get_by_role("log")).to_contain_text("Send my contract")
    for language, words in UNPROVEN.items():
        await desk.keyboard.press("Escape")
        await desk.locator("[data-menu=settings]").click()
        await desk.get_by_role("menuitemradio", name=language).click()
        await desk.keyboard.press("Escape")
        await expect(desk.get_by_text(words)).to_be_visible()
        assert await violations(desk) == []
        await picture(desk, f"unproven-{language}-{theme}")


PLAIN = {"from": "mari@example.ee", "text": "Hello, are you there?"}


async def test_the_parts_of_a_text_are_counted_while_it_is_written(site: Site, visit: Any) -> None:
    """Where texts are paid by the part, the count follows every letter, says what costs, and writes it plainly on request."""
    await site.outside(composer={"files": False, "counts_parts": True})
    desk = await desk_with_letter(site, visit, PLAIN)
    reply = desk.get_by_role("textbox", name="Reply")
    await reply.fill("a" * 161)
    await expect(desk.get_by_text("2 SMS · 145 characters left")).to_be_visible()
    await expect(desk.get_by_role("button", name="Attach a file")).to_have_count(0)
    await expect(desk.get_by_role("textbox", name="Subject")).to_have_count(0)
    await reply.fill("õ" + "a" * 99)
    await expect(desk.get_by_text("With plain letters it would be 1 SMS.")).to_be_visible()
    assert await violations(desk) == []
    await desk.get_by_role("button", name="Use plain letters").press("Enter")
    await expect(reply).to_have_value("o" + "a" * 99)
    await expect(desk.get_by_text("1 SMS · 60 characters left")).to_be_visible()


async def test_after_its_window_a_channel_takes_a_template_alone(site: Site, visit: Any) -> None:
    """While it is open the agent sees for how long; then only a template with its values can be sent."""
    await site.outside(composer={"window_ms": 86_400_000, "templates": True})
    desk = await desk_with_letter(site, visit, PLAIN)
    await expect(desk.get_by_text("You can answer freely for another")).to_be_visible()
    await site.outside(composer={"window_ms": 1, "templates": True})
    await desk.reload()
    await expect(desk.get_by_text("Here only a template can be sent now.")).to_be_visible()
    await expect(desk.get_by_role("textbox", name="Reply")).to_have_count(0)
    await expect(desk.get_by_role("button", name="Send Ctrl")).to_be_disabled()
    await desk.get_by_role("textbox", name="Name of the template").fill("order_ready:en")
    await desk.get_by_role("textbox", name="Values of the template").fill("Mari\n12.50")
    assert await violations(desk) == []
    await desk.get_by_role("button", name="Send Ctrl").press("Enter")
    (out,) = await sent(site)
    assert (out["letter"]["template"], out["letter"]["values"]) == ("order_ready:en", ["Mari", "12.50"])
    await expect(desk.get_by_role("log")).to_contain_text("Template: order_ready:en")


async def test_a_callback_shows_the_number_to_call(site: Site, visit: Any) -> None:
    """Number, what it is about and what may come of the call stand above the conversation."""
    desk = await visit(f"{site.url}/desk/")
    await log_in(desk, "kristi")
    await go_online(desk)
    await site.outside(callback={"phone": "+3725551234", "text": "My line is dead"})
    await expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(desk.get_by_role("textbox", name="Note")).to_be_focused()
    await expect(desk.get_by_role("textbox", name="Reply")).to_have_count(0)
    panel = desk.get_by_role("region", name="Call this number")
    await expect(panel.get_by_role("link")).to_have_attribute("href", "tel:+3725551234")
    await expect(panel).to_contain_text("About: My line is dead")
    for outcome in ("Reached", "No answer", "Busy", "Wrong number"):
        await expect(panel.get_by_role("button", name=outcome)).to_be_visible()
    assert await violations(desk) == []


async def test_images_from_elsewhere_are_fetched_only_when_asked_and_are_told_nothing(site: Site, visit: Any) -> None:
    """Showing a letter asks nobody for anything; on request its images are fetched, without a word about whence or who."""
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower())
        writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    html = f'<p>Look</p><img alt="far" data-remote="http://127.0.0.1:{port}/p.png">'
    try:
        desk = await desk_with_letter(site, visit, {**LETTER, "html": html})
        await desk.get_by_role("button", name="Show with its layout").press("Enter")
        frame = desk.frame_locator("iframe.letter-frame")
        await expect(frame.get_by_text("Look")).to_be_visible()
        assert asked == []
        await desk.get_by_role("button", name="Load images").press("Enter")
        async with asyncio.timeout(90):
            while not asked:  # noqa: ASYNC110 – the server notes it, and has no event of its own
                await asyncio.sleep(0.05)
        assert asked[0].startswith("get /p.png")
        assert "referer" not in asked[0] and "cookie" not in asked[0]
    finally:
        server.close()


async def test_two_records_of_one_person_are_merged_and_taken_apart(site: Site, visit: Any) -> None:
    """The other record is chosen in a dialog; both addresses stand together then; a second press takes them apart again."""
    desk = await desk_with_letter(site, visit)
    await desk.keyboard.press("Escape")
    assert await site.outside(letter={**PLAIN, "from": "mari.private@example.ee"})
    await accept(desk)
    contacts = desk.get_by_role("list", name="Contacts")
    await expect(contacts).to_contain_text("mari.private@example.ee")
    await desk.get_by_role("button", name="Same person").press("Enter")
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_role("radio").first.check()
    await dialog.get_by_role("button", name="Merge").press("Enter")
    await expect(desk.get_by_text("The records are merged.")).to_be_visible()
    await expect(contacts.get_by_text("mari@example.ee", exact=True)).to_be_visible()
    apart = desk.get_by_role("button", name="Take apart")
    await apart.press("Enter")
    await expect(desk.get_by_text("Take the record of")).to_be_visible()
    await expect(contacts.get_by_text("mari@example.ee", exact=True)).to_be_visible()
    await apart.press("Enter")
    await expect(desk.get_by_text("The records are apart again.")).to_be_visible()
    await expect(contacts.get_by_text("mari@example.ee", exact=True)).to_have_count(0)
