"""Blueprints: the instance described in a YAML file that can be applied and exported.

Entry points: :func:`read_blueprint`, :func:`apply_blueprint` and :func:`write_blueprint`. Each key
of a blueprint has a module in ``sections``; ``sections.SECTIONS`` lists them.
"""

from leadkeep.blueprint.apply import Report, apply_blueprint
from leadkeep.blueprint.export import write_blueprint
from leadkeep.blueprint.file import Blueprint, BlueprintError, read_blueprint
from leadkeep.blueprint.sections.section import Change

__all__ = [
    "Blueprint",
    "BlueprintError",
    "Change",
    "Report",
    "apply_blueprint",
    "read_blueprint",
    "write_blueprint",
]
