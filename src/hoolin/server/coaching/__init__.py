"""What the room of coaching is asked by pages."""
