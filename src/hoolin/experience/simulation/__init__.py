"""A synthetic site whose true values are set, to see whether published figures tell them: intervals that cover, weights that help."""
