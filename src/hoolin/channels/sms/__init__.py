"""SMS over SMPP 3.4: an own client, because a message must neither be cut, mixed, lost nor doubled."""
