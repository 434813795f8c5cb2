"""The monthly report: the figures of a month, signed, as a page, on paper and as data."""
