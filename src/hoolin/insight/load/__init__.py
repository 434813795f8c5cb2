"""What each reason costs: contacts, hours with their repeats, and what removing it would give back."""
