"""What customers were told would happen, and by when: made, moved with their word, kept or broken."""
