"""The truths planted in the demo company (`datasource.sample`) are found again, and nothing is found in noise."""
