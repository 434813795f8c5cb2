"""Whether a change made contacts fewer: measured, with its interval, and said in one of five words."""
