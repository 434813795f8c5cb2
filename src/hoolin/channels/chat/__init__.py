"""Web chat: the visitor's socket, with numbered events that are sent again from wherever the page had got to."""
