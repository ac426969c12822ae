"""Duplicates: leads that may be one person, side by side; merge them."""

from leadkeep.console.listing import AFTER
from leadkeep.console.page import Action, Model, Outcome, Page, reads, writes
from leadkeep.console.pages.records import Record, name_of, records_of
from leadkeep.console.visit import Visit, address, as_number
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import read_leads
from leadkeep.domain.merging import (
    LOSER_LIMIT,
    FieldPreview,
    Merge,
    merge_leads,
    preview_merge,
)
from leadkeep.domain.search import DuplicateKind, duplicate_groups
from leadkeep.errors import Reason, Refusal

SUMMARY_FIELDS = ("firstName", "lastName", "email", "company", "phone", "updatedAt")
CHOICE = "choice-"
MERGE_SOURCE = "console"
LABELS = {
    DuplicateKind.MAILBOX: "Email",
    DuplicateKind.PHONE: "Phone",
    DuplicateKind.NAME: "Name and company",
}

READ, WRITE = reads("Lead"), writes("Lead")


def groups(visit: Visit, work: Work) -> Model:
    """Show groups of leads that may be one person."""
    named = visit.text("by")
    kind = DuplicateKind(named) if named in set(DuplicateKind) else DuplicateKind.MAILBOX
    page = duplicate_groups(work, kind, visit.text(AFTER))
    ids = [lead_id for group in page.groups for lead_id in group.lead_ids]
    leads = {each["id"]: each for each in records_of(read_leads(work, ids, SUMMARY_FIELDS))}
    return {
        "by": kind.value,
        "kinds": [
            {"name": each.value, "label": LABELS[each], "url": address("/duplicates", {"by": each})}
            for each in DuplicateKind
        ],
        "groups": [
            {
                "value": group.value,
                "isCut": group.is_cut,
                "leads": [
                    {**leads[each], "name": name_of(leads[each])}
                    for each in group.lead_ids
                    if each in leads
                ],
                "merge": address("/duplicates/merge", {"lead": group.lead_ids}),
            }
            for group in page.groups
        ],
        "next": visit.url(**{AFTER: page.next_after}) if page.next_after else None,
    }


def merge(visit: Visit, work: Work) -> Model:
    """Show leads side by side, what a merge would make of them, and what can be chosen."""
    asked = [as_number(each) for each in visit.texts("lead")] or visit.sent_numbers("lead")
    leads = {each["id"]: each for each in records_of(read_leads(work, asked, SUMMARY_FIELDS))}
    found = [each for each in dict.fromkeys(asked) if each in leads][: LOSER_LIMIT + 1]
    wanted = visit.number("winner")
    winner = wanted if wanted in found else next(iter(found), 0)
    order = [winner, *(each for each in found if each != winner)]
    rows = []
    if len(order) > 1:
        preview = preview_merge(work, Merge(winner, order[1:]))
        rows = [_row(each, order) for each in preview.fields]
    return {
        "leads": [
            {
                "id": each,
                "name": name_of(leads[each]),
                "url": address(visit.path, {"lead": found, "winner": each}),
            }
            for each in order
            if each
        ],
        "winner": winner,
        "rows": sorted(rows, key=_same_last),
    }


def _row(preview: FieldPreview, order: list[int]) -> Record:
    field = preview.field
    stored = preview.values
    values = [None if each is None else field.type.wire(each) for each in stored]
    return {
        "name": field.name,
        "label": field.display_name,
        "cells": [
            {"lead": lead_id, "value": value, "isResult": lead_id == preview.from_lead_id}
            for lead_id, value in zip(order, values, strict=True)
        ],
        "differs": len({str(each) for each in stored}) > 1,
        "mayChoose": preview.may_be_chosen,
    }


def _same_last(row: Record) -> bool:
    return not row["differs"]


def do_merge(visit: Visit, work: Work) -> Outcome:
    """Merge the other leads into the winner, which gets the chosen values."""
    (winner,) = visit.sent_numbers("winner") or (0,)
    if not winner:
        raise Refusal(Reason.NOT_SPECIFIED, "Winner")
    losers = [each for each in visit.sent_numbers("lead") if each != winner]
    choices = {
        name.removeprefix(CHOICE): as_number(values[-1])
        for name, values in visit.form.items()
        if name.startswith(CHOICE)
    }
    remaining = merge_leads(work, Merge(winner, losers, source=MERGE_SOURCE, choices=choices))
    count = len(losers)
    return Outcome(
        f"/leads/{remaining}", f"{count} {'lead is' if count == 1 else 'leads are'} merged into it."
    )


PAGES = (
    Page("duplicates", "/duplicates", "Duplicates", READ, groups, menu="Duplicates", key="d"),
    Page(
        "merge",
        "/duplicates/merge",
        "Merge leads",
        WRITE,
        merge,
        {"merge": Action(WRITE, do_merge)},
        area="Duplicates",
    ),
)
