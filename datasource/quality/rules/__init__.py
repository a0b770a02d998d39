"""The rules that rows of the canonical tables should keep: one row of a table each."""
