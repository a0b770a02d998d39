"""Tables of real databases as sources."""
