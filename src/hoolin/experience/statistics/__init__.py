"""The statistics of the product's figures, usable on their own: plain functions of plain numbers, each with its source.

What cannot be told from what was observed is refused (`Invalid`) or None, never a number that looks like one.

What needs scipy is fetched when it is first asked for: it takes half a second, and a site that starts needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.experience.statistics.contacts import (
    Contact,
    Counts,
    Resolution,
    contacts_per_case,
    first_contact_resolution,
    resolution_of_counts,
    service_level,
)
from hoolin.experience.statistics.promoters import Promoters, answers_for_width, nps, nps_of
from hoolin.experience.statistics.proportions import (
    ENOUGH,
    Interval,
    Proportion,
    proportion,
    trials_for_change,
    trials_for_width,
    wilson,
)
from hoolin.experience.statistics.waits import (
    Point,
    Watched,
    cumulative_incidence,
    incidence_of_counts,
    share_by,
    thinned,
    time_of,
)
from hoolin.experience.statistics.weighting import (
    Estimate,
    Raked,
    effective,
    hajek,
    rake,
    standardise,
    weighted_mean,
)

if TYPE_CHECKING:
    from hoolin.experience.statistics.agreement import (
        Agreement,
        alpha_interval,
        cohen_kappa,
        gwet_ac1,
        krippendorff_alpha,
        ratings_of,
        scott_pi,
    )
    from hoolin.experience.statistics.factors import Fit, Invariance, Sample, invariance, sample_of
    from hoolin.experience.statistics.shrinkage import Funnel, One, Shrunk, fit_beta, funnel, shrink, stein_factor
    from hoolin.experience.statistics.tails import compound, jeffreys

WITH_SCIPY = {
    "agreement": (
        "Agreement", "alpha_interval", "cohen_kappa", "gwet_ac1", "krippendorff_alpha", "ratings_of", "resolution_of_counts", "scott_pi",
    ),
    "factors": ("Fit", "Invariance", "Sample", "invariance", "sample_of"),
    "shrinkage": ("Funnel", "One", "Shrunk", "fit_beta", "funnel", "shrink", "stein_factor"),
    "tails": ("compound", "jeffreys"),
}  # fmt: skip
"""By file, what is fetched when it is asked for."""


def __getattr__(name: str) -> Any:
    home = next((file for file, names in WITH_SCIPY.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


__all__ = [
    "ENOUGH", "Agreement", "Contact", "Counts", "Estimate", "Fit", "Funnel", "Interval", "Invariance", "One", "Point",
    "Promoters", "Proportion", "Raked", "Resolution", "Sample", "Shrunk", "Watched", "alpha_interval",
    "answers_for_width", "cohen_kappa", "compound", "contacts_per_case", "cumulative_incidence", "effective",
    "first_contact_resolution", "fit_beta", "funnel", "gwet_ac1", "hajek", "incidence_of_counts", "invariance",
    "jeffreys", "krippendorff_alpha", "nps", "nps_of", "proportion", "rake", "ratings_of", "resolution_of_counts",
    "sample_of", "scott_pi", "service_level", "share_by", "shrink", "standardise", "stein_factor", "thinned",
    "time_of", "trials_for_change", "trials_for_width", "weighted_mean", "wilson",
]  # fmt: skip
