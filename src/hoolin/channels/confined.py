"""A process of ours that meets what strangers sent gives up, before it does, what it does not need."""

import resource


def confine(**most: int) -> None:
    """So much of each from now on, and never more: resources by the ends of their names (`AS`, `CPU`, `NOFILE`). It writes no file and
    leaves no dump.
    """
    for name, wanted in {"FSIZE": 0, "CORE": 0, **most}.items():
        what = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(what)
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(what, (allowed, allowed))
