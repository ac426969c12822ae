"""List all triggers and activity filters in one table (behaviour.md 9.2).

A trigger waits for activities of some types; the filter in the same row searches the log for them.
Both have the same constraints: the attributes of the activity type under their own names, and
constraints that have other names in Marketo's user interface.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from leadkeep.domain.activities import ActivityTypes, activity_types, standard_types
from leadkeep.domain.automation.rules.named import Named
from leadkeep.domain.automation.rules.operators import Kind, kind_named
from leadkeep.errors import nearest
from leadkeep.store import Transaction

Place = Literal["primary", "primary id", "attribute", "date", "field", "status"]
"""Where in an activity a constraint finds its value. ``field`` is a primary value that names a lead
field, ``status`` one that names a program status, which rules may write as ``<channel> >
<status>``."""

DATE_OF_ACTIVITY = "Date of Activity"

_NAMED = {
    "Form Name": Named.FORM,
    "List": Named.LIST,
    "Program": Named.PROGRAM,
    "Campaign": Named.CAMPAIGN,
    "Attribute": Named.FIELD,
    "Score Name": Named.FIELD,
    "New Status": Named.STATUS,
    "Old Status": Named.STATUS,
    "New Partition": Named.PARTITION,
    "Segmentation": Named.SEGMENTATION,
    "Webhook": Named.WEBHOOK,
    "Email": Named.MAIL,
    "Mailing": Named.MAIL,
    "Alert": Named.ALERT,
    **dict.fromkeys(("Track", "New Track", "Previous Track"), Named.STREAM),
    **dict.fromkeys(("Track Name", "Previous Track Name"), Named.STREAM),
    **dict.fromkeys(("New Nurture Cadence", "Previous Nurture Cadence"), Named.CADENCE),
    "Attribute Name": Named.MEMBER_FIELD,
    **dict.fromkeys(("Owner", "Old Owner"), Named.OWNER),
}
"""By constraint of a standard activity: what it names. Web pages and links are what visitors'
browsers send: nothing here has their names."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A value of an activity that a rule may test."""

    name: str
    place: Place
    attribute: str = ""
    kind: Kind = Kind.TEXT
    named: Named | None = None
    """What the value is the name of; None for a value that is no name of a thing here."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One row of the table: a trigger and its activity filter."""

    trigger: str
    filter: str
    type_ids: tuple[int, ...]
    primary: str = ""
    """The name of the constraint on the primary attribute value."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """By name of a constraint in the user interface: the name of the attribute, if it differs."""
    other_names: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    """By name of a constraint: where it finds its value, if not in an attribute."""

    @property
    def names(self) -> Iterator[str]:
        """Yield all names of trigger and filter: each with Lead and with Person."""
        for name in (self.trigger, self.filter, *self.other_names):
            yield name
            for one, other in (("Lead", "Person"), ("Person", "Lead")):
                if one in name.split():
                    yield name.replace(one, other)


_WEB = {
    "Querystring": "Query Parameters",
    "Client IP": "Client IP Address",
    "Referrer": "Referrer URL",
    "Web Page URL": "Webpage URL",
}
_CHANGE = {"Previous Value": "Old Value"}

DEFINITIONS: tuple[Definition, ...] = (
    Definition("Campaign is Requested", "Campaign was Requested", (47,), "Campaign"),
    Definition("Lead is Pushed to Marketo", "Lead was Pushed to Marketo", (145,), "Program"),
    Definition(
        "Lead is Created",
        "Lead was Created",
        (12,),
        "Lead Name",
        {"Original Source Type": "Source Type"},
    ),
    Definition(
        "Data Value Changes",
        "Data Value was Changed",
        (13,),
        "Attribute",
        _CHANGE,
        places={"Attribute": "field"},
    ),
    Definition(
        "Score is Changed",
        "Score was Changed",
        (22,),
        "Score Name",
        {
            "Change": "Change Value",
            "New Score": "New Value",
            "New": "New Value",
            "Old Score": "Old Value",
        },
        places={"Score Name": "field"},
    ),
    Definition("Added to List", "Was Added to List", (24,), "List"),
    Definition("Removed from List", "Was Removed from List", (25,), "List"),
    Definition(
        "Program Status is Changed",
        "Program Status was Changed",
        (104,),
        "Program",
        places={"New Status": "status", "Old Status": "status"},
    ),
    Definition(
        "Program Member Data is Changed",
        "Program Member Data was Changed",
        (123,),
        "Program",
        _CHANGE,
    ),
    Definition("Fills Out Form", "Filled Out Form", (2,), "Form Name", _WEB),
    Definition("Visits Web Page", "Visited Web Page", (1,), "Web Page", _WEB),
    Definition(
        "Clicks Link on Web Page",
        "Clicked Link on Web Page",
        (3,),
        "Link",
        _WEB,
        ("Clicks Link in Web Page", "Clicked Link in Web Page"),
    ),
    Definition(
        "Has Interesting Moment",
        "Had Interesting Moment",
        (46,),
        "Milestone",
        other_names=("Interesting Moment",),
    ),
    Definition("Email is Sent", "Was Sent Email", (6,), "Email", other_names=("Is Sent Email",)),
    Definition(
        "Email is Delivered",
        "Was Delivered Email",
        (7,),
        "Email",
        other_names=("Email was Delivered",),
    ),
    Definition(
        "Email Bounces", "Email Bounced", (8,), "Mailing", other_names=("Email is Bounced",)
    ),
    Definition(
        "Email Bounces Soft",
        "Email Bounced Soft",
        (27,),
        "Mailing",
        other_names=("Email is Bounced Soft",),
    ),
    Definition("Unsubscribes from Email", "Unsubscribed from Email", (9,), "Email", _WEB),
    Definition("Opens Email", "Opened Email", (10,), "Email", other_names=("Email is Opened",)),
    Definition(
        "Clicks Link in Email",
        "Clicked Link in Email",
        (11,),
        "Email",
        other_names=("Email is Clicked",),
    ),
    Definition("Is Sent Alert", "Was Sent Alert", (38,), "Alert"),
    Definition("Webhook is Called", "Webhook was Called", (110,), "Webhook"),
    Definition(
        "Lead Partition Changes",
        "Lead Partition was Changed",
        (100,),
        "New Partition",
        {"Old Partition": "Old Partition ID"},
    ),
    Definition("Leads are Merged", "Was Merged", (32,), "Lead", other_names=("Lead is Merged",)),
    Definition(
        "Segment Changes",
        "Segment was Changed",
        (108,),
        "Segmentation",
    ),
    Definition(
        "Added to Nurture", "Was Added to Nurture", (113,), "Program", {"Track": "Track Name"}
    ),
    Definition(
        "Nurture Track Changes",
        "Nurture Track was Changed",
        (114,),
        "Program",
        {"New Track": "Track Name", "Previous Track": "Previous Track Name"},
    ),
    Definition("Nurture Cadence Changes", "Nurture Cadence was Changed", (115,), "Program"),
    Definition("Owner is Changed", "Owner was Changed", (23,), "Owner"),
)
"""All triggers and filters of standard activities; custom activity types add their own."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of trigger or activity filter: its activity types, the constraints that it offers."""

    name: str
    type_ids: tuple[int, ...]
    constraints: Mapping[str, Constraint]
    """The constraints by their names in lower case."""

    def constraint(self, name: str) -> Constraint:
        """Return the constraint with this name, ignoring letter case.

        Raises:
            ValueError: there is no such constraint.
        """
        found = self.constraints.get(name.strip().lower())
        if found is None:
            known = sorted({each.name for each in self.constraints.values()})
            text = f"{self.name} has no constraint {name}; it has {', '.join(known)}"
            raise ValueError(f"{text}{nearest(name, known)}")
        return found


def happening_named(tx: Transaction, name: str) -> Happening:
    """Return the activity types and constraints of the trigger or activity filter with this name.

    Raises:
        LookupError: no trigger or filter has the name.
    """
    known = tx.cached(load_happenings)
    found = known.get(name.strip().lower())
    if found is None:
        hint = nearest(name, [each.name for each in known.values()])
        raise LookupError(f"no trigger or filter is named {name}{hint}")
    return found


def load_happenings(tx: Transaction) -> dict[str, Happening]:
    """Return activity types and constraints of all triggers and activity filters.

    The keys are their names in lower case.
    """
    types = activity_types(tx)
    return dict(_custom(types)) | standard_happenings()


@cache
def standard_happenings() -> dict[str, Happening]:
    """Return what the triggers and filters of standard activities are about.

    The keys are their names in lower case.
    """
    by_id = {each.id: each for each in standard_types()}
    found: dict[str, Happening] = {}
    for row in DEFINITIONS:
        attributes = {
            each.name: each.data_type
            for type_id in row.type_ids
            for each in by_id[type_id].attributes
        }
        primary = by_id[row.type_ids[0]].primary_attribute
        constraints = _constraints(row, attributes, None if primary is None else primary.name)
        for name in row.names:
            found.setdefault(name.lower(), Happening(name, row.type_ids, constraints))
    return found


def _constraints(
    row: Definition, attributes: Mapping[str, str], primary: str | None
) -> dict[str, Constraint]:
    found = {"date of activity": Constraint(DATE_OF_ACTIVITY, "date", kind=Kind.DATETIME)}
    names = {name: name for name in attributes} | dict(row.aliases)
    for name, attribute in names.items():
        kind = kind_named(attributes.get(attribute, "string"))
        place = row.places.get(name, "attribute")
        found[name.lower()] = Constraint(name, place, attribute, kind, _NAMED.get(name))
    if primary is not None and primary.endswith(" ID"):
        found[primary.lower()] = Constraint(primary, "primary id", kind=Kind.NUMBER)
    for name in dict.fromkeys(filter(None, (row.primary, primary))):
        place = row.places.get(row.primary, "primary")
        own = Constraint(name, place, named=_NAMED.get(row.primary))
        found.setdefault(name.lower(), own)
    return found


def _custom(types: ActivityTypes) -> Iterator[tuple[str, Happening]]:
    for each in types.custom:
        shape = each.approved
        if shape is None:
            continue
        constraints = {"date of activity": Constraint(DATE_OF_ACTIVITY, "date", kind=Kind.DATETIME)}
        for attribute in (shape.primary, *shape.attributes):
            place: Place = "primary" if attribute is shape.primary else "attribute"
            kind = kind_named(attribute.data_type)
            constraint = Constraint(attribute.name, place, attribute.name, kind)
            constraints[attribute.name.lower()] = constraint
            constraints.setdefault(attribute.api_name.lower(), constraint)
        for name in (shape.trigger_name, shape.filter_name):
            yield name.lower(), Happening(name, (each.id,), constraints)
