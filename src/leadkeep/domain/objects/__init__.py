"""Objects other than the lead: the object engine, the standard objects, custom objects."""
