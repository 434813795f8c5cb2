"""Sites whose truth is known, one change each: how often what is said of the change is true."""
