"""What the chat channel is: its numbers and limits, as data."""

from hoolin.core.site.rules import ChannelRules

RULES = ChannelRules(channel="chat", weight=25, silent_ms_max=120_000, park_ms_max=24 * 3_600_000)
"""Four chats fill one person's hands. Whoever closes the page while waiting, and left no address, is gone after two minutes."""
