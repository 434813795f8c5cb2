"""Recordings of calls: when what is said is written down, what becomes of it, and for how long it is kept."""
