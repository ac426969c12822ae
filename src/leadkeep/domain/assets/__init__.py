"""Assets: what stands in folders. Static lists and programs, and who belongs to them."""
