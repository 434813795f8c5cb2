"""How often contacts come, how sure that is, and which reasons rise."""
