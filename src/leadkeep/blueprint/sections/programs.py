"""``programs``: programs with tags, costs, tokens, streams, and the emails of their members."""

from collections.abc import Iterator
from datetime import date

import msgspec

from leadkeep.blueprint.file import Item, check_unique
from leadkeep.blueprint.sections.leads import LEAD_BATCH_SIZE
from leadkeep.blueprint.sections.members import leads_of
from leadkeep.blueprint.sections.places import Places
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.folders import Folder, FolderKind, get_folder
from leadkeep.domain.assets.programs import (
    Cost,
    Program,
    ProgramDetails,
    ProgramQuery,
    ProgramValues,
    StatusChange,
    Tag,
    TokenType,
    change_program,
    change_status,
    create_program,
    leads_in_program,
    list_programs,
    list_tokens,
    member_status,
    program_named,
    save_token,
    with_details,
)
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.store import Transaction

KEY = "programs"
DEFAULT_FOLDER = "Marketing Activities"


class CostItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The cost of a program in one period."""

    start_date: date
    cost: int
    note: str | None = None


class TokenItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A my token of a program that is not of the type text."""

    type: str
    value: str


class MemberItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A program member, and the progression status that the lead gets.

    A member whose status has a higher step keeps it. Without a status, a new member gets the first
    status of the channel.
    """

    email: str
    status: str | None = None


class ProgramItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A program. A new program needs a type and a channel. Tokens and members are never removed."""

    name: str
    type: str | None = None
    channel: str | None = None
    folder: str | None = None
    program: str | None = None
    workspace: str | None = None
    description: str | None = None
    status: str | None = None
    tags: dict[str, str] = {}
    costs: list[CostItem] | None = None
    tokens: dict[str, str | int | float | TokenItem] = {}
    streams: list[str] | None = None
    members: list[str | MemberItem] = []


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, ProgramItem)
    check_unique(
        run.blueprint, KEY, [(normalised_key(each.value.name), each.line) for each in items]
    )
    places = Places(run.tx)
    for item in items:
        with run.errors_at(item.line, f"{KEY}: {item.value.name}"):
            program, status = _save(run, places, item.value)
            has_new_tokens = _save_tokens(run, item.value, program)
        has_moved = _save_members(run, item, program)
        if status == "unchanged" and (has_new_tokens or has_moved):
            status = "updated"
        yield Change(KEY, program.name, status)


def _save(run: Run, places: Places, wanted: ProgramItem) -> tuple[Program, str]:
    work = run.work
    present = program_named(work, wanted.name)
    place = _place(places, wanted, is_new=present is None)
    costs = [Cost(each.start_date, each.cost, each.note) for each in wanted.costs or ()]
    values = ProgramValues(
        name=wanted.name,
        folder=None if place is None else place.ref,
        description=wanted.description,
        type=wanted.type,
        channel=wanted.channel,
        tags=[Tag(kind, value) for kind, value in wanted.tags.items()],
        costs=None if wanted.costs is None else costs,
        replaces_costs=True,
        streams=wanted.streams,
        status=wanted.status,
    )
    if present is None:
        if wanted.type is None or wanted.channel is None:
            raise ValueError("is not there yet, and a new program needs type and channel")
        program, status = create_program(work, values), "created"
    else:
        _check_fixed(wanted, present)
        before = with_details(run.tx, [present])
        program = change_program(work, present.id, values)
        is_same = with_details(run.tx, [program]) == before
        status = "unchanged" if is_same else "updated"
    if (folder := get_folder(work, program.ref)) is not None:
        places.add(folder)
    return program, status


def _check_fixed(wanted: ProgramItem, present: Program) -> None:
    fixed = {
        "type": (wanted.type, present.type.value),
        "channel": (wanted.channel, present.channel.name),
    }
    for member, (asked, held) in fixed.items():
        if asked is not None and normalised_key(asked) != normalised_key(held):
            raise ValueError(f"{member} is {held} and cannot be changed to {asked}")


def _place(places: Places, wanted: ProgramItem, *, is_new: bool) -> Folder | None:
    """Return the folder or program to move a program into; None if it is not moved."""
    if wanted.program is not None:
        if wanted.folder is not None:
            raise ValueError("a program needs a folder or another program as its parent")
        return places.program(wanted.program)
    if wanted.folder is None and not is_new:
        return None
    workspace_id = places.workspace_id(wanted.workspace)
    return places.folder(wanted.folder or DEFAULT_FOLDER, workspace_id, FolderKind.MARKETING)


def _save_tokens(run: Run, wanted: ProgramItem, program: Program) -> bool:
    """Set the program's tokens to the values of the file; return whether any changed."""
    has_changed = False
    for name, value in wanted.tokens.items():
        token = value if isinstance(value, TokenItem) else TokenItem(TokenType.TEXT, str(value))
        status = save_token(run.work, program.ref, name, token.type, token.value)
        has_changed = has_changed or status != "unchanged"
    return has_changed


# -- members ---------------------------------------------------------------------------------------


def _save_members(run: Run, item: Item[ProgramItem], program: Program) -> bool:
    """Make leads members of a program with the statuses of the file; return whether any changed.

    Statuses only rise: a member with a later status keeps it.
    """
    has_moved = False
    members = [MemberItem(each) if isinstance(each, str) else each for each in item.value.members]
    for start in range(0, len(members), LEAD_BATCH_SIZE):
        page = members[start : start + LEAD_BATCH_SIZE]
        lead_ids = leads_of(run, KEY, item, [each.email for each in page], start)
        by_status: dict[str | None, list[int]] = {}
        for each, lead_id in zip(page, lead_ids, strict=True):
            by_status.setdefault(each.status, []).append(lead_id)
        for name, ids in by_status.items():
            with run.errors_at(item.line, f"{KEY}: {program.name}"):
                change = StatusChange(member_status(program, name))
                outcomes = change_status(run.work, program, ids, change)
            has_moved = has_moved or any(each.problem is None for each in outcomes)
    return has_moved


# -- export ----------------------------------------------------------------------------------------


def _present(tx: Transaction) -> Iterator[dict[str, object]]:
    places = Places(tx)
    for each in _all_programs(tx, places):
        yield _item(tx, places, each)


def _present_with_members(tx: Transaction) -> Iterator[dict[str, object]]:
    """Yield each program with address and status of each member that has an email address."""
    places = Places(tx)
    for each in _all_programs(tx, places):
        members = _members(tx, each.program)
        item = _item(tx, places, each)
        yield item | {"members": members} if members else item


def _all_programs(tx: Transaction, places: Places) -> list[ProgramDetails]:
    """Return all programs, each before the programs inside it."""
    found = with_details(tx, list_programs(Work(tx, operator_access(tx)), ProgramQuery()))
    order = {each.ref: index for index, each in enumerate(places.folders())}
    return sorted(found, key=lambda details: order[details.program.ref])


def _item(tx: Transaction, places: Places, details: ProgramDetails) -> dict[str, object]:
    program = details.program
    item: dict[str, object] = {"name": program.name}
    item |= {"type": program.type.value, "channel": program.channel.name}
    place = places.at(program.folder)
    if place.program_id is not None:
        # Blueprints leave out folders inside programs: the item is directly in the program.
        own = next(e for e in places.folders() if e.is_program and e.ref.id == place.program_id)
        item["program"] = own.name
    else:
        item["folder"] = places.name_of(place)
        item |= places.workspace(place)
    if program.description:
        item["description"] = program.description
    if program.status:
        item["status"] = program.status
    if details.tags:
        item["tags"] = {each.type: each.value for each in details.tags}
    if details.costs:
        item["costs"] = [_cost(each) for each in details.costs]
    tokens = list_tokens(Work(tx, operator_access(tx)), program.ref)
    if tokens:
        item["tokens"] = {
            each.name: each.value
            if each.type is TokenType.TEXT
            else {"type": each.type.value, "value": each.value}
            for each in tokens
        }
    if details.streams:
        item["streams"] = [each.name for each in details.streams]
    return item


def _cost(cost: Cost) -> dict[str, object]:
    item: dict[str, object] = {"startDate": cost.start_date.isoformat(), "cost": cost.cost}
    return item | ({"note": cost.note} if cost.note else {})


def _members(tx: Transaction, program: Program) -> list[dict[str, object]]:
    access, after = operator_access(tx), 0
    found: dict[str, dict[str, object]] = {}
    while True:
        page = leads_in_program(Work(tx, access), program.id, ["email"], after, LEAD_BATCH_SIZE)
        for lead_id, email in page.leads.rows:
            if email:
                status = page.memberships[lead_id].status.name
                item: dict[str, object] = {"email": email, "status": status}
                found.setdefault(normalised_key(email), item)
        if page.next_after is None:
            return list(found.values())
        after = page.next_after


SECTION = Section(KEY, _apply, _present, _present_with_members)
