"""What a contact centre is, as plain values and plain functions. No clock, no randomness, no input or output."""
