"""Command → facts about reasons.

It refuses: a tree with faults (`faults`); one that was made from a version that holds no longer; one that takes out a reason which
contacts, causes or improvements have, without saying where it went; site rules whose reasons are not those of the tree.
"""

from collections.abc import Iterable

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.setup import set_site as set_site_alone
from hoolin.insight.reasons import commands as c
from hoolin.insight.reasons import facts as f
from hoolin.insight.reasons.faults import faults
from hoolin.insight.reasons.state import Reasons


class InUse(msgspec.Struct, frozen=True):
    """A reason that cannot just be taken out. contacts: that have it. users: kind and name of what else has it. The way out: say where it went."""

    reason: str
    contacts: int
    users: tuple[str, ...]


def publish(reasons: Reasons, command: c.PublishReasons, now: Instant) -> Decision:
    """The tree as it will hold, and with it the list that agents choose from. What holds already changes nothing."""
    last, rules = reasons.in_force, reasons.site.kept.rules
    if last.number and last.tree == command.tree and not command.crosswalk:
        return Decision()
    if command.based_on != last.number:
        raise Conflict("reasons_moved_on", in_force=last.number)
    found = faults(command.tree, command.crosswalk, reasons.noted(), reasons.retired(), rules.languages)
    if found:
        raise Invalid("reasons", faults=[msgspec.to_builtins(fault) for fault in found])
    leaves = command.tree.leaves()
    gone = reasons.noted() - set(leaves) - {went.code for went in command.crosswalk}
    in_use = list(_in_use(reasons, gone))
    if in_use:
        raise Conflict("reason_in_use", reasons=[msgspec.to_builtins(one) for one in in_use])
    number = last.number + 1
    published = f.ReasonsPublished(number=number, tree=command.tree, crosswalk=command.crosswalk, why=command.why)
    if rules.reasons == leaves:
        return Decision((published,))
    return Decision((published, i.SiteSet(rules=msgspec.structs.replace(rules, reasons=leaves))))


def _in_use(reasons: Reasons, gone: Iterable[str]) -> Iterable[InUse]:
    beside = reasons.used_beside()
    for code in sorted(gone):
        contacts = reasons.kept.used.get(code, 0)
        users = tuple(f"{user.kind}: {user.name}" for user in beside if user.reason == code)
        if contacts or users:
            yield InUse(code, contacts, users)


def set_site(reasons: Reasons, command: ic.SetSite, now: Instant) -> Decision:
    """Whoever sets the rest of the rules leaves the reasons as the tree has them."""
    version = reasons.in_force
    if version.number and command.rules.reasons != version.tree.leaves():
        raise Invalid("reasons_from_tree", reasons=version.tree.leaves())
    return set_site_alone(reasons.site, command, now)


def suggest(reasons: Reasons, command: c.SuggestReasons, now: Instant) -> Decision:
    """Once, and only of a conversation under way; whatever comes later changes nothing."""
    one = reasons.site.kept.interactions.get(command.interaction)
    if one is None or command.interaction in reasons.kept.suggested:
        return Decision()
    suggested = f.ReasonsSuggested(
        interaction=command.interaction, model=command.model, language=one.language, likely=command.likely, new=command.new,
        shown=command.shown,
    )  # fmt: skip
    return Decision((suggested,))


DECIDES: Decides = {c.PublishReasons: publish, c.SuggestReasons: suggest, ic.SetSite: set_site}
