"""How good the data is: rules and scores, duplicates among people and companies, and the map of merged records."""
