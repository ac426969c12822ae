"""``munchkinId``: the instance's id, which is part of its URLs."""

from collections.abc import Iterator

from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.instance import munchkin_id, set_munchkin_id

KEY = "munchkinId"


def _apply(run: Run) -> Iterator[Change]:
    wanted = run.blueprint.value(KEY, str)
    with run.errors_at(wanted.line, KEY):
        status = set_munchkin_id(run.tx, wanted.value)
    yield Change(KEY, wanted.value, status)


SECTION = Section(KEY, _apply, munchkin_id)
