"""Sites of which it is known who is weak in what."""
