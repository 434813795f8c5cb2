"""Finding what was said: words as keyed hashes, and the places where they stand."""
