"""What the rest of the house takes from surveys; the room's own door passes it on."""

import msgspec

from hoolin.experience.surveys import commands, facts
from hoolin.experience.surveys.decide import DECIDES, ENDINGS, faults, fitting, open_survey
from hoolin.experience.surveys.fold import FOLDS
from hoolin.experience.surveys.keys import keys_of, spoken, value_of
from hoolin.experience.surveys.rows import read_model
from hoolin.experience.surveys.rules import Survey, SurveyRules
from hoolin.experience.surveys.state import Asked, SurveyDesk, Surveys
from hoolin.experience.surveys.words import INVITATION

FACTS = (
    facts.SurveysSet, facts.SurveyAsked, facts.SurveyAnswered, facts.SurveyCommented, facts.SurveyEnded, facts.SurveyWishNoted,
)  # fmt: skip


def dump(desk: SurveyDesk) -> bytes:
    """The state for a snapshot."""
    kept = {name: getattr(desk.kept, name) for name in desk.kept.__struct_fields__}
    return msgspec.msgpack.encode(kept | {"unwilling": sorted(desk.kept.unwilling)})


def load(desk: SurveyDesk, body: bytes) -> None:
    """Take up a dump."""
    desk.kept = msgspec.msgpack.decode(body, type=Surveys)


__all__ = [
    "DECIDES", "ENDINGS", "FACTS", "FOLDS", "INVITATION", "Asked", "Survey", "SurveyDesk", "SurveyRules", "commands", "dump", "facts", "faults", "fitting", "keys_of", "load",
    "open_survey", "read_model", "spoken", "value_of",
]  # fmt: skip
