"""``tags``: the tag types of programs, with their allowed values."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.programs import list_tag_types, save_tag_type
from leadkeep.store import Transaction

KEY = "tags"


class TagItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag type. If the file lists allowed values, all other values are removed."""

    name: str
    required: bool | None = None
    values: list[str] | None = None


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, TagItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            status = save_tag_type(run.tx, wanted.name, wanted.values, is_required=wanted.required)
        yield Change(KEY, wanted.name, status)


def _present(tx: Transaction) -> list[dict[str, object]]:
    return [
        {"name": each.name, "required": each.is_required, "values": list(each.values)}
        for each in list_tag_types(tx)
    ]


SECTION = Section(KEY, _apply, _present)
