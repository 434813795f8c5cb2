"""Flows by the thousand, to see whether the human guarantee holds: random ones, traps planted into them, and a walker that looks for itself."""
