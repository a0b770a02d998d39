"""What is in a file before anything is made of it: every row accounted for, every column looked at."""
