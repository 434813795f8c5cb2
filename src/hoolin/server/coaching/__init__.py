"""What the pages of those who learn and teach ask for."""
