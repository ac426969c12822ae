"""Blueprints: YAML files that describe an instance, to be applied to it or exported from it.

Entry points: :func:`read_blueprint`, :func:`apply_blueprint` and :func:`write_blueprint`. Each
top-level key of a blueprint is a section, with a module in ``sections``; ``sections.SECTIONS``
lists them. The classes ``...Item`` are the objects in a blueprint; an attribute is a key of the
YAML mapping, and one with the default None is not changed if the file omits it.
"""

from leadkeep.blueprint.apply import Report, apply_blueprint
from leadkeep.blueprint.export import blueprint_text, write_blueprint
from leadkeep.blueprint.file import Blueprint, BlueprintError, read_blueprint
from leadkeep.blueprint.sections.section import Change

__all__ = [
    "Blueprint",
    "BlueprintError",
    "Change",
    "Report",
    "apply_blueprint",
    "blueprint_text",
    "read_blueprint",
    "write_blueprint",
]
