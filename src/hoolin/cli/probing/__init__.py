"""A telephone call as a probe makes it: the line, what is heard on it, and how it is known that a person is there."""
