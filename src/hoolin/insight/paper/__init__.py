"""A recommendation on one page: why something should be changed, what that would give back, and when it would be known."""
