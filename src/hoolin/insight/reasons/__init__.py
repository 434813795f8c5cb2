"""What customers say they need: a tree of reasons with its versions, and how well reasons are suggested."""
