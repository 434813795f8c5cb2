"""Bad days by their seed: the production house, loop, outbox and post among people, a network, a disk and a provider that fail.

    day = live(seed)        one day; the same seed is the same day, to the byte
    day.broken              the promise that was not kept; None where all were
    day.story               what happened, by whom and when, if it was asked for

What runs is what a site runs: every room, the loop, the outbox, the post office with its lanes, and the read models. What is
simulated is everything around it: time, the event loop, the disk, the network, the provider, and the end of the process, which
may come at every await.
"""
