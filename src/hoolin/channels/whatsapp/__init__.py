"""WhatsApp: customers write to our number, through Meta's Cloud API."""
