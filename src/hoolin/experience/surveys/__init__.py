"""Surveys: how customers say it went, in the same words on every channel, by the channel that they used."""
