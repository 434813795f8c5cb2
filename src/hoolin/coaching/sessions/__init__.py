"""What a coach and one agent do together: sessions, what was done well, and what was tried."""
