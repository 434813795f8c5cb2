"""Viber: customers write to our bot."""
