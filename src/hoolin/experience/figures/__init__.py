"""Figures as they are shown: each with its definition, how many observations it stands on, and its interval."""
