"""Studies: models that learn from all rows by night, and what they found, kept beside the store for everybody."""
