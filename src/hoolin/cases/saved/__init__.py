"""Views that people keep: which of the live conversations they want to see together, for themselves or for everybody who serves a queue."""
