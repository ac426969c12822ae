"""Apply a blueprint to the instance, in one transaction."""

from dataclasses import dataclass
from pathlib import Path

from leadkeep.blueprint.file import Blueprint
from leadkeep.blueprint.sections import SECTIONS
from leadkeep.blueprint.sections.section import Change, Run
from leadkeep.domain.instance.access import Cause
from leadkeep.errors import nearest
from leadkeep.store import Store, Transaction

SOURCE = "Blueprint"
"""The source and reason in the activity log for changes by a blueprint."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was done for each object of a blueprint; with ``is_plan``, what applying it would do."""

    changes: tuple[Change, ...]
    is_plan: bool


class _RollBack(Exception):  # noqa: N818 -- ends a transaction that was only to show the plan
    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def apply_blueprint(
    store: Store, blueprint: Blueprint, key: bytes, *, is_plan: bool = False
) -> Report:
    """Create and update what a blueprint lists; everything else in the store is not changed.

    If ``is_plan`` is true, the transaction is rolled back at the end, and only the report remains.
    ``key`` is the key under which digests of client secrets are computed.

    Raises:
        BlueprintError: the blueprint has an error; nothing was changed.
    """
    _check_keys(blueprint)

    def apply_all(tx: Transaction) -> Report:
        cause = Cause(SOURCE, f"{SOURCE}: {Path(blueprint.name).name}", SOURCE)
        run = Run(tx, cause, blueprint, key)
        changes = tuple(
            change
            for section in SECTIONS.values()
            if section.key in blueprint.contents
            for change in section.apply(run)
        )
        report = Report(changes, is_plan)
        if is_plan:
            raise _RollBack(report)
        return report

    try:
        return store.write_now(apply_all)
    except _RollBack as taken_back:
        return taken_back.report


def _check_keys(blueprint: Blueprint) -> None:
    for key in blueprint.contents:
        if key not in SECTIONS:
            known = f"it knows {', '.join(SECTIONS)}"
            text = f"this leadkeep knows no such key{nearest(key, SECTIONS)}; {known}"
            raise blueprint.error(blueprint.lines[f".{key}"], key, text)
