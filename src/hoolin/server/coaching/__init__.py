"""What coaching is to people: the offices between its rooms and their pages."""
