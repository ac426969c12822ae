"""Duplicates: leads that may be one person, side by side; merge them."""

from leadkeep.console.page import Action, Model, Outcome, Page, reads, writes
from leadkeep.console.pages.shown import Record, name_of, records_of
from leadkeep.console.visit import Visit, as_number
from leadkeep.domain.fields import lead_catalog
from leadkeep.domain.instance.access import Work
from leadkeep.domain.leads import read_leads
from leadkeep.domain.merging import LOSER_LIMIT, Merge, merge_leads
from leadkeep.errors import Reason, Refusal

READ, WRITE = reads("Lead"), writes("Lead")


def merge(visit: Visit, work: Work) -> Model:
    """Show leads side by side, with what differs, and the winner to choose."""
    chosen = [as_number(each) for each in visit.texts("lead")] or visit.sent_numbers("lead")
    catalog = lead_catalog(work.tx)
    names = [each.name for each in catalog.visible]
    found = records_of(read_leads(work, chosen[: LOSER_LIMIT + 1], names)) if chosen else []
    winner = visit.number("winner") or (found[0]["id"] if found else 0)
    rows = []
    for each in catalog.visible:
        values = [lead[each.name] for lead in found]
        if any(value not in (None, False, "") for value in values):
            differs = len({str(value) for value in values}) > 1
            rows.append({"label": each.display_name, "values": values, "differs": differs})
    return {
        "leads": [{"id": each["id"], "name": name_of(each)} for each in found],
        "winner": winner,
        "rows": sorted(rows, key=_same_last),
    }


def _same_last(row: Record) -> bool:
    return not row["differs"]


def do_merge(visit: Visit, work: Work) -> Outcome:
    """Merge the other leads into the winner."""
    (winner,) = visit.sent_numbers("winner") or (0,)
    losers = [each for each in visit.sent_numbers("lead") if each != winner]
    if not winner:
        raise Refusal(Reason.NOT_SPECIFIED, "Winner")
    remaining = merge_leads(work, Merge(winner, losers, source="console"))
    count = len(losers)
    return Outcome(
        f"/leads/{remaining}", f"{count} {'lead is' if count == 1 else 'leads are'} merged into it."
    )


PAGES = (
    Page(
        "merge",
        "/duplicates/merge",
        "Merge leads",
        WRITE,
        merge,
        {"merge": Action(WRITE, do_merge)},
        area="Leads",
    ),
)
