"""What reviewers are shown around a review: the conversations of their inbox, the words of the items, and what may be set up."""

from typing import Any

from hoolin.experience.api import criteria
from hoolin.server.records import Records
from hoolin.server.reviews import ReviewOffice

JUDGED_MAX = 20
"""Reviews of one's own that are still shown after they were judged."""


async def inbox_of(office: ReviewOffice, records: Records, reviewer: str) -> dict[str, Any]:
    """The inbox, and what one has judged lately; each with its conversation (`about`) and of which kind the plan was that drew it."""
    found = office.inbox(reviewer)
    kept = office.desk.kept
    mine = [one for one in reversed(kept.reviews.values()) if reviewer in one.marks][:JUDGED_MAX]
    found["judged"] = [
        {
            "review": one.review, "interaction": one.interaction, "plan": one.plan, "at": one.drawn_at,
            "reviewers": one.reviewers, "judged": len(one.marks), "appeal": one.appeal,
        }
        for one in mine
    ]  # fmt: skip
    lines = [one for group in found.values() for one in group]
    about = await records.about([one["interaction"] for one in lines])
    kinds = {plan.code: plan.kind for plan in kept.rules.plans}
    for one in lines:
        one |= {"about": about.get(one["interaction"]), "kind": kinds.get(one["plan"])}
    return found


def with_items(office: ReviewOffice, told: dict[str, Any], reviewer: str) -> dict[str, Any]:
    """A form, with the words of its items, and what this reviewer may do now: `judge` it, `take` it, `decide` on the objection, or nothing."""
    items = (office.desk.criteria.item(line.item) for line in told["form"].lines)
    one = office.review(told["review"])
    may = ""
    if reviewer in one.takers and reviewer not in one.marks:
        may = "judge"
    elif one.appeal == "open" and reviewer not in one.marks and reviewer != one.agent:
        may = "decide"
    elif one.place_for(reviewer):
        may = "take"
    return told | {"may": may, "items": {item.code: _words(item) for item in items if item is not None}}


def set_up(office: ReviewOffice) -> dict[str, Any]:
    """What scorecards and plans can be made of: the items that reviewers judge, and the site's queues, channels and languages."""
    site = office.desk.site.kept
    items = office.desk.criteria.in_force.register.items
    return {
        "items": {item.code: _words(item) for item in items if "reviewer" in item.sources},
        "site": {
            "languages": site.rules.languages, "queues": sorted(site.queues), "channels": sorted(site.channels),
        },
    }  # fmt: skip


def _words(item: criteria.Item) -> dict[str, Any]:
    return {"name": item.name, "question": item.question, "fatal": item.fatal, "criterion": item.criterion}
