"""What feedback feels about what: matched words and a verdict, and themes that are blamed more often than others."""
