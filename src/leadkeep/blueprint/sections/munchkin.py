"""``munchkinId``: the name of the instance."""

from collections.abc import Iterator

from leadkeep.blueprint.sections.section import Change, Section, Work
from leadkeep.domain.instance import munchkin_id, set_munchkin_id

KEY = "munchkinId"


def _apply(work: Work) -> Iterator[Change]:
    wanted = work.blueprint.value(KEY, str)
    with work.blaming(wanted.line, KEY):
        status = set_munchkin_id(work.tx, wanted.value)
    yield Change(KEY, wanted.value, status)


SECTION = Section(KEY, _apply, munchkin_id)
