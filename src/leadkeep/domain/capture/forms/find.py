"""Read forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.assets.folders import AssetFilter, FolderRef, folders_by_refs
from leadkeep.domain.capture.forms import queries
from leadkeep.domain.capture.forms.form import Form, FormStatus
from leadkeep.domain.fields import normalised_key
from leadkeep.domain.instance.access import Work
from leadkeep.store import Transaction


@dataclass(frozen=True, slots=True)
class FormPage:
    """Forms, with the names of what they stand in."""

    forms: Sequence[Form]
    folder_names: dict[FolderRef, str]


def get_form(work: Work, form_id: int) -> Form | None:
    """Return a form; None when there is none within reach."""
    found = queries.form_by_id(work.tx, form_id)
    return found if found is not None and found.workspace_id in work.access.workspace_ids else None


def forms_named(work: Work, name: str) -> list[Form]:
    """Return the forms of this name within reach, whatever the letter case, ascending by id."""
    found = queries.forms_by_name(work.tx, normalised_key(name)) if "\0" not in name else []
    return [each for each in found if each.workspace_id in work.access.workspace_ids]


def all_forms(tx: Transaction) -> list[Form]:
    """Return all forms, ascending by id."""
    return queries.all_forms(tx)


def with_folders(tx: Transaction, forms: Sequence[Form]) -> FormPage:
    """Return forms with the names of the folders and programs that they stand in."""
    folders = folders_by_refs(tx, {each.folder for each in forms})
    return FormPage(forms, {ref: each.name for ref, each in folders.items()})


def forms_from(
    work: Work,
    wanted: AssetFilter,
    status: FormStatus | None,
    offset: int,
    size: int,
) -> FormPage:
    """Return a page of the forms that match, ascending by id, without the first ``offset``."""
    conditions = wanted.values(work)
    if conditions is None:
        return FormPage([], {})
    if status is not None:
        conditions["status"] = status.value
    return with_folders(work.tx, queries.forms_where(work.tx, conditions, size, offset))
