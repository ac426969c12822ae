"""Lead capture: pushed records and submitted forms become leads."""
