"""Finds and hides what tells of a person in what somebody wrote."""
