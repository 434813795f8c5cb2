"""What the room of coaching shows and is told over HTTP, an office for each of its parts."""
