"""What is asked by keys when the agent has said goodbye and the customer is still on the line."""
