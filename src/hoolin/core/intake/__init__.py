"""Taking in what comes from somebody else's system: on disk first, then acknowledged, then understood, and an honest end.

An input ends `taken`, `passed` (nothing for a person in it) or `unreadable`. Until then it is open, and is read again after a
crash. Its bytes stay under a key of their own, so that what could not be understood can still be seen as it came.
"""
