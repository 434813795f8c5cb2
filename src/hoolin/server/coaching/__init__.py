"""Coaching as pages meet it."""
