"""Telephone calls: SIP, media, and what a call is to the house. A call is an interaction like every other."""
