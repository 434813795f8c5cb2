"""Why customers contact us, what made it necessary, and whether what we changed helped."""
