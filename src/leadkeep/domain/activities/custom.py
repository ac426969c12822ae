"""The life cycle of custom activity types: draft, approved, approved with draft (behaviour.md 5.4).

Every change edits the draft; approval publishes it. The published version decides which activities
may be added and how they are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from leadkeep.domain.activities.definition import (
    Definition,
    SentAttribute,
    SentType,
    changed_definition,
    is_type_name,
    new_definition,
    required,
    with_attributes,
    with_changed_attributes,
    without_attributes,
)
from leadkeep.domain.activities.types import (
    CUSTOM_TYPES,
    ActivityTypes,
    CustomType,
    load_activity_types,
)
from leadkeep.domain.fields import RENAMES, Renamed, normalised_key, renamed
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Transaction

TYPE_LIMIT = 10
"""Limit: custom activity types of one instance (1027)."""


def create_type(tx: Transaction, sent: SentType) -> CustomType:
    """Create a custom activity type as a draft.

    Raises:
        Refusal: 1002, a required value is missing; 1003, a value is not acceptable; 1017, the API
            name is taken, regardless of letter case; 1027, the limit of types is reached.
    """
    types = _types_to_change(tx)
    api_name = required("apiName", sent.api_name)
    if not is_type_name(api_name):
        raise Refusal(Reason.INVALID_VALUE, "apiName", api_name)
    draft = new_definition(sent)
    if api_name.casefold() in {each.api_name.casefold() for each in types.custom}:
        raise Refusal(Reason.OBJECT_EXISTS)
    if len(types.custom) >= TYPE_LIMIT:
        raise Refusal(Reason.ACTIVITY_TYPE_LIMIT)
    return CUSTOM_TYPES.add(tx, api_name, draft)


def update_type(tx: Transaction, api_name: str, sent: SentType) -> CustomType:
    """Change the draft of a type; create the draft if the type has only an approved version.

    Raises:
        Refusal: 1013, there is no such type; 1002 and 1003, a value is not acceptable.
    """
    if sent.api_name not in (None, "", api_name):
        raise Refusal(Reason.INVALID_VALUE, "apiName", sent.api_name)
    return _change_draft(tx, api_name, lambda _, draft: changed_definition(draft, sent))


def create_attributes(tx: Transaction, api_name: str, sent: Sequence[SentAttribute]) -> CustomType:
    """Add secondary attributes to the draft of a type: all of them, or none.

    Raises:
        Refusal: 1013, there is no such type; and the refusals of ``with_attributes``.
    """
    return _change_draft(tx, api_name, lambda _, draft: with_attributes(draft, sent))


def update_attributes(tx: Transaction, api_name: str, sent: Sequence[SentAttribute]) -> CustomType:
    """Change attributes in the draft of a custom activity type: all of them, or none.

    Raises:
        Refusal: 1013, there is no such type; and the refusals of ``with_changed_attributes``.
    """

    def change(target: CustomType, draft: Definition) -> Definition:
        return with_changed_attributes(draft, sent, is_published=target.approved is not None)

    return _change_draft(tx, api_name, change)


def delete_attributes(tx: Transaction, api_name: str, sent: Sequence[SentAttribute]) -> CustomType:
    """Delete secondary attributes from the draft of a type: all of them, or none.

    Raises:
        Refusal: 1013, there is no such type; and the refusals of ``without_attributes``.
    """
    return _change_draft(tx, api_name, lambda _, draft: without_attributes(draft, sent))


def approve_type(tx: Transaction, api_name: str) -> CustomType:
    """Publish the draft of a type.

    Raises:
        Refusal: 1013, there is no such type; 1003, it has no draft.
    """
    target = _types_to_change(tx).custom_named(api_name)
    approved = CUSTOM_TYPES.store(tx, target, approved=CUSTOM_TYPES.draft_of(target), draft=None)
    tx.emit(RENAMES, lambda: _renamed(target.approved, approved.latest))
    return approved


def _renamed(before: Definition | None, after: Definition) -> list[Renamed]:
    """Return what the approval of another version renames: trigger, filter and attributes."""
    if before is None:
        return []
    names = {before.trigger_name: after.trigger_name, before.filter_name: after.filter_name}
    found = renamed("trigger or filter", names)
    present = {each.api_name: each.name for each in (after.primary, *after.attributes)}
    attributes = {
        each.name: present[each.api_name]
        for each in (before.primary, *before.attributes)
        if each.api_name in present
    }
    for owner in (after.trigger_name, after.filter_name):
        found += renamed("attribute", attributes, normalised_key(owner))
    return found


def discard_draft(tx: Transaction, api_name: str) -> CustomType:
    """Discard the draft of a type, so that only the approved version remains.

    Raises:
        Refusal: 1013, there is no such type; 1003, the type has no draft or was never approved.
    """
    target = _types_to_change(tx).custom_named(api_name)
    CUSTOM_TYPES.draft_of(target)
    if target.approved is None:
        raise Refusal(Reason.TYPE_NEVER_APPROVED, CUSTOM_TYPES.title, api_name)
    return CUSTOM_TYPES.store(tx, target, draft=None)


def delete_type(tx: Transaction, api_name: str) -> CustomType:
    """Delete a type. Its activities stay in the log, but can no longer be read.

    Raises:
        Refusal: 1013, there is no such type.
    """
    target = _types_to_change(tx).custom_named(api_name)
    CUSTOM_TYPES.remove(tx, target)
    return replace(target, updated_at=tx.moment_after(target.updated_at), is_deleted=True)


def _change_draft(
    tx: Transaction,
    api_name: str,
    change: Callable[[CustomType, Definition], Definition],
) -> CustomType:
    target = _types_to_change(tx).custom_named(api_name)
    return CUSTOM_TYPES.store(tx, target, draft=change(target, target.latest))


def _types_to_change(tx: Transaction) -> ActivityTypes:
    """Lock the custom types against other writers; return all types, read after the lock.

    The cached types may be older than the lock, so they are not used.
    """
    tx.lock_keys(["custom activity types"])
    return load_activity_types(tx)
