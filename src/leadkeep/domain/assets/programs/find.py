"""Read programs (behaviour.md 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.assets.folders import folders_by_refs
from leadkeep.domain.assets.programs import queries
from leadkeep.domain.assets.programs.program import Cost, Program, Stream, Tag
from leadkeep.domain.assets.programs.queries import ProgramQuery
from leadkeep.domain.assets.programs.tags import find_tag_type, same_name
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class ProgramDetails:
    """A program with its tags, costs and streams, and the names of its folder and workspace."""

    program: Program
    folder_name: str
    workspace_name: str
    tags: list[Tag]
    costs: list[Cost]
    streams: list[Stream]


def with_details(tx: Transaction, programs: Sequence[Program]) -> list[ProgramDetails]:
    """Return these programs with their details, in a fixed number of statements."""
    ids = [each.id for each in programs]
    folders = folders_by_refs(tx, {each.folder for each in programs})
    workspaces = workspace_names(tx)
    tags, costs = queries.tags_of(tx, ids), queries.costs_of(tx, ids)
    streams = queries.streams_of(tx, ids)
    return [
        ProgramDetails(
            each,
            folders[each.folder].name,
            workspaces[each.workspace_id],
            tags.get(each.id, []),
            costs.get(each.id, []),
            streams.get(each.id, []),
        )
        for each in programs
    ]


def get_program(work: Work, program_id: int) -> Program:
    """Return a program by id.

    Raises:
        Refusal: 1013, there is no such program within scope.
    """
    found = find_program(work, program_id)
    if found is None:
        raise Refusal(Reason.OBJECT_NOT_FOUND, "Program")
    return found


def find_program(work: Work, program_id: int) -> Program | None:
    """Return a program by id; None when there is none within scope."""
    found = queries.programs_by_ids(work.tx, [program_id]).get(program_id)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def program_named(work: Work, name: str) -> Program | None:
    """Return the program with this name, ignoring letter case.

    None when there is none within scope.
    """
    found = queries.program_by_name(work.tx, name)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def list_programs(work: Work, wanted: ProgramQuery) -> list[Program]:
    """Return a page of the matching programs within scope, ascending by id."""
    names = workspace_names(work.tx)
    workspace_ids = {
        number
        for number in work.access.workspace_ids
        if wanted.workspace_names is None or names.get(number) in wanted.workspace_names
    }
    return queries.programs_matching(work.tx, wanted, workspace_ids) if workspace_ids else []


def programs_by_tag(work: Work, tag: Tag, offset: int, limit: int) -> list[Program]:
    """Return a page of the programs within scope that have a tag, ascending by id."""
    kind = find_tag_type(work.tx, tag.type)
    if kind is None:
        return []
    wanted = ProgramQuery(
        tag_type_id=kind.id,
        tag_value=next((v for v in kind.values if same_name(v, tag.value)), tag.value),
        offset=offset,
        limit=limit,
    )
    return queries.programs_matching(work.tx, wanted, work.access.workspace_ids)
