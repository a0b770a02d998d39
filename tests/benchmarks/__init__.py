"""What it costs to ask: each shipped question beside the same thing written by hand, and pages beside an empty app."""
