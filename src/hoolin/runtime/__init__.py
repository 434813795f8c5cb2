"""The one loop: command → decide → facts → journal → effects. It knows no business room; wiring hands it theirs."""
