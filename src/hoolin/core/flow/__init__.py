"""Menus as data: one language, one interpreter for every channel, and the proof that nobody is trapped. The README tells more."""
