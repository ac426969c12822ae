"""Automation: rules, smart lists, segmentations, and campaigns that act on leads."""
