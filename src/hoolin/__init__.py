"""Hoolin: a self-hosted customer contact centre. The map of the house is ARCHITECTURE.md."""

__version__ = "0.1.0"
