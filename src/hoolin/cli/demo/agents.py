"""Simulated agents: they accept, answer from the script, hold, park, transfer, defer, write notes, wrap up, and take breaks.

They go through the same door as a desk (`Play.wish`) and know no more than a desk does: they react to facts.
"""

from functools import partial

from hoolin.cli.demo.play import MINUTE_MS, SECOND_MS, Contact, Play
from hoolin.core.interaction import facts as f

TYPING_MS_PER_CHARACTER = 80
"""Ready replies and practice."""
READING_MS = (6 * SECOND_MS, 24 * SECOND_MS)
ACCEPT_MS = (1 * SECOND_MS, 6 * SECOND_MS)
DECLINE_SHARE = 0.025
MISS_SHARE = 0.008
HOLD_SHARE = 0.07
HOLD_MS = (15 * SECOND_MS, 45 * SECOND_MS)
PARK_AFTER_MS = 40 * SECOND_MS
DEFER_MS = (6 * MINUTE_MS, 20 * MINUTE_MS)
NOTE_SHARE = 0.4
WRAP_UP_MS = (5 * SECOND_MS, 25 * SECOND_MS)
FORGET_WRAP_UP_SHARE = 0.01
SILENCE_MS = 4 * MINUTE_MS
"""Without a word from either side for so long, the agent ends it."""
BREAK_EVERY_MS = 60 * MINUTE_MS
BREAKS: tuple[tuple[str, int, int], ...] = (
    ("break", 4 * MINUTE_MS, 10 * MINUTE_MS),
    ("break", 4 * MINUTE_MS, 10 * MINUTE_MS),
    ("lunch", 20 * MINUTE_MS, 30 * MINUTE_MS),
    ("meeting", 10 * MINUTE_MS, 20 * MINUTE_MS),
)
AT_WORK_SHARE_MIN = 0.6
"""Nobody takes a break while fewer than this share of all are at work."""


class Agents:
    """All simulated agents of a play."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.online: set[str] = set()

    # ── at work, or not ─────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, within_ms: int) -> None:
        """Everybody comes to work within so long, the first at once."""
        for number, agent in enumerate(self.play.crew):
            wait = self.play.between(0, within_ms) if number > len(self.play.crew) // 2 else number * SECOND_MS
            self.play.later(wait, partial(self._come_online, agent))
            self._plan_break(agent)

    def presence_changed(self, fact: f.PresenceChanged) -> None:
        """Whoever missed an offer, or was counted out while the site was down, comes back by themselves."""
        if fact.agent not in self.play.crew:
            return
        if fact.presence == "online":
            self.online.add(fact.agent)
            return
        self.online.discard(fact.agent)
        if fact.reason in ("missed_offer", "connection_lost", "signed_out"):
            self.play.later(self.play.between(15 * SECOND_MS, 50 * SECOND_MS), partial(self._come_online, fact.agent))

    def _come_online(self, agent: str) -> None:
        if agent not in self.online:
            self.play.wish(agent, "set_presence", presence="online", reason="")

    def _plan_break(self, agent: str) -> None:
        wait = self.play.chance.expovariate(1 / BREAK_EVERY_MS)
        self.play.later(wait, partial(self._take_break, agent))

    def _take_break(self, agent: str) -> None:
        self._plan_break(agent)
        if agent not in self.online or len(self.online) - 1 < AT_WORK_SHARE_MIN * len(self.play.crew):
            return
        reason, least, most = self.play.chance.choice(BREAKS)
        self.play.wish(agent, "set_presence", presence="away", reason=reason)
        self.play.later(self.play.between(least, most), partial(self._come_online, agent))

    # ── offers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def offered(self, fact: f.OfferMade) -> None:
        """Accept soon; decline sometimes; miss it rarely."""
        if fact.agent not in self.play.crew or self.play.luck(MISS_SHARE):
            return
        wish = "decline_offer" if self.play.luck(DECLINE_SHARE) else "accept_offer"
        answer = partial(self.play.wish, fact.agent, wish, offer=fact.offer, interaction=fact.interaction)
        self.play.later(self.play.between(*ACCEPT_MS), answer)

    # ── the conversation ────────────────────────────────────────────────────────────────────────────────────────────

    def joined(self, contact: Contact) -> None:
        """The agent has the contact from now on."""
        self._watch(contact, contact.agent)
        if contact.next is None:
            # Somebody else came to the end of the script before: a kind word, and that is it.
            closing = self.play.chance.choice(self.play.phrases(contact).closing)
            self.play.plan(contact, self._typing_ms(closing), partial(self._say, text=closing))

    def go_on(self, contact: Contact) -> None:
        """The agent's turn: after reading and typing, perhaps after a moment's hold."""
        turn = contact.next
        if turn is None or contact.held:
            return
        play = self.play
        if turn.who == "t":
            play.plan(contact, play.between(3 * SECOND_MS, 8 * SECOND_MS), self._transfer)
        elif turn.who == "d":
            play.plan(contact, play.between(2 * SECOND_MS, 6 * SECOND_MS), self._defer)
        elif contact.turn > 1 and play.luck(HOLD_SHARE):
            play.plan(contact, play.between(*READING_MS), self._hold)
        else:
            play.plan(contact, self._typing_ms(turn.text), self._say_turn)

    def _typing_ms(self, text: str) -> int:
        return self.play.between(*READING_MS) + TYPING_MS_PER_CHARACTER * len(text)

    def _say_turn(self, contact: Contact) -> None:
        turn = contact.next
        if turn is not None and turn.who == "a":
            contact.turn += 1
            contact.held = False
            self._say(contact, turn.text)

    def _say(self, contact: Contact, text: str) -> None:
        said = self.play.said_by_agent(contact, text)
        self.play.wish(contact.agent, "send_message", interaction=contact.interaction, text=said)

    def _hold(self, contact: Contact) -> None:
        contact.held = True
        self._say(contact, self.play.chance.choice(self.play.phrases(contact).hold))
        self.play.wish(contact.agent, "hold", interaction=contact.interaction)
        self.play.plan(contact, self.play.between(*HOLD_MS), self._say_turn)

    def _transfer(self, contact: Contact) -> None:
        turn = contact.next
        if turn is not None and turn.who == "t":
            contact.turn += 1
            note = self.play.said_by_agent(contact, turn.text)
            queue = contact.dialogue.transfer
            self.play.wish(contact.agent, "transfer", interaction=contact.interaction, queue=queue, note=note)

    def _defer(self, contact: Contact) -> None:
        contact.turn += 1
        due_at = self.play.stage.now() + self.play.between(*DEFER_MS)
        self.play.wish(contact.agent, "defer", interaction=contact.interaction, due_at=due_at)

    def park_if_slow(self, contact: Contact) -> None:
        """The customer owes the next word: if it does not come soon, somebody else may have the agent meanwhile."""
        turn, agent = contact.turn, contact.agent

        def still_waiting() -> None:
            if (contact.turn, contact.agent, contact.over) == (turn, agent, False) and not contact.gone:
                self.play.wish(agent, "park", interaction=contact.interaction)

        self.play.later(PARK_AFTER_MS, still_waiting)

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def finish(self, contact: Contact) -> None:
        """There is nothing more to say."""
        self.play.plan(contact, self.play.between(2 * SECOND_MS, 7 * SECOND_MS), self._start_wrap_up)

    def customer_left(self, contact: Contact) -> None:
        """The customer's page is closed in the middle of it: wait a little, leave a word, end it."""
        self.play.later(60 * SECOND_MS, partial(self._leave_word, contact, contact.agent))

    def _leave_word(self, contact: Contact, agent: str) -> None:
        if contact.gone and not contact.over and contact.agent == agent:
            self._say(contact, self.play.chance.choice(self.play.phrases(contact).gone))
            self.play.plan(contact, self.play.between(20 * SECOND_MS, 60 * SECOND_MS), self._start_wrap_up)

    def _start_wrap_up(self, contact: Contact) -> None:
        if contact.agent in self.play.crew:
            self.play.wish(contact.agent, "start_wrap_up", interaction=contact.interaction)

    def wrap_up(self, contact: Contact) -> None:
        """What it was about, and whether it is solved; now and then the agent forgets, and time closes it."""
        play = self.play
        wait = play.between(*WRAP_UP_MS)
        if play.luck(NOTE_SHARE) and contact.case:
            play.later(wait // 2, partial(self._note, contact, contact.agent))
        if not play.luck(FORGET_WRAP_UP_SHARE):
            play.plan(contact, wait, self._close)

    def _note(self, contact: Contact, agent: str) -> None:
        note = contact.dialogue.lines(contact.language).note
        self.play.wish(agent, "add_note", case=contact.case, text=self.play.said_by_customer(contact, note))

    def _close(self, contact: Contact) -> None:
        reached = contact.next is None and not contact.gone
        outcome = contact.dialogue.outcome if reached else "not_reached"
        reasons = [contact.matter.reason]
        if self.play.luck(0.08):
            reasons.append("other" if contact.matter.reason != "other" else "complaint")
        self.play.wish(contact.agent, "close", interaction=contact.interaction, outcome=outcome, reasons=reasons)

    # ── nothing stays lying ─────────────────────────────────────────────────────────────────────────────────────────

    def _watch(self, contact: Contact, agent: str) -> None:
        """A message may be lost on its way; then both would wait for each other for ever."""

        def look() -> None:
            if contact.over or contact.agent != agent:
                return
            silent_ms = self.play.stage.now() - contact.moved_at
            if silent_ms >= SILENCE_MS:
                self._start_wrap_up(contact)
            self.play.later(max(SILENCE_MS - silent_ms, MINUTE_MS), look)

        self.play.later(SILENCE_MS, look)
