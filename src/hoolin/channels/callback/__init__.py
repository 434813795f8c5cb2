"""The customer asks to be called, and is."""
