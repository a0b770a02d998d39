"""Which channels share the credit for what was won: eight rules side by side. Credit is no proof of an effect."""
