"""Reviews: colleagues judge conversations by a scorecard, drawn by known chances; who was judged may object; reviewers test each other."""
