"""The set-up of one site: its queues, agents, channels and words. Values only."""
