"""The outside world, one folder a channel: `wire.py` reads and writes bytes and knows nothing else, `gateway.py` moves them."""
