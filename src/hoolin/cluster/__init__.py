"""Who holds the pen: of all processes that could write a site's journal, one does.

`port` says what a lease is; `single` is the one for a site that lives in one data folder on one machine.
"""
