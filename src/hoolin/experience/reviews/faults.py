"""What review rules may not have: everything that is wrong with them, at once."""

from collections import Counter

from hoolin.core.interaction.site import Site
from hoolin.experience.criteria.register import Register
from hoolin.experience.reviews.rules import Plan, ReviewRules, Scorecard

Fault = dict[str, str]
"""`in`: which scorecard or plan. `code`: what is wrong. `about`: with what of it."""


def faults(rules: ReviewRules, site: Site, register: Register) -> list[Fault]:
    """Everything that is wrong with rules; an empty list when they may be set as they are."""
    found: list[Fault] = []
    for scorecard in rules.scorecards:
        found += _of_scorecard(scorecard, site, register)
    for plan in rules.plans:
        found += _of_plan(plan, rules, site)
    for codes in ([one.code for one in rules.scorecards], [one.code for one in rules.plans]):
        found += [_fault(code, "code_twice", code) for code, times in Counter(codes).items() if times > 1]
    return found


def _of_scorecard(scorecard: Scorecard, site: Site, register: Register) -> list[Fault]:
    found: list[Fault] = []
    languages = site.kept.rules.languages
    if not all(scorecard.name.said(language).strip() for language in languages):
        found.append(_fault(scorecard.code, "no_words", "name"))
    for line in scorecard.lines:
        item = register.item(line.item)
        if item is None:
            found.append(_fault(scorecard.code, "no_such_item", line.item))
        elif "reviewer" not in item.sources:
            found.append(_fault(scorecard.code, "not_for_reviewers", line.item))
        for words in (line.definition, line.passes, line.fails):
            if not all(words.said(language).strip() for language in languages):
                found.append(_fault(scorecard.code, "no_words", line.item))
                break
    counted = Counter(line.item for line in scorecard.lines)
    found += [_fault(scorecard.code, "item_twice", item) for item, times in counted.items() if times > 1]
    items = {item.code: item for item in register.items}
    soft = [line for line in scorecard.lines if line.item in items and not items[line.item].fatal]
    if soft and not any(line.weight for line in soft):
        found.append(_fault(scorecard.code, "no_weight", scorecard.code))
    return found


def _of_plan(plan: Plan, rules: ReviewRules, site: Site) -> list[Fault]:
    found: list[Fault] = []
    if rules.scorecard(plan.scorecard) is None:
        found.append(_fault(plan.code, "no_such_scorecard", plan.scorecard))
    found += [_fault(plan.code, "no_such_queue", queue) for queue in plan.queues if queue not in site.kept.queues]
    found += [_fault(plan.code, "no_such_channel", one) for one in plan.channels if one not in site.kept.channels]
    return found


def _fault(where: str, code: str, about: str) -> Fault:
    return {"in": where, "code": code, "about": about}
