"""The tree of folders and programs: its set-up, places, moves (behaviour.md 4.4)."""

from collections.abc import Callable

import pytest

from leadkeep.clock import ManualClock
from leadkeep.domain.assets.folders import (
    Folder,
    FolderChange,
    FolderKind,
    FolderRef,
    FolderType,
    NewFolder,
    add_program_folder,
    all_folders,
    change_folder,
    create_folder,
    delete_folder,
    folder_paths,
    list_folders,
    place_for,
    programs_named,
    set_up_folders,
)
from leadkeep.domain.instance.access import Work, operator_access, save_workspace
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Store, Transaction

NOW = ManualClock().now()
ZONE = FolderRef(15)


class Tree:
    """Verbs in few words."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.access = operator_access(tx)
        self._programs = 0

    def folder(self, name: str, parent: FolderRef = ZONE) -> FolderRef:
        return create_folder(Work(self.tx, self.access), NewFolder(name, parent)).ref

    def program(self, name: str, parent: FolderRef = ZONE) -> FolderRef:
        self._programs += 1
        new = NewFolder(name, parent)
        return add_program_folder(Work(self.tx, self.access), self._programs, new).ref

    def move(self, ref: FolderRef, parent: FolderRef) -> Folder:
        return change_folder(Work(self.tx, self.access), ref, FolderChange(parent=parent))

    def path(self, ref: FolderRef) -> str:
        (found,) = [each for each in all_folders(self.tx) if each.ref == ref]
        return folder_paths(self.tx, [found])[ref]

    def refuses(self, verb: Callable[[], object]) -> Reason:
        with pytest.raises(Refusal) as refused:
            verb()
        return refused.value.problem.reason


def test_set_up_adds_what_is_missing_and_nothing_else(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        before = all_folders(tx)
        set_up_folders(tx)
        assert all_folders(tx) == before
        save_workspace(tx, "North")
        set_up_folders(tx)
        set_up_folders(tx)
        added = [each for each in all_folders(tx) if each not in before]
        assert {each.workspace_id for each in added} == {2}
        ours = {folder_paths(tx, before)[each.ref] for each in before if each.parent}
        theirs = set(folder_paths(tx, added).values())
        assert theirs == {path.replace("/Default", "/North") for path in ours}
        assert all(each.is_system for each in all_folders(tx))

    store.write_now(verb)


def test_programs_are_places_like_folders(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        tree = Tree(tx)
        events = tree.folder("Events")
        program = tree.program("Spring", events)
        local = tree.folder("Local", program)
        nested = tree.program("Mail", local)
        assert tree.path(nested) == "/Marketing Activities/Default/Events/Spring/Local/Mail"
        below = list_folders(Work(tx, tree.access), events, 9)
        assert [each.ref for each in below] == [events, program, local, nested]
        owners = {each.ref: each.program_id for each in below}
        assert owners == {events: None, program: 1, local: 1, nested: 2}
        for ref in (program, local, nested):
            for kind in (FolderKind.LIST, FolderKind.MARKETING):
                assert place_for(Work(tx, tree.access), ref, kind).ref == ref
        assert [each.ref for each in programs_named(tx, ["spring", "mail", "none"])] == [
            program,
            nested,
        ]

    store.write_now(verb)


def test_ids_of_folders_and_programs_are_counted_apart(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        tree = Tree(tx)
        folder = tree.folder("One")
        program = FolderRef(folder.id, FolderType.PROGRAM)
        add_program_folder(Work(tx, tree.access), folder.id, NewFolder("Two", ZONE))
        inside = tree.folder("Inside", program)
        assert tree.path(inside).endswith("/Two/Inside")
        delete_folder(Work(tx, tree.access), folder)
        assert tree.path(program).endswith("/Two")

    store.write_now(verb)


def test_a_program_name_is_given_once_in_the_instance(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        tree = Tree(tx)
        one, other = tree.folder("One"), tree.folder("Other")
        tree.program("Spring", one)
        tree.folder("Spring", one)
        tree.folder("Spring", other)
        assert tree.refuses(lambda: tree.program("spring", other)) is Reason.NAME_TAKEN
        assert tree.refuses(lambda: tree.folder(" SPRING ", other)) is Reason.NAME_TAKEN

    store.write_now(verb)


def test_moves(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        tree = Tree(tx)
        one, other = tree.folder("One"), tree.folder("Other")
        below, program = tree.folder("Below", one), tree.program("Spring", one)
        local = tree.folder("Local", program)
        tree.move(one, other)
        assert tree.path(local) == "/Marketing Activities/Default/Other/One/Spring/Local"
        tree.move(program, other)
        assert tree.path(local) == "/Marketing Activities/Default/Other/Spring/Local"
        bound = Reason.FOLDER_BOUND_TO_PROGRAM
        for into in (other, one, below):
            assert tree.refuses(lambda: tree.move(other, into)) is Reason.FOLDER_IN_ITSELF  # noqa: B023 -- called at once
        assert tree.refuses(lambda: tree.move(local, other)) is bound
        assert tree.refuses(lambda: tree.move(below, program)) is bound
        assert tree.refuses(lambda: tree.move(below, FolderRef(12))) is Reason.INCOMPATIBLE_FOLDER
        assert tree.refuses(lambda: tree.move(below, FolderRef(0))) is (
            Reason.PARENT_FOLDER_NOT_FOUND
        )
        tree.folder("Below", other)
        assert tree.refuses(lambda: tree.move(below, other)) is Reason.NAME_TAKEN
        assert tree.path(below) == "/Marketing Activities/Default/Other/One/Below"

    store.write_now(verb)


def test_a_folder_stays_in_its_workspace(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        save_workspace(tx, "North")
        set_up_folders(tx)
        tree = Tree(tx)
        (north,) = [
            ref
            for ref, path in folder_paths(tx, all_folders(tx)).items()
            if path == "/Marketing Activities/North"
        ]
        one = tree.folder("One")
        assert tree.refuses(lambda: tree.move(one, north)) is Reason.ASSET_NOT_MOVED
        assert tree.path(tree.folder("One", north)) == "/Marketing Activities/North/One"

    store.write_now(verb)


def test_a_place_with_anything_in_it_stays(store: Store) -> None:
    def verb(tx: Transaction) -> None:
        tree = Tree(tx)
        one = tree.folder("One")
        program = tree.program("Spring", one)
        local = tree.folder("Local", program)
        for ref in (one, program):
            refused = tree.refuses(lambda: delete_folder(Work(tx, tree.access), ref))  # noqa: B023 -- called at once
            assert refused is Reason.FOLDER_NOT_EMPTY
        for ref in (local, program, one):
            delete_folder(Work(tx, tree.access), ref)
        assert (
            tree.refuses(lambda: delete_folder(Work(tx, tree.access), one))
            is Reason.ASSET_NOT_FOUND
        )

    store.write_now(verb)
