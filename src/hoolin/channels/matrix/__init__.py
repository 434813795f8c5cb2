"""Matrix: a homeserver hands us what is written to our users, and carries what we say."""
