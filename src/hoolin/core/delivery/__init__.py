"""Handing a message to somebody else's system: an outbox row first, then attempts, and an honest end.

An attempt ends `accepted`, `rejected` or `unknown`. Unknown means that the provider may or may not have it: it is shown to the
agent and never sent again by itself.
"""
