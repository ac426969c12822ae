"""Runs of campaigns: the schedules and requests of the API, each with its token values."""
