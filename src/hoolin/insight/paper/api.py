"""What the rest of the house takes from papers; the room's own door passes it on."""

from hoolin.insight.paper.figures import Figures, figures
from hoolin.insight.paper.recommendation import Behind, Form, Recommendation, name_of, written

__all__ = ["Behind", "Figures", "Form", "Recommendation", "figures", "name_of", "written"]
