"""People who grow: examples, lessons, drills, advice, sessions, ease, and whether any of it helps."""
