"""Capture leads: from records that are pushed into programs, and from submitted forms."""
