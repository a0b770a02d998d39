"""Suggestions what to do next with quiet deals and customers, from what became of those with whom it was done."""
