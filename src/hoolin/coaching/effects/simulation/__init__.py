"""Sites whose truth is known: how often what is said of a rollout is true."""
