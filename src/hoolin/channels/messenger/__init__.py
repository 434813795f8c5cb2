"""Messenger and Instagram: customers write to our page, or to the professional account that belongs to it."""
