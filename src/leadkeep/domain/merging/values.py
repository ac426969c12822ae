"""Decide which value wins when several leads become one (behaviour.md 3.9).

The winner's value stays unless it is empty; then the first loser's value that is not empty replaces
it. A false boolean is empty, so an opt-out of any of the leads holds. Some fields only have a
meaning together and are taken together (decision 0061).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadkeep.domain.fields import Catalog, Values, key_of
from leadkeep.domain.leads import (
    COMPANY_ID,
    COMPANY_LINK,
    OWNER_LINK,
    OWNER_VALUES,
    Draft,
    merged_cookies,
    shared_fields,
)

COOKIES = "cookies"

NEVER_TAKEN = frozenset(
    {
        "id",
        "leadPerson",
        "personPrimaryLeadInterest",
        "leadPartitionId",
        "createdAt",
        "updatedAt",
        "mktoName",
        "personType",
        "isLead",
        "isAnonymous",
        COMPANY_ID,
        COOKIES,
    }
)
"""Fields that the winner never takes from a loser: they belong to the row and not to the person, or
are merged in another way."""

STATE_OF_EMAIL = (
    "emailInvalid",
    "emailInvalidCause",
    "emailSuspended",
    "emailSuspendedCause",
    "emailSuspendedAt",
)
"""The fields with the state of an email address. They are taken only from losers that have the
address which the winner has after the merge."""

TOGETHER = (
    ("acquisitionProgramId", "mktoAcquisitionDate"),
    ("originalSourceType", "originalSourceInfo"),
    ("registrationSourceType", "registrationSourceInfo"),
)
"""Groups of fields. If all of a group's fields are empty in the winner, it takes those of the first
loser in which one of them is not."""

Taken = dict[str, tuple[Any, int]]
"""By field name: a value that the winner takes, and the id of the loser that had it."""


Choices = Mapping[str, int]
"""By field name: the id of the lead, the winner or a loser, whose value the winner gets."""


def taken_values(
    catalog: Catalog, winner: Draft, losers: Sequence[Draft], choices: Choices
) -> Taken:
    """Return the values that the winner takes from the losers: of two losers, from the first.

    Fields with a choice get the value of the chosen lead, also if it is empty; so do the fields
    that only have a meaning together with them.
    """
    names = [each.name for each in catalog.fields if each.name not in NEVER_TAKEN]
    grouped = {name for group in TOGETHER for name in group} | set(STATE_OF_EMAIL)
    taken = _cookies(winner, losers)
    for link, shown in (
        (COMPANY_LINK, (*shared_fields(catalog), COMPANY_ID)),
        (OWNER_LINK, tuple(name for name in OWNER_VALUES if name in catalog.by_name)),
    ):
        linked = _linked(link, shown, winner, losers)
        if linked or not _is_empty(winner.values[link]):
            grouped |= set(shown)
        taken |= linked
    for name in names:
        if name in grouped or name in taken:
            continue
        taken |= _first([name], winner, losers)
    for group in TOGETHER:
        taken |= _first(group, winner, losers)
    taken = _with_choices(catalog, winner, losers, choices, taken)
    if "email" in choices:
        return taken
    email = taken["email"][0] if "email" in taken else winner.values["email"]
    same = [each for each in losers if key_of(each.values["email"]) == key_of(email)]
    for name in STATE_OF_EMAIL:
        taken |= _first([name], winner, same)
    return taken


def may_be_chosen(name: str) -> bool:
    """Return whether a merge lets people choose whose value of a field the winner gets."""
    return name not in NEVER_TAKEN and name not in STATE_OF_EMAIL


def _with_choices(
    catalog: Catalog, winner: Draft, losers: Sequence[Draft], choices: Choices, taken: Taken
) -> Taken:
    """Return what the winner takes, with the choices instead of what the rules say."""
    drafts = {each.lead_id: each for each in (winner, *losers)}
    result = dict(taken)
    for name, lead_id in choices.items():
        chosen = drafts[lead_id]
        for each in _chosen_together(catalog, name, winner, chosen):
            result.pop(each, None)
            if chosen.values[each] != winner.values[each]:
                result[each] = chosen.values[each], lead_id
    return result


def _chosen_together(catalog: Catalog, name: str, winner: Draft, chosen: Draft) -> Sequence[str]:
    """Return the fields that are chosen with a field."""
    if name == "email":
        return ("email", *STATE_OF_EMAIL)
    for link, shown in (
        (COMPANY_LINK, (*shared_fields(catalog), COMPANY_ID)),
        (OWNER_LINK, tuple(each for each in OWNER_VALUES if each in catalog.by_name)),
    ):
        is_linked = not _is_empty(winner.values[link]) or not _is_empty(chosen.values[link])
        if name == link or (name in shown and is_linked):
            return (link, *(each for each in shown if each != link))
    return next((group for group in TOGETHER if name in group), (name,))


def _first(names: Sequence[str], winner: Draft, losers: Iterable[Draft]) -> Taken:
    """Return the values of these fields of the first loser in which not all of them are empty.

    If one of the winner's own values is not empty, the result is empty: the winner takes nothing.
    """
    if not _are_empty(winner.values, names):
        return {}
    for loser in losers:
        if not _are_empty(loser.values, names):
            return {
                name: (value, loser.lead_id)
                for name in names
                if not _is_empty(value := loser.values[name])
            }
    return {}


def _linked(link: str, shown: Sequence[str], winner: Draft, losers: Iterable[Draft]) -> Taken:
    """Return the first link to a company or sales person that a loser has.

    ``link`` is the field with the link; the fields ``shown`` depend on it and come with it. If the
    winner has a link, the result is empty: the winner keeps all of these fields.
    """
    if not _is_empty(winner.values[link]):
        return {}
    for loser in losers:
        if not _is_empty(loser.values[link]):
            return {name: (loser.values[name], loser.lead_id) for name in (link, *shown)}
    return {}


def _cookies(winner: Draft, losers: Sequence[Draft]) -> Taken:
    """Return the merged cookie field: the winner gets the visitor tokens of all the leads."""
    held = [each.values[COOKIES] for each in losers]
    merged = merged_cookies([*held, winner.values[COOKIES]])
    if merged == winner.values[COOKIES]:
        return {}
    first = next(each.lead_id for each in losers if each.values[COOKIES])
    return {COOKIES: (merged, first)}


def _are_empty(values: Values, names: Iterable[str]) -> bool:
    return all(_is_empty(values[name]) for name in names)


def _is_empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or value is False or value == ""
