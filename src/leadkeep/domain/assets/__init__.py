"""Assets: folders and what they contain. Static lists and programs, and their members."""
