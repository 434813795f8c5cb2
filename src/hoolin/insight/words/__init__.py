"""From a customer's words to the reason they came."""
