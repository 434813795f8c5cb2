"""Facts → rows of the read model: who was asked, and what they answered."""

from collections.abc import Iterable
from importlib.resources import files

from hoolin.core.facts import Entry
from hoolin.experience.surveys import facts as f
from hoolin.journal.views import ViewSource, source

VERSION = "1"
"""Of the rows: another number makes the read model be folded anew."""


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    match entry.fact:
        case f.SurveyAsked() as fact:
            asked = (fact.interaction, fact.customer, fact.survey, fact.version, fact.way, fact.language, fact.share)
            yield "ask", (*asked, entry.at, fact.until)
        case f.SurveyAnswered(interaction=interaction, item=item, value=value):
            yield "answer", (interaction, item, value, entry.at)
        case f.SurveyCommented(interaction=interaction, comment=comment):
            yield "comment", (comment, interaction)
        case f.SurveyEnded(interaction=interaction, ending=ending):
            yield "end", (ending, entry.at, interaction)


def read_model() -> ViewSource:
    """Surveys and their answers, as tables."""
    folder = files("hoolin.experience.surveys")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("surveys", VERSION, schema, queries, rows)
