"""Row formulas: a small safe language over the fields of one record. Parsed into a tree, checked, never run as code."""
