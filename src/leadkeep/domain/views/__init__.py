"""Views for people and BI tools: leads, activities, members of lists and of programs.

Entry points: :func:`update_views` creates them, :func:`subscribe_views` keeps them up with fields.
"""

from leadkeep.domain.views.columns import ViewColumn
from leadkeep.domain.views.views import VIEWS, subscribe_views, update_views, view_queries

__all__ = ["VIEWS", "ViewColumn", "subscribe_views", "update_views", "view_queries"]
