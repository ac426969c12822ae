"""Runs of campaigns: what the API schedules or requests, with the tokens of that run."""
