"""One engagement on one channel, from the moment it arrives until it is closed: the same life for every channel."""
