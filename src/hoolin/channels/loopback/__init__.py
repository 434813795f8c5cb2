"""Loopback: a channel whose provider is this very process. For the demo site, for simulations and for tests."""
