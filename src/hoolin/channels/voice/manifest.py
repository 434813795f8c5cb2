"""What the telephone is as a channel: its numbers, as data."""

from hoolin.core.site.rules import ChannelRules

CHANNEL = "voice"

RULES = ChannelRules(channel=CHANNEL, weight=100, silent_ms_max=0, park_ms_max=30 * 60_000)
"""A call takes all of a person. Nobody on the telephone is counted as gone for being silent: whoever goes hangs up."""
