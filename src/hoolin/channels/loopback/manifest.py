"""What the loopback channel is: its numbers, as data."""

from hoolin.core.site.rules import ChannelRules

CHANNEL = "loopback"

RULES = ChannelRules(
    channel=CHANNEL, weight=25, silent_ms_max=120_000, park_ms_max=24 * 3_600_000, delivers=True
)  # fmt: skip
"""It weighs what a chat weighs, and unlike a chat it has a provider that must be asked to carry what we say: so that all of
the outbox is in use wherever the loopback is."""

FRAME_BYTES_MAX = 65_536
"""The longest message in four-byte characters, escaped, still fits into one frame."""
