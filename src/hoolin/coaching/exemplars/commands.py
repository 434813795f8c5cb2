"""What may be asked about exemplars."""

from typing import Annotated

import msgspec

from hoolin.coaching.exemplars.facts import Basis, Codes, DeclinedFor, Ordinal, Source, WithdrawnBy
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Language

TURNS_MAX = 40
"""Messages of a passage: what is longer is no moment."""

TURN_CHARACTERS_MAX = 4_000
ABOUT_CHARACTERS_MAX = 2_000
NOTE_CHARACTERS_MAX = 1_000
TYPED_CHARACTERS_MAX = 20_000


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was said. who: `customer` or `agent`."""

    who: Annotated[str, msgspec.Meta(pattern="^(customer|agent)$")]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TURN_CHARACTERS_MAX)]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of an exemplar. about: what is good in it. turns: what was said."""

    about: Annotated[str, msgspec.Meta(min_length=1, max_length=ABOUT_CHARACTERS_MAX)]
    turns: Annotated[tuple[Turn, ...], msgspec.Meta(min_length=1, max_length=TURNS_MAX)]


class ProposeExemplar(Command):
    """Propose a passage. exemplar: its new id. agent: who served. by: who proposes. source: who saw that it was good. first, last: its messages by number. typed: what was typed
    of a call, empty where there are messages. note: why it is good.
    """

    exemplar: Id
    interaction: Id
    customer: Id
    channel: Code
    queue: Code
    language: Language
    agent: Id
    by: Id
    source: Source
    first: Ordinal = 0
    last: Ordinal = 0
    typed: tuple[Turn, ...] = ()
    note: Annotated[str, msgspec.Meta(max_length=NOTE_CHARACTERS_MAX)] = ""
    reasons: Codes = ()


class ApproveExemplar(Command):
    """Keep it, with exactly this text. exemplar: which. by: who saw it. criteria: items of the register that it shows. basis: why it may be kept."""

    exemplar: Id
    by: Id
    text: Text
    language: Language
    criteria: Codes
    reasons: Codes
    basis: Basis


class AgreeExemplar(Command):
    """Whoever is shown in it says whether they are named. exemplar: which. agrees: whether."""

    exemplar: Id
    agent: Id
    agrees: bool


class DeclineExemplar(Command):
    """Do not keep it. exemplar: which. by: who decides. why: a word of the list."""

    exemplar: Id
    by: Id
    why: DeclinedFor


class WithdrawExemplar(Command):
    """Take it out, and destroy its text; whatever was proposed and not decided upon goes the same way. exemplar: which. by: who does it. why: whose wish it is."""

    exemplar: Id
    by: Id
    why: WithdrawnBy


class ShowExemplar(Command):
    """Somebody has it before them; again within the hour changes nothing. exemplar: which. to: whom. interaction: what they serve meanwhile. heard: as sound."""

    exemplar: Id
    to: Id
    interaction: Id | None = None
    heard: bool = False


class SetPraiseAside(Command):
    """Look for no example in a conversation that its customer praised. Again changes nothing. interaction: which. by: who decides."""

    interaction: Id
    by: Id
