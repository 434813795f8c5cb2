"""Who did what, for whoever has to answer for it: a log that is only added to, each entry chained to the one before.

`records` (values and the closed list of actions) · `chain` (hashes, and finding where they do not fit) · `file` (`audit.db`,
blocking) · `door` (what the server asks for, never blocking the event loop) · `acts` (which routes are written down, and as what).
"""
