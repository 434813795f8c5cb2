"""Who our customers are: their names, the identities they are reached under, and the right to be forgotten."""
