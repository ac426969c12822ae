"""Static lists: named sets of leads."""

__all__ = ()
