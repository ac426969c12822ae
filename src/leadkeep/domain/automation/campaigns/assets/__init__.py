"""Campaigns as assets: their values, their changes, and the rules and flows stored with them."""
