"""The library of good moments: proposed, made anonymous, seen by a person, kept, and withdrawn at any time."""
