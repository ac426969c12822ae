"""One module per tag of the reference: each handler parses, calls one verb, renders."""
