"""Calling back: who asked for it, what they were promised, and what came of it."""
