"""Telegram: customers write to our bot."""
