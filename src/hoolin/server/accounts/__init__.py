"""The people who log in: their accounts and sessions, in a file of their own beside the journal.

`records` (values) · `file` (the SQLite file, blocking) · `passwords` (argon2id) · `throttle` (back-off) · `sessions`
(who is logged in, remembered for a few seconds) · `door` (what the server asks for, never blocking the event loop).
"""
