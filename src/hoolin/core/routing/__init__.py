"""Who takes whom, and why. The rules in plain words are in README.md; as plain code, in naive.py."""
