"""The telephone: calls as interactions, with their legs and media beside them."""
