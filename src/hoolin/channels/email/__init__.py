"""Mail: read so that nothing is lost and nobody is mixed up with somebody else; written so that answers find their way back."""
