"""Which customers will stop buying, for which reasons, how far to trust it, and whom to talk to first."""
