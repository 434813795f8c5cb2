"""Who hears whom in one call, as a value that both engines carry out. Pure.

- A leg talks with at most one other, or with us (`HOUSE`). They hear each other while each is the other's partner; who was left
  behind when its partner was put through to somebody else hears nobody, and above all is heard by nobody.
- A leg on hold is heard by nobody, and nobody who talks with it is heard by anybody: what an agent says beside a held call stays
  in the room.
- A blocked leg hears, and is not heard.
"""

from dataclasses import dataclass, field

from hoolin.channels.voice.media.port import HOUSE


@dataclass(slots=True)
class Talk:
    """One call. partner: whom each leg was last put through to. held, blocked: by an order. ports: the engine's, that each leg
    has been told to send to. muted: whom the engine has been told to keep from being heard. listening: legs that only hear.
    segment: the stretch that is being recorded. said: each leg's SDP. pressing: we press keys in it.
    pressed: legs that pressed keys themselves. playing: legs that
    may hear something played. left: legs that have ended. opus: legs that were offered it.
    over: the engine has given it up, and there is a recording of it yet to be asked for.
    """

    partner: dict[str, str] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    ports: dict[str, set[int]] = field(default_factory=dict)
    muted: set[str] = field(default_factory=set)
    listening: set[str] = field(default_factory=set)
    segment: str = ""
    said: dict[str, bytes] = field(default_factory=dict)
    pressing: bool = False
    pressed: set[str] = field(default_factory=set)
    playing: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    opus: set[str] = field(default_factory=set)
    over: bool = False

    def together(self, one: str, other: str) -> None:
        """These two talk from now on. A leg that was on hold is back by that."""
        for leg, with_whom in ((one, other), (other, one)):
            if leg != HOUSE:
                self.partner[leg] = with_whom
                self.held.discard(leg)
                self.left.discard(leg)

    def gone(self, leg: str) -> None:
        """A leg has left. Its ports are kept: what it said is in the recording. So is that it is to be muted, for an engine that does
        not forget a single leg.
        """
        if self.partner.pop(leg, None) is not None:
            self.left.add(leg)
        self.held.discard(leg)
        self.blocked.discard(leg)
        self.listening.discard(leg)
        self.said.pop(leg, None)
        self.playing.discard(leg)

    def heard_by(self, leg: str) -> str:
        """Who hears a leg: another leg, or "" for nobody (or us alone)."""
        other = self.partner.get(leg, "")
        if other in ("", HOUSE) or self.partner.get(other) != leg:
            return ""
        return "" if leg in self.blocked or leg in self.held or other in self.held else other

    def unheard(self) -> set[str]:
        """Legs that must be kept from being heard. Those who talk with us alone need no keeping."""
        talking = [leg for leg, other in self.partner.items() if other != HOUSE]
        return {leg for leg in (*talking, *self.left) if not self.heard_by(leg)}

    def to_mute(self) -> set[str]:
        """Who is heard and must not be."""
        return self.unheard() - self.muted

    def to_unmute(self) -> set[str]:
        """Who is not heard and should be."""
        return self.muted - self.unheard()
