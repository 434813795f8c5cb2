"""What `hoolin bench words` is made of: real sets of customers' words, and what is asked of them."""
