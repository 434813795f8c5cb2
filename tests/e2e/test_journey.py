"""One customer, one case, many ways: what was said, the language and the place in line go along from each to the next."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from hoolin.cli.site_copy import copied
from hoolin.cli.sms_peer import Smsc
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.people.facts import CustomersMerged
from hoolin.wiring import HoolinSettings, build
from hoolin.workforce.facts import WaitForetold
from tests.e2e.provider import Mailbox, Telephone, until
from tests.e2e.stand import Site, log_in
from tests.e2e.test_contact import picture

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.needs("chromium", "node"), pytest.mark.slow]

MARIA = "Мария Иванова <maria@customer.example>"
CODE = re.compile(r"HL-[0-9A-Z]{5}-[0-9A-Z]{5}")
WAIT = re.compile(r"Ждать (ответа|звонка): (меньше минуты|до [\d,]+ (мин|ч)|[\d,]+( мин)?\s?–\s?[\d,]+ (мин|ч))")
"""An interval, as it is said in Russian."""


OVER = ("closed", "abandoned", "moved")


async def told(page: Page, path: str) -> Any:
    """What a page's browser is told by the site."""
    return await page.evaluate("path => fetch(`/api/v1/${path}`).then(answer => answer.json())", path)


async def post(desk: Page, path: str, body: object = None) -> Any:
    """Ask the site for something as the person at the desk."""
    return await desk.evaluate(
        """async ([path, body]) => {
            const me = await (await fetch('/api/v1/session')).json();
            const headers = {'content-type': 'application/json', 'x-hoolin-csrf': me.csrf};
            const answer = await fetch(`/api/v1/${path}`, {method: 'POST', headers, body: body && JSON.stringify(body)});
            if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
            return answer.json();
        }""",
        [path, body],
    )


async def line(desk: Page) -> list[Any]:
    """Who waits, the next first."""
    rows: list[Any] = (await told(desk, "conversations?view=waiting"))["rows"]
    return rows


async def go_online(desk: Page) -> None:
    """Say that one is at work."""
    await desk.locator("[data-menu=presence]").click()
    await desk.get_by_role("menuitemradio").first.click()


async def accept(desk: Page, words: str) -> None:
    """Take what is offered and has these words in it."""
    offer = desk.get_by_role("article").filter(has_text=words)
    await offer.get_by_role("button").first.click()
    await expect(offer).to_be_hidden()


async def reply(desk: Page, words: str) -> None:
    """Answer in what is open."""
    field = desk.get_by_role("textbox", name="Ответ")
    await field.fill(words)
    await field.press("Control+Enter")


async def intervals(lines: Locator, but: tuple[str, ...] = ()) -> None:
    """Every way in says how long it takes, or why it cannot."""
    for one in await lines.all():
        said = await one.inner_text()
        assert WAIT.search(said) or any(word in said for word in but), said


def entries_of(folder: Path) -> list[Entry]:
    """All that has happened at a site that is serving."""
    with copied(folder) as copy:
        built = build(HoolinSettings(data=str(copy)))
        try:
            return built.stores.journal.read(0, 100_000)
        finally:
            built.close()
            built.accounts.close()


class Journey:
    """Maria's way through the site. oleg, kristi: desks."""

    def __init__(self, site: Site, visit: Any, mail: Mailbox, phone: Telephone) -> None:
        self.site, self.visit, self.mail, self.phone = site, visit, mail, phone
        self.oleg: Page
        self.kristi: Page
        self.begun: Any
        self.foretold: list[Any] = []

    async def a_line_forms(self) -> None:
        """Oleg comes to work and has his hands full with the letters of Anna and Peeter; Boris's letter waits."""
        self.kristi = await self.visit(f"{self.site.url}/desk/", locale="ru")
        await log_in(self.kristi, "kristi")
        self.oleg = await self.visit(f"{self.site.url}/desk/")
        await log_in(self.oleg, "oleg")
        await go_online(self.oleg)
        await self.mail.write("Anna <anna@customer.example>", "Lepingu muutmine", "Tere! Palun muutke lepingut.")
        await accept(self.oleg, "Palun muutke lepingut")
        await self.mail.write("Peeter <peeter@customer.example>", "Kolimine", "Tere! Kolin detsembris.")
        await accept(self.oleg, "Kolin detsembris")
        await self.mail.write("Boris <boris@customer.example>", "Roaming", "Tere! Miks rändlus ei tööta?")
        await until(lambda: line(self.kristi), "Boris's letter")

    async def told_on(self, channel: str, page: Page, code: str = "") -> None:
        """Remember what the board says for a channel at this moment."""
        ways = (await told(page, f"contact?language=ru&pass={code}"))["ways"]
        self.foretold.append(next(way["wait"] for way in ways if way["channel"] == channel))

    async def begins_in_chat(self) -> Page:
        """She sees every wait, chooses the chat, and has the second place."""
        page: Page = await self.visit(f"{self.site.url}/contact", locale="ru")
        lines = page.locator("#ways > li")
        await expect(lines).to_have_count(4)
        await intervals(lines)
        await picture(page, "journey-1-contact")
        await self.told_on("chat", page)
        await page.get_by_role("link", name="Чат").click()
        await expect(page.get_by_role("status")).to_contain_text(WAIT)
        await picture(page, "journey-2-before")
        await page.get_by_role("button", name="Напишите нам").click()
        await page.get_by_role("textbox", name="Сообщение").fill("Здравствуйте! В счёте за октябрь лишние 12 евро.")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status").first).to_contain_text("Ваше место в очереди: 2.")
        await picture(page, "journey-3-waits")
        self.begun = (await line(self.kristi))[1]
        assert self.begun["channel"] == "chat"
        # Somebody who comes later stays behind her.
        await self.mail.write("Vera <vera@customer.example>", "Uus pakett", "Tere! Millal uus pakett algab?")
        await until(self._three_wait, "Vera's letter")
        return page

    async def _three_wait(self) -> bool:
        return len(await line(self.kristi)) == 3

    async def leaves_a_number(self, page: Page) -> None:
        """She would rather not wait at the page."""
        await page.get_by_role("button", name="Ответьте мне позже").click()
        await page.get_by_role("radio", name="Телефон").check()
        await page.get_by_role("textbox", name="Телефон").fill(self.phone.number)
        await page.get_by_role("button", name="Оставить адрес").click()
        await expect(page.get_by_role("log")).to_contain_text("Ваш адрес записан.")

    async def goes_on_by_mail(self, page: Page) -> Any:
        """She takes the link of the mail, with its code, and sends a mail from her own program. Gives what waits now."""
        await page.get_by_role("button", name="Другие действия").click()
        await page.get_by_role("button", name="Продолжить иначе").click()
        ways = page.locator(".board li")
        await expect(ways).to_have_count(3)
        await intervals(ways)
        await picture(page, "journey-4-elsewhere")
        link = await page.get_by_role("link", name="Эл. почта").get_attribute("href")
        assert link is not None
        mailto = urlsplit(link)
        subject = parse_qs(mailto.query)["subject"][0]
        code = CODE.search(subject)
        assert code is not None
        await self.told_on("email", page, code[0])
        self.first_mail = await self.mail.write(
            MARIA, f"Счёт {subject}", "Пишу с работы: счёт прилагать не стала, номер 5512.", unquote(mailto.path)
        )
        await expect(page.get_by_role("log")).to_contain_text("Ваше место в очереди сохранилось.")
        await picture(page, "journey-5-moved")
        await page.close()
        boris, maria, vera = await line(self.kristi)
        assert (boris["name"], vera["name"]) == ("Boris", "Vera")
        self.goes_along(maria, "email")
        return maria

    def goes_along(self, row: Any, channel: str) -> None:
        """The same case, language and place in line, on another channel."""
        kept = ("case", "language", "queue", "place_at")
        assert {what: row[what] for what in kept} == {what: self.begun[what] for what in kept}
        assert row["channel"] == channel
        assert row["language"] == "ru"

    async def is_answered_by_mail(self, row: Any) -> None:
        """Kristi comes to work, is offered Boris and Maria, and not Vera; Maria's answer comes by mail, and she answers it."""
        await go_online(self.kristi)
        await accept(self.kristi, "Miks rändlus ei tööta?")
        await accept(self.kristi, "Пишу с работы")
        await expect(self.kristi.get_by_role("log")).to_contain_text("Пишу с работы")
        await self.is_known_again(row)
        assert [one["name"] for one in await line(self.kristi)] == ["Vera"]
        await picture(self.kristi, "journey-6-desk")
        await reply(self.kristi, "Здравствуйте, Мария! Смотрю ваш счёт 5512.")
        answer = await self.mail.comes("maria@customer.example")
        assert "Смотрю ваш счёт 5512." in answer.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert str(answer["Subject"]).startswith("Re: Счёт")
        assert answer["In-Reply-To"] == self.first_mail
        await self.mail.write(
            MARIA, str(answer["Subject"]), "Спасибо! Пока я в дороге, напишите мне SMS.",
            str(answer["Reply-To"] or answer["From"]), str(answer["Message-ID"]),
        )  # fmt: skip
        await expect(self.kristi.get_by_role("log")).to_contain_text("напишите мне SMS")
        await picture(self.kristi, "journey-7-answered")
        assert (await told(self.kristi, f"conversations/{row['interaction']}"))["row"]["state"] == "active"

    async def is_known_again(self, row: Any) -> None:
        """A link could have been somebody else's: until Kristi says that Maria is whoever chatted, her record has her mail alone."""
        apart = await told(self.kristi, f"customers/{row['customer']}")
        assert [one["channel"] for one in apart["timeline"]] == ["email"]
        assert [one["value"] for one in apart["identities"]] == ["maria@customer.example"]
        asked = self.kristi.get_by_role("group", name="Это один человек?")
        await expect(asked).to_contain_text("Чат")
        await picture(self.kristi, "journey-6-claim")
        await asked.get_by_role("button", name="Тот же человек").click()
        await expect(asked).to_be_hidden()
        together = await told(self.kristi, f"customers/{row['customer']}")
        assert [one["channel"] for one in together["timeline"]] == ["email", "chat"]

    async def gets_an_sms(self, row: Any) -> Any:
        """Kristi goes on at the number that Maria has left; Maria answers from her telephone. Gives what is under way now."""
        where = {"kind": "phone", "value": self.phone.number}
        made = (await post(self.kristi, f"conversations/{row['interaction']}/continue", where))["interaction"]
        await self.kristi.evaluate("one => { location.hash = `#/mine/${one}` }", made)
        await expect(self.kristi.get_by_role("log")).not_to_contain_text("напишите мне SMS")
        await reply(self.kristi, "Põhjala Mobiil, Кристи: 12 евро — роуминг в Латвии. Вернуть?")
        await self.phone.comes("12 евро — роуминг в Латвии")
        await expect(self.kristi.get_by_role("log")).to_contain_text("Доставлено")
        await self.phone.text("Да, верните, пожалуйста. И объясните по телефону.")
        await expect(self.kristi.get_by_role("log")).to_contain_text("объясните по телефону")
        await picture(self.kristi, "journey-8-sms")
        now = (await told(self.kristi, f"conversations/{made}"))["row"]
        self.goes_along(now, "sms")
        return now

    async def asks_to_be_called(self, row: Any) -> Any:
        """Kristi's SMS brings a code; with it Maria opens the board, sees the waits, and asks to be called at once."""
        code = (await post(self.kristi, f"conversations/{row['interaction']}/pass"))["code"]
        await reply(self.kristi, f"Позвоним: {self.site.url}/contact?language=ru#pass={code}")
        link = re.search(r"http\S+", await self.phone.comes(code))
        assert link is not None
        page: Page = await self.visit(link[0], viewport={"width": 390, "height": 844})
        await expect(page.locator("#carried")).to_be_visible()
        lines = page.locator("#ways > li")
        await expect(lines).to_have_count(4)
        await intervals(lines)
        await picture(page, "journey-9-board")
        await self.told_on("callback", page, code)
        await page.get_by_role("button", name="Попросить перезвонить").click()
        await expect(page.get_by_label("Когда?")).to_contain_text("Как можно скорее: ")
        await page.get_by_label("Номер телефона").fill(self.phone.number)
        await page.get_by_label("О чём речь?").fill("Счёт 5512")
        await page.get_by_role("button", name="Перезвоните мне").click()
        await expect(page.locator("#promised")).to_contain_text("Ваше место в очереди: 1.")
        await picture(page, "journey-10-promised")
        return await self.under_way("callback")

    async def under_way(self, channel: str) -> Any:
        """What she has under way on a channel; it is all that she has."""
        rows = (await told(self.kristi, "conversations?view=all"))["rows"]
        (mine,) = (one for one in rows if one["case"] == self.begun["case"] and one["state"] not in OVER)
        self.goes_along(mine, channel)
        return mine

    async def is_called(self) -> None:
        """Kristi is offered the call, reads the number, reaches Maria, and the case is solved."""
        await accept(self.kristi, "Счёт 5512")
        number = self.kristi.get_by_role("link", name=self.phone.number)
        await expect(number).to_have_attribute("href", f"tel:{self.phone.number}")
        await picture(self.kristi, "journey-11-call")
        await self.kristi.get_by_role("button", name="Дозвонился").click()
        await expect(self.kristi.get_by_text("Записано.")).to_be_visible()
        await self.kristi.get_by_role("button", name="Завершить").click()
        wrap_up = self.kristi.get_by_role("region", name="Постобработка")
        await wrap_up.get_by_role("button", name="Счёт").click()
        await picture(self.kristi, "journey-12-wrap-up")
        await wrap_up.get_by_role("button", name="Закрыть диалог").click()
        await expect(wrap_up).to_be_hidden()


async def test_one_case_from_chat_to_mail_to_sms_to_a_call(
    site_of_many_ways: Site, visit: Any, mail: Mailbox, smsc: Smsc
) -> None:
    """Maria begins in the chat, leaves, goes on by mail, gets an SMS and ends with a call: one case, one timeline; her place in line and
    her language are kept, and she is told the wait before each step.
    """
    journey = Journey(site_of_many_ways, visit, mail, Telephone(smsc, "+37255512345"))
    await journey.a_line_forms()
    page = await journey.begins_in_chat()
    await journey.leaves_a_number(page)
    row = await journey.goes_on_by_mail(page)
    await journey.is_answered_by_mail(row)
    row = await journey.gets_an_sms(row)
    row = await journey.asks_to_be_called(row)
    await journey.is_called()
    await one_case(journey, row)
    kept_in_the_journal(journey)


async def one_case(journey: Journey, row: Any) -> None:
    """As the desk tells it: one customer, one case, solved, and one timeline."""
    customer = await told(journey.kristi, f"customers/{row['customer']}")
    (case,) = customer["cases"]
    assert (case["case"], case["state"], case["contacts"]) == (row["case"], "solved", 4)
    timeline = sorted(customer["timeline"], key=lambda contact: contact["at"])
    assert [(one["channel"], one["state"], one["outcome"]) for one in timeline] == [
        ("chat", "moved", None), ("email", "moved", None), ("sms", "moved", None), ("callback", "closed", "solved"),
    ]  # fmt: skip
    assert {one["case"] for one in timeline} == {row["case"]}
    assert customer["language"] == "ru"
    assert {one["value"] for one in customer["identities"]} == {"maria@customer.example", journey.phone.number}


def kept_in_the_journal(journey: Journey) -> None:
    """Language and place are the same from the first to the last; what was foretold is what was shown to her, from her place in line."""
    entries = entries_of(journey.site.folder)
    arrived = [
        e.fact for e in entries if isinstance(e.fact, f.InteractionArrived) and e.fact.case == journey.begun["case"]
    ]
    assert [one.channel for one in arrived] == ["chat", "email", "sms", "callback"]
    assert {(one.language, one.place_at) for one in arrived} == {("ru", journey.begun["place_at"])}
    # Two records, of the chat's visitor and of the mail's writer, that Kristi has said are one.
    (merged,) = (e.fact for e in entries if isinstance(e.fact, CustomersMerged))
    assert {one.customer for one in arrived} == {merged.kept, merged.merged}
    assert merged.kept == journey.begun["customer"]
    foretold = {e.fact.interaction: e.fact for e in entries if isinstance(e.fact, WaitForetold)}
    # What Kristi began herself, by SMS, she took in the same moment: nobody waited for it.
    waits = [foretold[one.interaction] for one in arrived if one.channel != "sms"]
    assert [(one.low_ms, one.high_ms) for one in waits] == [(one["low_ms"], one["high_ms"]) for one in journey.foretold]


async def test_from_a_mail_into_the_chat_of_somebody_known_there(
    site_of_many_ways: Site, visit: Any, mail: Mailbox, smsc: Smsc
) -> None:
    """Maria chatted once, as nobody; then she writes a mail. With the code of Kristi's answer she goes on in the chat: the same case, and,
    once Kristi has said so, one timeline with what she had chatted before.
    """
    journey = Journey(site_of_many_ways, visit, mail, Telephone(smsc, "+37255512345"))
    kristi = journey.kristi = await visit(f"{site_of_many_ways.url}/desk/", locale="ru")
    await log_in(kristi, "kristi")
    page = await visit(f"{site_of_many_ways.url}/chat", locale="ru")
    await page.get_by_role("button", name="Напишите нам").click()
    await page.get_by_role("textbox", name="Сообщение").fill("Здравствуйте! А, уже нашла ответ.")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Другие действия").click()
    await page.get_by_role("button", name="Завершить разговор").click()
    await page.get_by_role("button", name="Да, завершить").click()
    await expect(page.get_by_role("log")).to_contain_text("Вы ушли раньше, чем мы успели ответить.")
    await go_online(kristi)
    await mail.write(MARIA, "Счёт", "Здравствуйте! В счёте за октябрь лишние 12 евро.")
    await accept(kristi, "лишние 12 евро")
    await expect(kristi.get_by_role("textbox", name="Ответ")).to_be_visible()
    journey.begun = (await told(kristi, "conversations?view=mine"))["rows"][0]
    await kristi.get_by_role("button", name="Продолжить по другому каналу").click()
    field = kristi.get_by_role("textbox", name="Ответ")
    await expect(field).to_have_value(CODE)
    await field.press("Control+Enter")
    answer = await mail.comes("maria@customer.example")
    code = CODE.search(answer.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert code is not None
    browser = page.context
    await page.close()
    page = await browser.new_page()
    await page.goto(f"{site_of_many_ways.url}/chat?language=ru#pass={code[0]}")
    await page.get_by_role("textbox", name="Сообщение").fill("Продолжу здесь, так быстрее.")
    await page.keyboard.press("Enter")
    await accept(kristi, "Продолжу здесь")
    await expect(page.get_by_role("log")).to_contain_text("Kristi")
    asked = kristi.get_by_role("group", name="Это один человек?")
    await asked.get_by_role("button", name="Тот же человек").click()
    await expect(asked).to_be_hidden()
    await picture(page, "journey-13-chat")
    await picture(kristi, "journey-14-desk")
    (now,) = (await told(kristi, "conversations?view=mine"))["rows"]
    kept = ("case", "language", "queue", "place_at")
    assert {what: now[what] for what in kept} == {what: journey.begun[what] for what in kept}
    for one in (now, journey.begun):
        customer = await told(kristi, f"customers/{one['customer']}")
        assert customer["name"] == "Мария Иванова"
        assert [(seen["channel"], seen["state"]) for seen in customer["timeline"]] == [
            ("chat", "active"), ("email", "moved"), ("chat", "abandoned"),
        ]  # fmt: skip
