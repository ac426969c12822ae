"""Rules follow renames: of every kind of thing that they name, wherever they name it."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

import msgspec
import pytest

from leadkeep.domain.assets.engine import AssetKind, AssetValues, change_asset
from leadkeep.domain.assets.lists import STATIC_LIST
from leadkeep.domain.assets.programs import ProgramValues, change_program
from leadkeep.domain.automation.campaigns import CAMPAIGN, CampaignValues, all_campaigns
from leadkeep.domain.automation.rules import (
    DEFINITIONS,
    Named,
    Rules,
    check_rules,
    parse_rules,
    standard_happenings,
)
from leadkeep.domain.automation.rules.member_filter import MEMBER_KINDS
from leadkeep.domain.automation.segmentations import load_segmentations
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartListValues
from leadkeep.domain.capture.forms import FORM, FormValues
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal
from tests.support.activities import approved_type, type_path
from tests.support.campaigns import apply, campaign_id, values_of
from tests.support.forms import submit
from tests.support.leads import ENGINES, create, module_server, new_field
from tests.support.lists import fresh_name
from tests.support.work import operator_work

_numbers = count(1)

KINDS: dict[Named, tuple[AssetKind[Any, Any], type[Any], str]] = {
    Named.LIST: (STATIC_LIST, AssetValues, "lists"),
    Named.FORM: (FORM, FormValues, "forms"),
    Named.CAMPAIGN: (CAMPAIGN, CampaignValues, "campaigns"),
    Named.SMART_LIST: (SMART_LIST, SmartListValues, "smartLists"),
}
"""Assets: their kind, the values that change one, and their key in blueprints."""

KEEP_THEIR_NAMES = {
    Named.SEGMENTATION: "it is saved by its name",
    Named.PARTITION: "it is saved by its name",
    Named.STATUS: "a channel is saved with the names of its statuses",
    Named.STREAM: "a program is saved with the names of its streams",
    Named.CADENCE: "there are two, with fixed names",
    Named.MEMBER_FIELD: "the log has its API name",
    Named.OWNER: "a rule names a person, not a record",
    Named.WEBHOOK: "the step of a flow that has the name is another step then",
    Named.MAIL: "as a webhook; its program can be renamed",
    Named.ALERT: "as a webhook; its program can be renamed",
}
"""What no command renames, with the reason."""

ASSET_RULES = "filters: [{field: city, operator: is, values: [Oslo]}]"


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def test_every_kind_of_name_is_renamed_here_or_keeps_its_name() -> None:
    renamed = {*KINDS, Named.PROGRAM, Named.FIELD}
    assert renamed | KEEP_THEIR_NAMES.keys() == set(Named)
    assert renamed.isdisjoint(KEEP_THEIR_NAMES)


class Thing:
    """A thing that rules name, and what renames it."""

    def __init__(self, server: Rehearsal, named: Named, *, in_program: bool = False) -> None:
        self.server, self.named = server, named
        self.program = f"Fair {next(_numbers)}" if in_program else None
        self.own = f"Thing {next(_numbers)}"
        if in_program or named is Named.PROGRAM:
            name = self.program or self.own
            apply(server, f"programs: [{{name: {name}, type: Event, channel: Live Event}}]")
        if named in KINDS:
            place = f", program: {self.program}" if self.program else ""
            rules = f", {ASSET_RULES}" if named is Named.SMART_LIST else ""
            apply(server, f"{KINDS[named][2]}: [{{name: {self.own}{place}{rules}}}]")
        if named is Named.FIELD:
            self.field = f"acme{next(_numbers)}"
            self.own = f"Label {next(_numbers)}"
            field = new_field(self.field) | {"displayName": self.own}
            server.post("/rest/v1/leads/schema/fields.json", {"input": [field]})

    @property
    def full(self) -> str:
        return self.own if self.program is None else f"{self.program}.{self.own}"

    def rename(self) -> None:
        """Rename the thing itself."""
        old, self.own = self.own, f"New Thing {next(_numbers)}"
        if self.named in KINDS:
            kind, values, _ = KINDS[self.named]
            number = self.server.store.read_now(partial(asset_id, kind=kind, name=old))
            change = values(name=self.own)
            self.write(lambda tx: change_asset(operator_work(tx), kind, number, change))
        elif self.named is Named.PROGRAM:
            self.rename_program(old, self.own)
        else:
            body = {"input": [{"displayName": self.own}]}
            path = f"/rest/v1/leads/schema/fields/{self.field}.json"
            assert self.server.post(path, body).result[0]["status"] == "updated"

    def rename_its_program(self) -> None:
        old, self.program = self.program, f"New Fair {next(_numbers)}"
        self.rename_program(old or "", self.program)

    def rename_program(self, old: str, new: str) -> None:
        found = self.server.get("/rest/asset/v1/program/byName.json", {"name": old}).result
        change = ProgramValues(name=new)
        self.write(lambda tx: change_program(operator_work(tx), found[0]["id"], change))

    def write(self, verb: Callable[[Transaction], object]) -> None:
        self.server.store.write_now(verb)


def asset_id(tx: Transaction, kind: AssetKind[Any, Any], name: str) -> int:
    (found,) = [each for each in kind.rows.all(tx) if each.name == name]
    number: int = found.id
    return number


def references(named: Named, name: str) -> Iterator[str]:
    """Yield a filter for each way in which filters can name a thing of this kind."""
    for kind, member in MEMBER_KINDS.items():
        if member.noun == named:
            yield f"{{{kind}: {name}}}"
            yield f"{{{kind}: {name}, in: false}}"
    for activity, constraint in constraints(named, "filter"):
        for operator in ("is", "is not"):
            where = f"{{attribute: {constraint}, operator: {operator}, values: [{name}]}}"
            yield f"{{activity: {activity}, where: [{where}]}}"


def triggers(named: Named, name: str) -> Iterator[str]:
    for activity, constraint in constraints(named, "trigger"):
        where = f"{{attribute: {constraint}, operator: is, values: [{name}]}}"
        yield f"{{type: {activity}, where: [{where}]}}"


def constraints(named: Named, member: str) -> list[tuple[str, str]]:
    """Return from the table of definitions who names such a thing: activity and constraint."""
    found = []
    for row in DEFINITIONS:
        activity = getattr(row, member)
        happening = standard_happenings()[activity.lower()]
        names = {each.name for each in happening.constraints.values() if each.named is named}
        found += [(activity, name) for name in sorted(names)]
    return found


def stored(server: Rehearsal, name: str) -> list[Rules]:
    """Return all rules of the campaign, the smart list and the segmentation of a name."""

    def read(tx: Transaction) -> list[Rules]:
        found = []
        for campaign in all_campaigns(tx):
            if campaign.name == name:
                found.append(parse_rules(msgspec.json.decode(campaign.rules)))
                found += [
                    parse_rules({"filters": [choice["condition"]]})
                    for step in msgspec.json.decode(campaign.flow)
                    for choice in step.get("choices", ())
                ]
        found += [each.rules for each in SMART_LIST.rows.all(tx) if each.name == name]
        for known in load_segmentations(tx):
            if known.name == name:
                found += [each.rules for each in known.segments]
        for rules in found:
            check_rules(tx, rules)  # everything that they name exists
        return found

    return server.store.read_now(read)


CASES = [
    *((named, False, False) for named in (*KINDS, Named.PROGRAM, Named.FIELD)),
    *(
        (named, True, by)
        for named in KINDS
        if named is not Named.SMART_LIST
        for by in (False, True)
    ),
]


@pytest.mark.parametrize(("named", "in_program", "by_program"), CASES)
def test_all_rules_follow_a_rename(
    server: Rehearsal, named: Named, *, in_program: bool, by_program: bool
) -> None:
    thing = Thing(server, named, in_program=in_program)
    old = thing.full
    filters = list(references(named, old))
    waits = list(triggers(named, old))
    name = fresh_name("Rules")
    assert filters or waits
    choices = ", ".join(f"{{if: {each}, value: a}}" for each in filters)
    text = f"""
campaigns:
- name: {name}
  triggers: [{", ".join(waits) or "{type: Campaign is Requested}"}]
  filters: [{", ".join(filters)}]
  flow: [{{changeDataValue: {{field: title, value: b}}, choices: [{choices}]}}]
smartLists: [{{name: {name}, filters: [{", ".join(filters)}]}}]
"""
    if named in {Named.LIST, Named.PROGRAM}:
        own = next(each for each in filters if "memberOf" in each)
        text += f"segmentations: [{{name: {name}, segments: [{{name: A, rules: [{own}]}}]}}]"
    apply(server, text)
    before = stored(server, name)
    assert len(before) >= 2 + len(filters)
    thing.rename_its_program() if by_program else thing.rename()
    after = stored(server, name)
    spelled = "\n".join(repr(each.spelled()) for each in after)
    assert old not in spelled
    assert spelled.count(f"'{thing.full}'") == repr([each.spelled() for each in before]).count(
        f"'{old}'"
    )


def test_a_trigger_fires_and_a_filter_finds_the_past_after_a_rename(server: Rehearsal) -> None:
    thing = Thing(server, Named.FORM, in_program=True)
    form = server.store.read_now(partial(asset_id, kind=FORM, name=thing.own))
    early, late = create(server, email="early@example.com"), create(server)
    submit(server, form, {"email": "early@example.com"})
    name, found = fresh_name("Fires"), fresh_name("Found")
    where = f"where: [{{attribute: Form Name, values: ['{thing.full}']}}]"
    step = "flow: [{changeScore: {field: leadScore, change: '+1'}}]"
    apply(
        server,
        f"""
campaigns:
- {{name: {name}, active: true, triggers: [{{type: Fills Out Form, {where}}}], {step}}}
smartLists: [{{name: {found}, filters: [{{activity: Filled Out Form, {where}}}]}}]
""",
    )
    thing.rename()
    thing.rename_its_program()
    email = values_of(server, late, "email")[0]
    submit(server, form, {"email": email})
    server.run_jobs()
    assert values_of(server, late, "leadScore") == [1]
    step = "flow: [{changeDataValue: {field: title, value: seen}}]"
    apply(
        server,
        f"campaigns: [{{name: {name} B, active: true, triggers: [{{type: Campaign is Requested}}],"
        f" filters: [{{memberOfSmartList: {found}}}], {step}}}]",
    )
    number = campaign_id(server, f"{name} B")
    told = {"leads": [{"id": early}, {"id": late}]}
    server.post(f"/rest/v1/campaigns/{number}/trigger.json", {"input": told})
    server.run_jobs()
    assert [values_of(server, each, "title") for each in (early, late)] == [["seen"], ["seen"]]


def test_a_name_that_stays_taken_keeps_its_meaning(server: Rehearsal) -> None:
    """A short name that another thing has, too, is not rewritten: it still names that thing."""
    thing, name = Thing(server, Named.LIST, in_program=True), fresh_name("Kept")
    apply(server, f"smartLists: [{{name: {name}, filters: [{{memberOfList: {thing.own}}}]}}]")
    apply(server, f"lists: [{{name: {thing.own}}}]")
    thing_name = thing.own
    kind, values, _ = KINDS[Named.LIST]

    def rename(tx: Transaction) -> None:
        (own,) = [each for each in kind.rows.all(tx) if each.name == thing_name and each.program_id]
        change_asset(operator_work(tx), kind, own.id, values(name="Elsewhere"))

    server.store.write_now(rename)
    assert thing_name in repr(stored(server, name)[0].spelled())


def test_rules_follow_the_names_of_a_custom_activity(server: Rehearsal) -> None:
    approved_type(server, "standVisit", stand="string")
    name = fresh_name("Custom")
    where = "where: [{attribute: Stand, values: [Rust]}]"
    apply(
        server,
        f"""
campaigns:
- {{name: {name}, triggers: [{{type: "Attends standVisit", {where}}}],
   filters: [{{activity: "Attended standVisit", {where}}}], flow: []}}
""",
    )
    new = {"triggerName": "Walks By", "filterName": "Walked By"}
    server.post(type_path("standVisit"), new)
    attribute = {"apiName": "stand", "name": "Booth"}
    server.post(type_path("standVisit", "attributes/update"), {"attributes": [attribute]})
    server.post(type_path("standVisit", "approve"))
    (rules,) = stored(server, name)
    spelled = rules.spelled()
    assert spelled["triggers"][0]["type"] == "Walks By"
    assert spelled["filters"][0]["activity"] == "Walked By"
    for each in (spelled["triggers"][0], spelled["filters"][0]):
        assert [one["attribute"] for one in each["where"]] == ["Booth"]
