"""What the callback channel is: its numbers, as data."""

from hoolin.core.site.rules import ChannelRules

CHANNEL = "callback"

RULES = ChannelRules(channel=CHANNEL, weight=100, silent_ms_max=0, park_ms_max=24 * 3_600_000)
"""A call takes all of a person. Nobody who waits for one is at a page, so nobody is counted as gone for being silent."""
