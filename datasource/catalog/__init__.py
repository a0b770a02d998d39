"""The loaded store, as entity frames and wide facts."""
