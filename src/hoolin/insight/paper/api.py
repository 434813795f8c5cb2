"""What the rest of the house takes from papers; the room's own door passes it on."""

from hoolin.insight.paper import digest, weekly
from hoolin.insight.paper.compared import USUAL_WEEKS, costs
from hoolin.insight.paper.figures import Figures, figures
from hoolin.insight.paper.recommendation import Behind, Recommendation, name_of, written
from hoolin.insight.paper.voice import Form
from hoolin.insight.paper.week import FOUR, Week, last_week, week_of

__all__ = [
    "FOUR", "USUAL_WEEKS", "Behind", "Figures", "Form", "Recommendation", "Week", "costs", "digest", "figures", "last_week", "name_of", "week_of", "weekly", "written",
]  # fmt: skip
