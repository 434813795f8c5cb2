"""Ready replies: what a site says often, under short names, in each of its languages."""
