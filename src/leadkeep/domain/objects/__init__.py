"""Objects beside the lead: one engine, the standard objects, custom objects."""
