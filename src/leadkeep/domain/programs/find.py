"""Read programs (behaviour.md 4.4)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from leadkeep.domain.access import Access
from leadkeep.domain.programs import queries
from leadkeep.domain.programs.program import Cost, Program, Stream, Tag
from leadkeep.domain.programs.queries import ProgramQuery
from leadkeep.domain.programs.tags import find_tag_type
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class ProgramDetails:
    """A program with what hangs on it."""

    program: Program
    tags: list[Tag]
    costs: list[Cost]
    streams: list[Stream]


def get_program(tx: Transaction, access: Access, program_id: int) -> Program:
    """Return a program within reach.

    Raises:
        Refusal: 1013, there is none.
    """
    found = find_program(tx, access, program_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    return found


def find_program(tx: Transaction, access: Access, program_id: int) -> Program | None:
    """Return a program; None when there is none within reach."""
    found = queries.programs_by_ids(tx, [program_id]).get(program_id)
    return found if found is not None and found.workspace_id in access.workspace_ids else None


def program_named(tx: Transaction, access: Access, name: str) -> Program | None:
    """Return the program of this name, whatever the letter case; None when none is within reach."""
    found = queries.program_by_name(tx, name)
    return found if found is not None and found.workspace_id in access.workspace_ids else None


def details_of(tx: Transaction, program: Program) -> ProgramDetails:
    """Return the program with its tags, costs and streams."""
    ids = [program.id]
    return ProgramDetails(
        program,
        queries.tags_of(tx, ids).get(program.id, []),
        queries.costs_of(tx, ids).get(program.id, []),
        queries.streams_of(tx, ids).get(program.id, []),
    )


def list_programs(tx: Transaction, access: Access, wanted: ProgramQuery) -> list[Program]:
    """Return a page of the programs within reach that fit, ascending by id."""
    reach = set(access.workspace_ids) & set(wanted.workspace_ids)
    return queries.programs_matching(tx, replace(wanted, workspace_ids=reach)) if reach else []


def programs_by_tag(
    tx: Transaction, access: Access, tag: Tag, offset: int, limit: int
) -> list[Program]:
    """Return a page of the programs within reach that bear a tag, ascending by id.

    Raises:
        Refusal: 702, there is no such tag type.
    """
    kind = find_tag_type(tx, tag.type)
    if kind is None:
        raise Refusal(Reason.ASSET_NOT_FOUND, "Tag")
    wanted = ProgramQuery(
        access.workspace_ids,
        tag_type_id=kind.id,
        tag_value=tag.value,
        offset=offset,
        limit=limit,
    )
    return queries.programs_matching(tx, wanted)


def last_second(moment: datetime | None) -> datetime | None:
    """Return the end of the second that a moment names: moments on the wire have no fractions."""
    return None if moment is None else moment + timedelta(seconds=1)
