"""How customers fare with us: the same criteria on every channel, from the same facts, with honest uncertainty."""
