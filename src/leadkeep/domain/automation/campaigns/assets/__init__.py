"""Campaigns as assets: what they are, how they change, and the documents stored with them."""
