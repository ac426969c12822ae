"""Settings of the Python interpreter in the processes of leadkeep."""

import gc

COLLECTED_AFTER_OBJECTS = 50_000
"""Python's cyclic garbage is collected after so many new containers, by default after 700: 300
records make some thousands, and no cycles (docs/decisions/0152)."""


def collect_rarely() -> None:
    """Let many containers be created between two collections, until the process ends."""
    gc.set_threshold(COLLECTED_AFTER_OBJECTS, *gc.get_threshold()[1:])
