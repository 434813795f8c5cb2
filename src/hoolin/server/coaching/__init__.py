"""The offices of the room of coaching: what pages ask for and what is done for them."""
