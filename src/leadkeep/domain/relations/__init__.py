"""All that one lead is tied to among the other objects, in one place.

Entry point: :func:`relations_of`. May import the faces of access, accounts, custom objects, fields,
leads and records.
"""

from leadkeep.domain.relations.relations import Relations, relations_of

__all__ = ["Relations", "relations_of"]
