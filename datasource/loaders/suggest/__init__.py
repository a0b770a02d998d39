"""What the tables of an unknown CRM may be: by their names, the words that people use, and what stands in them."""
