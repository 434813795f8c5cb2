"""Simulated customers: they come, write, wait, lose patience, answer, leave, and some come back about the same matter.

With a simulated agent they follow the script. With a person at the desk they answer what they hear with the next line that
fits, thank when there is nothing more to say, and take their leave.
"""

from functools import partial

from hoolin.channels.loopback import wire
from hoolin.cli.demo.cast import named
from hoolin.cli.demo.play import MINUTE_MS, SECOND_MS, Contact, Play
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import Language

LANGUAGE_SHARES: tuple[tuple[Language, float], ...] = (("et", 0.6), ("ru", 0.3), ("en", 0.1))

PATIENCE_MS = 4 * MINUTE_MS
"""On average; patience is exponential, as it is among people."""

TYPING_MS_PER_CHARACTER = 80
READING_MS = (2 * SECOND_MS, 8 * SECOND_MS)
SLOW_MS = (60 * SECOND_MS, 180 * SECOND_MS)
SLOW_SHARE = 0.04
LEAVE_SHARE = 0.02
"""Of lines: instead of writing it the customer closes the page."""
BACK_SHARE = 0.5
"""Of those who closed the page in the middle of it."""

COME_BACK_MS = (4 * MINUTE_MS, 40 * MINUTE_MS)
COME_BACK_SHARES: dict[str, float] = {"solved": 0.07, "pending": 0.25, "not_reached": 0.3, "spam": 0.0}
COME_BACK_AFTER_WAITING_SHARE = 0.35
TIMES_MAX = 3

ADDRESS_SHARE = 0.3
SILENCE_MS = 150 * SECOND_MS
LAST_WORD_MS = 60 * SECOND_MS


class Customers:
    """All simulated customers of a play."""

    def __init__(self, play: Play) -> None:
        self.play = play

    # ── coming ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def keep_coming(self) -> None:
        """One comes in a while, and then the next."""
        rate = self.play.shape(self.play.stage.now())
        if rate > 0:
            self.play.later(self.play.chance.expovariate(rate / MINUTE_MS), self._one_comes)

    def _one_comes(self) -> None:
        self.keep_coming()
        chance = self.play.chance
        languages, shares = zip(*LANGUAGE_SHARES, strict=True)
        language: Language = chance.choices(languages, shares)[0]
        customer = self.play.new_id("c")
        name, woman = named(language, chance)
        matter = self.play.script.matter_of(customer)
        self._arrive(Contact(customer, language, woman, matter, matter))
        address = f"{customer[1:9]}@example.com" if self.play.luck(ADDRESS_SHARE) else ""
        self.play.stage.introduce(customer, name, address)

    def _arrive(self, contact: Contact) -> None:
        self.play.by_customer[contact.customer] = contact
        self._say_turn(contact, contact.matter.queue)
        self.grow_impatient(contact)

    def come_back(self, contact: Contact, share: float, again: bool) -> None:
        """Perhaps they come back. again: they were answered before."""
        if contact.times >= TIMES_MAX or not self.play.luck(share):
            return
        dialogue = self.play.script.follow_up_of(contact.customer) if again else contact.matter
        anew = Contact(
            contact.customer, contact.language, contact.woman, contact.matter, dialogue, times=contact.times + 1
        )
        self.play.later(self.play.between(*COME_BACK_MS), partial(self._arrive, anew))

    # ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def grow_impatient(self, contact: Contact) -> None:
        """Waiting begins; it ends by being answered or by giving up."""
        contact.waits += 1
        waits = contact.waits

        def gives_up() -> None:
            if contact.waits == waits and not contact.over:
                self.give_up(contact)

        self.play.later(self.play.chance.expovariate(1 / PATIENCE_MS), gives_up)

    def give_up(self, contact: Contact) -> None:
        """Enough waited: half say so, half just close the page."""
        if self.play.luck(0.5):
            self._send(contact, wire.Goodbye(key=self.play.key()))
        else:
            self._leave(contact)

    def _leave(self, contact: Contact) -> None:
        contact.gone = True
        self._send(contact, wire.Left(key=self.play.key()))

    def _return(self, contact: Contact) -> None:
        contact.gone = False
        self._send(contact, wire.Back(key=self.play.key()))
        self.speak_next(contact)

    # ── the script ──────────────────────────────────────────────────────────────────────────────────────────────────

    def speak_next(self, contact: Contact) -> None:
        """The customer's turn: after reading and typing, or much later, or never."""
        turn = contact.next
        if turn is None or turn.who != "c" or contact.gone:
            return
        play = self.play
        if contact.turn > 1 and play.luck(LEAVE_SHARE):
            play.plan(contact, play.between(*READING_MS), self._leave)
            if play.luck(BACK_SHARE):
                play.later(play.between(20 * SECOND_MS, 70 * SECOND_MS), partial(self._back_perhaps, contact))
            return
        slow = contact.turn > 1 and play.luck(SLOW_SHARE)
        wait = play.between(*(SLOW_MS if slow else READING_MS)) + TYPING_MS_PER_CHARACTER * len(turn.text)
        play.plan(contact, wait, self._say_turn)

    def _back_perhaps(self, contact: Contact) -> None:
        if contact.gone and not contact.over:
            self._return(contact)

    def _say_turn(self, contact: Contact, queue: str = "") -> None:
        turn = contact.next
        if turn is not None:
            contact.turn += 1
            self._say(contact, turn.text, queue)

    # ── with a person at the desk ───────────────────────────────────────────────────────────────────────────────────

    def meet(self, contact: Contact) -> None:
        """A person has taken the contact: finish what was begun, then listen."""
        turn = contact.next
        if contact.turn < 2 and turn is not None and turn.who == "c":
            self.speak_next(contact)
        else:
            self.play.plan(contact, SILENCE_MS, self._wonder)

    def answer(self, contact: Contact, text: str) -> None:
        """A person said this: the customer reads, types, and answers with what fits."""
        if contact.gone:
            return
        line = self._reply(contact, asked=text.rstrip().endswith("?"))

        def type_it(contact: Contact) -> None:
            self._send(contact, wire.Typing(on=True))
            typing_ms = min(12 * SECOND_MS, TYPING_MS_PER_CHARACTER * len(line))
            self.play.plan(contact, typing_ms, say_it)

        def say_it(contact: Contact) -> None:
            contact.said.add(line)
            if contact.next is not None and contact.next.text == line:
                contact.turn += 1
            self._send(contact, wire.Typing(on=False))
            self._say(contact, line)
            self._listen(contact)

        self.play.plan(contact, self.play.between(*READING_MS), type_it)

    def _reply(self, contact: Contact, asked: bool) -> str:
        """The line that fits; chosen again if the person goes on before it is typed, so choosing says nothing yet."""
        phrases = self.play.phrases(contact)
        detail = contact.dialogue.lines(contact.language).asked
        if asked:
            return detail if detail not in contact.said else self.play.chance.choice(phrases.asked)
        while (turn := contact.next) is not None:
            if turn.who == "c" and turn.text not in contact.said:
                return turn.text
            contact.turn += 1
        return self.play.chance.choice(phrases.bye if contact.said & set(phrases.thanks) else phrases.thanks)

    def _listen(self, contact: Contact) -> None:
        phrases = self.play.phrases(contact)
        if contact.said & set(phrases.bye):
            self.play.plan(contact, 3 * SECOND_MS, self._say_goodbye)
        elif contact.said & set(phrases.thanks):
            self.play.plan(contact, LAST_WORD_MS, self._say_goodbye)
        else:
            self.play.plan(contact, SILENCE_MS, self._wonder)

    def _wonder(self, contact: Contact) -> None:
        """Nobody has said anything for long."""
        phrases = self.play.phrases(contact)
        if contact.said & set(phrases.still_there):
            self._say_goodbye(contact)
            return
        line = self.play.chance.choice(phrases.still_there)
        contact.said.add(line)
        self._say(contact, line)
        self.play.plan(contact, SILENCE_MS, self._wonder)

    def _say_goodbye(self, contact: Contact) -> None:
        self._send(contact, wire.Goodbye(key=self.play.key()))

    def read(self, contact: Contact, fact: f.MessageSent) -> None:
        """A person sees that what they wrote was read."""
        read = wire.Read(ordinal=fact.ordinal)
        self.play.later(self.play.between(SECOND_MS, 3 * SECOND_MS), partial(self._send, contact, read))

    # ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _say(self, contact: Contact, text: str, queue: str = "") -> None:
        said = self.play.said_by_customer(contact, text)
        self._send(contact, wire.Say(key=self.play.key(), text=said, language=contact.language, queue=queue))

    def _send(self, contact: Contact, frame: wire.Incoming) -> None:
        if not contact.over:
            self.play.stage.speak(contact.customer, wire.write(frame))
