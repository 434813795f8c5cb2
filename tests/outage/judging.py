"""What the journal says after everything: what was lost, doubled or out of order, of what came in and of what went out."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from hoolin.core.delivery import facts as d
from hoolin.core.facts import Entry
from hoolin.core.intake import facts as n
from hoolin.core.interaction import facts as i
from hoolin.wiring import Built, HoolinSettings, build
from tests.outage.calls import Calls
from tests.outage.outside import ANSWER

LETTER = re.compile(r"Kiri (\w+)-(\d+)-(\d+) ")


class Verdict:
    """What was found. heard: numbers of each person's messages by channel and person, in the journal's order. endings: of each of our
    messages, by its words. channel: of each of them. reported: those of which their provider told something later.
    """

    def __init__(self, folder: Path, calls: Calls | None = None) -> None:
        self._calls = calls
        self.heard: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        self.inputs: Counter[tuple[str, str]] = Counter()
        self.kept = 0
        self.asked: Counter[str] = Counter()
        self.endings: defaultdict[str, list[str]] = defaultdict(list)
        self.codes: Counter[str] = Counter()
        self.reported: set[str] = set()
        self.words: dict[str, str] = {}
        self.channel: dict[str, str] = {}
        self.interactions: set[str] = set()
        self._channel_of: dict[str, str] = {}
        self.attempts: Counter[str] = Counter()
        built = build(HoolinSettings(data=str(folder)))
        try:
            self._read(built)
        finally:
            built.accounts.close()
            built.close()

    def _read(self, built: Built) -> None:
        position = 0
        while part := built.stores.journal.read(position, 5_000):
            said = [e.fact.message for e in part if isinstance(e.fact, i.MessageReceived | i.MessageSent)]
            bodies = built.stores.contents.get(said)
            if self._calls is not None:
                self._calls.read(part, built.stores.contents)
            for entry in part:
                self._take(entry, bodies)
            position = part[-1].position

    def _take(self, entry: Entry, bodies: Any) -> None:
        match entry.fact:
            case i.InteractionArrived(interaction=interaction, channel=channel):
                self._channel_of[interaction] = channel
            case i.MessageReceived(message=message):
                text = msgspec.json.decode(bodies[message])["text"]
                for channel, person, number in LETTER.findall(text):
                    self.heard[channel, int(person)].append(int(number))
            case i.MessageSent(message=message, interaction=interaction, speaker="agent"):
                found = ANSWER.search(msgspec.json.decode(bodies[message])["text"])
                assert found is not None
                self.words[message] = found[0]
                self.channel[found[0]] = self._channel_of[interaction]
                self.interactions.add(interaction)
            case n.InputKept():
                self.kept += 1
            case n.InputEnded(channel=channel, ending=ending):
                self.inputs[channel, ending] += 1
            case d.DeliveryAsked(delivery=delivery) if delivery in self.words:
                self.asked[self.words[delivery]] += 1
            case d.DeliveryBegan(delivery=delivery) if delivery in self.words:
                self.attempts[self.words[delivery]] += 1
            case d.DeliveryEnded(delivery=delivery, ending=ending, code=code) if delivery in self.words:
                self.endings[self.words[delivery]].append(ending)
                self.codes[f"{ending} {code}".strip()] += 1

            case d.DeliveryReported(delivery=delivery) if delivery in self.words:
                self.reported.add(self.words[delivery])

    def ended(self, ending: str, channel: str) -> set[str]:
        """The words of our messages on a channel that ended so."""
        return {words for words, ends in self.endings.items() if ends == [ending] and self.channel[words] == channel}
