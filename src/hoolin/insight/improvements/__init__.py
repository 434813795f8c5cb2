"""From what made contacts necessary to what was changed about it: causes, improvements, and whether they helped."""
