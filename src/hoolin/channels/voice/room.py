"""The calls as a room, for wiring: what the loop, the read models and the desk take from it."""

from hoolin.channels.voice import facts as f
from hoolin.channels.voice.after import facts as after
from hoolin.channels.voice.decide import DECIDES
from hoolin.channels.voice.fold import FOLDS
from hoolin.channels.voice.react import REACTS
from hoolin.channels.voice.recording import facts as recording
from hoolin.channels.voice.rows import read_model
from hoolin.channels.voice.state import CallDesk, DialRules, dump, load
from hoolin.core.facts import Fact

FACTS: tuple[type[Fact], ...] = (
    f.CallBegan, f.CallFromPage, f.LegBegan, f.LegAnswered, f.LegChanged, f.LegEnded, f.SupervisorJoined, f.SupervisorLeft,
    f.ConferenceBegan, f.CallEnded, *recording.FACTS, *after.FACTS,
)  # fmt: skip

__all__ = ["DECIDES", "FACTS", "FOLDS", "REACTS", "CallDesk", "DialRules", "dump", "load", "read_model"]
