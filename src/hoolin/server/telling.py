"""Whoever turned to us because of something is told when it was changed: once each, in their language, where they were last written to.

They are written to by the channel of their last conversation, if it can be written to (mail, SMS, messengers): into that very thread, at the address
that it had. A chat, a call or a callback leaves no address: such customers read it on the page of changes. Nobody is written to who said that they
want no messages or no questions, who is erased, or whom we cannot give a page on which to say so.

The id of what is sent follows from the customer and the improvement, so that a process that dies in the middle doubles nothing when it is asked
again.
"""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

import msgspec

from hoolin.channels.post.addressing import as_before
from hoolin.channels.post.office import Office
from hoolin.core.errors import Conflict, HoolinError, Invalid, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import Language
from hoolin.insight.api import improvements
from hoolin.people.api import People
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.surveys import PROOF_CHARACTERS

RAISED_DAYS = 90
DAY_MS = 86_400_000

AT_ONCE = 50
"""Sent together: one batch of the journal."""

LOOKED_AT = 20
"""Of a customer's conversations: notices of ours lie among them."""

LETTERS: dict[Language, str] = {
    "et": "{text}\n\nKirjutab {operator}: Teie pöördumine aitas meil selle ära muuta. Kõik muudatused: {page}\nKui te selliseid teateid ei soovi: {stop}",
    "ru": "{text}\n\nПишет {operator}: Ваше обращение помогло нам это изменить. Все изменения: {page}\nЕсли вы не хотите таких сообщений: {stop}",
    "en": "{text}\n\nThis is {operator}: your getting in touch helped us change this. All changes: {page}\nIf you would rather not get such messages: {stop}",
}  # fmt: skip
"""What they are written. It says who writes, why, and how to have no more of it."""


class Words(NamedTuple):
    """The text in the languages of the site, and which is the first of them."""

    text: Any
    first: Language

    def said(self, language: Language) -> str:
        """In a language, or else in the site's first."""
        return str(self.text.said(language)).strip() or str(self.text.said(self.first)).strip()


class Letter(NamedTuple):
    """One that can be sent. interaction: its id."""

    interaction: str
    customer: str
    case: str
    channel: str
    language: Language
    before: str


class Raisers(NamedTuple):
    """letters: to whom it can be sent that have not been told. told: who were before. unwilling, unreachable: who are not written to."""

    letters: tuple[Letter, ...]
    told: int
    unwilling: int
    unreachable: int


class RaiserPost:
    """See above. lookup: a keyed hash of the site's own. page: where customers reach us, "" when nowhere."""

    def __init__(
        self, state: improvements.Improvements, people: People, office: Office, loop: Loop, reading: Reading, page: str
    ) -> None:
        self._state = state
        self._people = people
        self._office = office
        self._loop = loop
        self._reading = reading
        self._page = page.rstrip("/")
        self._lookup: Callable[[str, str], str] = office.house.lookup
        self._sending = asyncio.Lock()

    # ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def tell(
        self, known: improvements.Known, text: Any, dry: bool, since_midnight: int, actor: str
    ) -> dict[str, int]:
        """Write to everybody who raised it, as many as a day has room for. dry: only say how many. since_midnight: the first instant of the day it
        shipped. Raises Invalid where customers cannot be given a page, or a text is missing.
        """
        words = self._words(text)
        async with self._sending:
            await self._reading.reached(self._loop.durable_position)
            found = await self._reading.aside(self._raisers, (known, since_midnight))
            room = improvements.TOLD_A_DAY_MAX - self._state.kept.told_on(self._loop.clock())
            going = found.letters[: max(0, room)]
            sent = 0
            for begin in range(0, 0 if dry else len(going), AT_ONCE):
                several = going[begin : begin + AT_ONCE]
                sent += sum(await asyncio.gather(*(self._send(known, words, one, actor) for one in several)))
        return {
            "customers": len(found.letters) + found.told, "told": sent, "told_before": found.told, "today": len(going),
            "unwilling": found.unwilling, "unreachable": found.unreachable,
        }  # fmt: skip

    def _words(self, text: Any) -> Words:
        languages = self._state.reasons.site.kept.rules.languages
        missing = [one for one in languages if not text.said(one).strip()]
        if missing:
            raise Invalid("no_words", languages=missing)
        if not self._page:
            raise Invalid("no_public_url")
        return Words(text, languages[0])

    async def _send(self, known: improvements.Known, words: Words, letter: Letter, actor: str) -> bool:
        """Whether it was sent now."""
        house = self._office.house
        address = await self._reading.aside(self._address, letter)
        if address is None:
            return False
        text = LETTERS[letter.language].format(
            text=words.said(letter.language), operator=house.operator, page=self._link("", letter.language),
            stop=self._link(self.token(letter.interaction), letter.language),
        )  # fmt: skip
        begins = c.Arrive(
            interaction=letter.interaction, customer=letter.customer, case=letter.case, channel=letter.channel,
            language=letter.language, apart=True,
        )  # fmt: skip
        notice = c.SendNotice(
            begins=begins, account=address.account, address=f"a{letter.interaction[1:]}", body=address.body, text=text
        )
        command = improvements.commands.TellRaiser(improvement=known.told.improvement, notice=notice)
        try:
            answer = await self._loop.submit(command, actor=actor, key=f"tell-{letter.interaction}")
        except (Conflict, NotFound):
            # They were told meanwhile, want no messages any more, or are gone; or the day has no room left.
            return False
        return bool(answer.entries)

    def _address(self, letter: Letter) -> Any:
        return as_before(self._office.house, letter.interaction, letter.customer, letter.before)

    # ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _raisers(self, asked: tuple[improvements.Known, int]) -> Raisers:
        """Blocking."""
        known, shipped = asked
        letters: list[Letter] = []
        notices = {notice for one in self._state.kept.improvements.values() for notice in tuple(one.told_to)}
        told = unwilling = unreachable = 0
        no_news = self._state.unwilling()
        for customer in self._who(known, shipped):
            together = [row["customer"] for row in self._reading.ask("people.together", (customer,))] or [customer]
            if any(self._notice(known, one) in known.told_to for one in together):
                told += 1
            elif customer in no_news:
                unwilling += 1
            elif (letter := self._letter(known, customer, together, notices)) is None:
                unreachable += 1
            else:
                letters.append(letter)
        return Raisers(tuple(letters), told, unwilling, unreachable)

    def _who(self, known: improvements.Known, shipped: int) -> Iterable[str]:
        """Each person once, whoever raised it last first: those of whose contacts more than half counts for its reasons."""
        versions, ours = tuple(self._state.reasons.kept.versions), set(known.told.reasons)
        went = improvements.went_since(versions)
        codes = msgspec.json.encode(sorted(improvements.noted_as(versions, ours))).decode()
        found: dict[str, None] = {}
        for row in self._reading.ask("cases.raised", (shipped - RAISED_DAYS * DAY_MS, shipped, codes)):
            number = sum(one.at <= row["ended_at"] for one in versions)
            noted = msgspec.json.decode(row["reasons"], type=list[str])
            if any(sum(share for code, share in went(one, number) if code in ours) > 0.5 for one in noted):
                found[self._people.shown_as(row["customer"])] = None
        return [one for one in found if one not in self._people.erased]

    def _letter(
        self, known: improvements.Known, customer: str, together: list[str], notices: set[str]
    ) -> Letter | None:
        """Where their last conversation was, if one can write there. notices: of ours, which are no conversations."""
        asked = (msgspec.json.encode(together).decode(), LOOKED_AT)
        last = next(
            (row for row in self._reading.ask("cases.newest_of", asked) if row["interaction"] not in notices), None
        )
        rules = self._state.reasons.site.kept.channels
        if last is None or last["channel"] not in rules or not rules[last["channel"]].delivers:
            return None
        if last["customer"] in self._people.erased or not self._reading.ask("post.address_of", (last["interaction"],)):
            return None
        return Letter(
            self._notice(known, customer), last["customer"], last["case"], last["channel"],
            cast(Language, last["language"]), last["interaction"],
        )  # fmt: skip

    def _notice(self, known: improvements.Known, customer: str) -> str:
        """The id of what a customer is written about an improvement."""
        return "i" + self._lookup("told", f"{known.told.improvement}/{customer}")[:32]

    # ── no more of it ───────────────────────────────────────────────────────────────────────────────────────────────

    def token(self, interaction: str) -> str:
        """Proves to us that whoever shows it was written to there."""
        return f"{interaction}.{self._proof(interaction)}"

    async def stop(self, token: str, wanted: bool = False) -> None:
        """Whoever was written to wants no more of it; or does again. Raises NotFound for a token that is not ours."""
        interaction = self.interaction(token)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        if not rows:
            raise NotFound("news_link")
        command = improvements.commands.WishChangeNews(customer=rows[0]["customer"], wanted=wanted)
        try:
            await self._loop.submit(command, actor="customer", key=f"news-{secrets.token_hex(16)}")
        except HoolinError as refusal:
            if refusal.code != "erased":
                raise

    def interaction(self, token: str) -> str:
        """Where the holder of a token was written to. Raises NotFound."""
        interaction, _, proof = token.rpartition(".")
        if not interaction or not hmac.compare_digest(proof.encode(), self._proof(interaction).encode()):
            raise NotFound("news_link")
        return interaction

    def _proof(self, interaction: str) -> str:
        return self._lookup("news", interaction)[:PROOF_CHARACTERS]

    def _link(self, token: str, language: Language) -> str:
        page = f"{self._page}/changes"
        return f"{page}/stop?language={language}&to={token}" if token else f"{page}?language={language}"
