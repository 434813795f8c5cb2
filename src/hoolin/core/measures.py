"""Measures that more than one room shows, so that they are counted by one formula wherever they stand: how sure a share is, and the
service level of a line. Docs: the glossary's measures.
"""

from math import sqrt

from hoolin.core.site.rules import ServiceLevelRule


def wilson(successes: float, trials: float, normal: float) -> tuple[float, float]:
    """The ends of a share's interval (E. B. Wilson, 1927). normal: how many standard errors to each side. trials: above 0; counts need
    not be whole. It never leaves 0 to 1.
    """
    square = normal * normal
    middle = successes + square / 2
    spread = normal * sqrt(successes * (trials - successes) / trials + square / 4)
    # Rounding must not push an end past 0 or 1, which it reaches exactly when nobody or everybody succeeded.
    low = max(0.0, (middle - spread) / (trials + square)) if successes else 0.0
    high = min(1.0, (middle + spread) / (trials + square)) if successes < trials else 1.0
    return low, high


def served(rule: ServiceLevelRule, answered: int, in_target: int, abandoned: int, short: int) -> tuple[int, int]:
    """Who was served well, and of how many, by one of the rules of the trade. in_target: of the answered, those in time; short: of the
    abandoned, those who left so soon that they never really waited.
    """
    if rule == "short_abandons_neutral":
        return in_target, answered + abandoned - short
    if rule == "short_abandons_met":
        return in_target + short, answered + abandoned
    if rule == "answered_only":
        return in_target, answered
    return in_target, answered + abandoned
