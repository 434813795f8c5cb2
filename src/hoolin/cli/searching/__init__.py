"""What `hoolin bench search` asks: forms of words that must be found, and words that must not."""
