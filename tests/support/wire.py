"""What the tests of the wire share: servers, requests from the table, stores that misbehave."""

import asyncio
import logging
import selectors
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from leadkeep.api.operations import Operation
from leadkeep.api.paging import encode_position
from leadkeep.clock import Clock
from leadkeep.domain.assets.engine import create_asset
from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.automation.campaigns import CAMPAIGN, CampaignValues
from leadkeep.domain.automation.rules import parse_rules
from leadkeep.domain.automation.segmentations import (
    NewSegment,
    SegmentationStatus,
    save_segmentation,
)
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartListValues
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.objects.engine import guid_of
from leadkeep.multipart import MULTIPART_TYPE
from leadkeep.settings import Settings
from leadkeep.store import Store, Transaction, open_store
from leadkeep.testing import Rehearsal, Response
from leadkeep.testing.rehearsal import KEY
from leadkeep.testing.stores import StoreFactory
from tests.support.bulk import (
    IMPORTS,
    MULTIPART,
    kinds_at,
    multipart,
    renew_bulk_jobs,
    sample_export,
)

T = TypeVar("T")

ENGINES = ("sqlite", "postgres")
LEADS = "/rest/v1/leads.json"
DESCRIBE = "/rest/v1/leads/describe2.json"
USAGE = "/rest/v1/stats/usage.json"
TOKEN = "/identity/oauth/token"
NOBODY = {"filterType": "email", "filterValues": "nobody@example.com"}
"""A search that finds nothing."""

NO_TOKEN = ("600", "Empty access token")
UNKNOWN_TOKEN = ("601", "Access token invalid")
OLD_TOKEN = ("602", "Access token expired")
DENIED = ("603", "Access denied")
NO_METHOD = ("605", "HTTP Method not supported")
NO_JSON = ("609", "Invalid JSON")
NO_PATH = ("610", "Requested resource not found")
FAILED = ("611", "System error")
NO_TYPE = ("612", "Invalid Content Type")


def settings(**values: Any) -> Settings:  # noqa: ANN401
    """Return settings that differ from the defaults in ``values`` only."""
    return Settings(data=Path("unused"), **values)


@contextmanager
def two_processes(stores: StoreFactory, **values: Any) -> Iterator[tuple[Rehearsal, Rehearsal]]:  # noqa: ANN401
    """Run two servers on one database that share no memory."""
    url, chosen = stores.url(), settings(**values)
    with (
        closing(open_store(Path(), url, durable=False)) as one,
        closing(open_store(Path(), url, durable=False)) as two,
        Rehearsal(one, settings=chosen) as first,
    ):
        yield first, first.another(two)


@contextmanager
def silence() -> Iterator[None]:
    """Errors that a test makes on purpose need not be shown."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


# -- requests made from the table ------------------------------------------------------------------

SAMPLE_PARAMETERS = {
    "leadId": "1",
    "listId": "1001",
    "programId": "1001",
    "campaignId": "1001",
    "fieldApiName": "sample",
    "filterType": "email",
    "filterValues": "nobody@example.com",
    "cookie": "_mch-example.com-1-5c1a",
    "nextPageToken": encode_position(KEY, "activities", "@0"),
    "sinceDatetime": "2026-01-01",
    "activityTypeIds": "12",
    "fields": "firstName",
    "apiName": "sample",
    "customObjectName": "sampleObject",
    "format": "csv",
    "programMemberStatus": "Influenced",
}
SAMPLE_ACCOUNT = guid_of("namedAccount", 1)
SAMPLE_BODIES: dict[str, Any] = {
    "SyncLeadRequest": {"input": [{"email": "sample@example.com"}]},
    "PushLeadToMarketoRequest": {
        "programName": "Sample",
        "input": [{"email": "sample@example.com"}],
    },
    "SubmitFormRequest": {
        "formId": 1001,
        "input": [{"leadFormFields": {"email": "sample@example.com"}}],
    },
    "DeleteLeadRequest": {"input": [{"id": 2}]},
    "UpdateLeadPartitionRequest": {"input": [{"id": 1, "partitionName": "Default"}]},
    "CreateLeadFieldRequest": {
        "input": [{"name": "new", "displayName": "New", "dataType": "string"}]
    },
    "SyncProgramMemberStatusRequest": {"statusName": "Filled-out Form", "input": [{"leadId": 1}]},
    "SyncProgramMemberDataRequest": {"input": [{"leadId": 1, "registrationCode": "x"}]},
    "DeleteProgramMemberRequest": {"input": [{"leadId": 2}]},
    "ChangeLeadProgramStatusRequest": {"status": "Filled-out Form", "input": [{"id": 1}]},
    "CustomActivityRequest": {
        "input": [{"leadId": 1, "activityDate": "2026-01-01", "primaryAttributeValue": "x"}]
    },
    "CustomActivityTypeRequest": {"name": "Sample"},
    "CustomActivityTypeAttributeRequest": {"attributes": [{"apiName": "seats", "name": "Seats"}]},
    "TriggerCampaignRequest": {"input": {"leads": [{"id": 1}]}},
    "ScheduleCampaignRequest": {"input": {}},
    "ListOperationRequest": {"input": [{"id": 1}]},
    "SyncCompanyRequest": {"input": [{"externalCompanyId": "sample"}]},
    "DeleteCompanyRequest": {"input": [{"externalCompanyId": "doomed"}]},
    "SyncSalesPersonRequest": {"input": [{"externalSalesPersonId": "sample"}]},
    "DeleteSalesPersonRequest": {"input": [{"externalSalesPersonId": "doomed"}]},
    "SyncNamedAccountRequest": {"input": [{"name": "sample"}]},
    "DeleteNamedAccountRequest": {"input": [{"name": "doomed"}]},
    "SyncNamedAccountListRequest": {"input": [{"name": "sample"}]},
    "DeleteNamedAccountListRequest": {"input": [{"name": "doomed"}]},
    "AddNamedAccountListMemberRequest": {"input": [{"marketoGUID": SAMPLE_ACCOUNT}]},
    "RemoveNamedAccountListMemberRequest": {"input": [{"marketoGUID": SAMPLE_ACCOUNT}]},
    "LookupCustomObjectRequest": {},
    "SyncCustomObjectTypeRequest": {"apiName": "sample", "displayName": "sample"},
    "AddCustomObjectTypeFieldsRequest": {
        "input": [{"name": "width", "displayName": "Width", "dataType": "integer"}]
    },
    "DeleteCustomObjectTypeFieldsRequest": {"input": [{"name": "size"}]},
    "UpdateCustomObjectTypeFieldRequest": {"displayName": "The Size"},
    "SyncCustomObjectRequest": {"input": [{"externalOpportunityId": "sample", "name": "x"}]},
    "DeleteCustomObjectRequest": {"input": [{"externalOpportunityId": "doomed"}]},
    "UpdateLeadFieldRequest": {"input": [{"description": "new"}]},
}
"""Good values for what the reference names. An operation that is served needs its own here."""

_numbers = count(1)
_doomed_forms = cycle(range(1002, 1032))
_form_fields = cycle(["phone", "fax", "title", "city", "state", "country", "postalCode", "site"])

_doomed_tokens = cycle([f"doomed {number}" for number in range(30)])

Make = Callable[[], dict[str, str]]


def _same(**values: str) -> Make:
    """Return what makes the same parameters each time."""
    return values.copy


def _each(ids: Iterator[object], name: str = "id", **values: str) -> Make:
    """Return what makes parameters with the next of these."""
    return lambda: {name: str(next(ids)), **values}


def _doomed(first: int = 1002) -> Make:
    """Return what names one of thirty things in turn, which may be deleted."""
    return _each(cycle(range(first, first + 30)))


def _folder(number: int) -> str:
    return f'{{"id":{number},"type":"Folder"}}'


def _named(word: str, **values: str) -> Make:
    """Return what makes parameters with a name that is new."""
    return lambda: {"name": f"Sample {word} {next(_numbers)}", **values}


OWN_PARAMETERS: dict[str, Make] = {
    "mergeLeadsUsingPOST": _each(cycle(range(4, 34)), "leadIds"),
    "removeLeadsFromListUsingDELETE": _same(id="1"),
    "areLeadsMemberOfListUsingGET": _same(id="1"),
    "getStaticListByIdUsingGET": _same(id="1001"),
    "getStaticListByNameUsingGET": _same(name="Sample"),
    "createStaticListUsingPOST": _named("List", folder=_folder(12)),
    "updateStaticListUsingPOST": _same(id="1001"),
    "deleteStaticListByIdUsingPOST": _doomed(),
    "getFolderByIdUsingGET": _same(id="101", type="Folder"),
    "getFolderByNameUsingGET": _same(name="Sample"),
    "createFolderUsingPOST": _named("Folder", parent=_folder(15)),
    "updateFolderUsingPOST": _same(id="101", type="Folder"),
    "deleteFolderUsingPOST": _doomed(102),
    "getCompaniesUsingGET": _same(filterType="company", filterValues="Sample"),
    "getCompanyFieldByNameUsingGET": _same(fieldApiName="company"),
    "getLpFormByIdUsingGET": _same(id="1001"),
    "getLpFormByNameUsingGET": _same(name="Sample"),
    "createLpFormsUsingPOST": _named("Form", folder=_folder(4)),
    "updateFormsUsingPOST": _same(id="1001"),
    "approveFromUsingPOST": _each(_doomed_forms),
    "alias_unapproveForm": _doomed(1032),
    "cloneLpFormsUsingPOST": _named("Form", id="1001", folder=_folder(4)),
    "deleteFormByIdUsingPOST": _each(_doomed_forms),
    "getFormFieldByFormVidUsingGET": _same(id="1001"),
    "addFieldToAFormUsingPOST": lambda: {"id": "1001", "fieldId": next(_form_fields)},
    "updateFormFieldUsingPOST": _same(id="1001", fieldId="Email"),
    "deleteFormFieldUsingPOST": _each(_doomed_forms, fieldId="LastName"),
    "getCustomObjectsUsingGET": _same(
        filterType="idField", filterValues="x", customObjectName="sampleObject"
    ),
    "updateCustomObjectTypeFieldUsingPOST": _same(fieldApiName="size"),
    "getSalesPersonUsingGET": _same(filterType="email", filterValues="a@example.com"),
    "getOpportunitiesUsingGET": _same(filterType="idField", filterValues="x"),
    "getOpportunityFieldByNameUsingGET": _same(fieldApiName="stage"),
    "getOpportunityRolesUsingGET": _same(filterType="leadId", filterValues="1"),
    "getNamedAccountsUsingGET": _same(filterType="city", filterValues="Sample"),
    "getNamedAccountFieldByNameUsingGET": _same(fieldApiName="city"),
    "getNamedAccountListsUsingGET": _same(filterType="idField", filterValues="x"),
    "getNamedAccountListMembersUsingGET": _same(id=guid_of("namedAccountList", 1)),
    "addNamedAccountListMembersUsingPOST": _same(id=guid_of("namedAccountList", 1)),
    "removeNamedAccountListMembersUsingPOST": _same(id=guid_of("namedAccountList", 1)),
    "getProgramMembersUsingGET": _same(filterType="leadId", filterValues="1"),
    "getProgramByIdUsingGET": _same(id="1001"),
    "getProgramByNameUsingGET": _same(name="Sample"),
    "getProgramsByTagUsingGET": _same(tagType="Program Owner", tagValue="Sales"),
    "createProgramUsingPOST": _named(
        "Program", folder=_folder(15), type="Default", channel="Online Advertising"
    ),
    "updateProgramUsingPOST": _same(id="1001"),
    "cloneProgramUsingPOST": _named("Program", id="1001", folder=_folder(15)),
    "deleteProgramUsingPOST": _doomed(),
    "getSegmentsForSegmentationUsingGET": _same(id="1001"),
    "getSmartListByIdUsingGET": _same(id="1001"),
    "getSmartListByNameUsingGET": _same(name="Sample"),
    "cloneSmartListUsingPOST": _named("Smart List", id="1001", folder=_folder(13)),
    "deleteSmartListByIdUsingPOST": _doomed(),
    "getSmartCampaignByIdUsingGET": _same(id="1001"),
    "getSmartCampaignByNameUsingGET": _same(name="Sample"),
    "createSmartCampaignUsingPOST": _named("Campaign", folder=_folder(15)),
    "updateSmartCampaignUsingPOST": _same(id="1001"),
    "cloneSmartCampaignUsingPOST": _named("Campaign", id="1001", folder=_folder(15)),
    "deleteSmartCampaignUsingPOST": _doomed(),
    "activateSmartCampaignUsingPOST": _same(id="1033"),
    "deactivateSmartCampaignUsingPOST": _same(id="1033"),
    "scheduleCampaignUsingPOST": _same(campaignId="1032"),
    "getChannelByNameUsingGET": _same(name="Online Advertising"),
    "alias_getChannelByName_plural": _same(name="Online Advertising"),
    "getTagTypeByNameUsingGET": _same(name="Program Owner"),
    "getTokensByFolderIdUsingGET": _same(id="1001", folderType="Program"),
    "addTokenTOFolderUsingPOST": _named("token", id="15", type="text", value="x"),
    "deleteTokenByNameUsingPOST": _each(_doomed_tokens, "name", id="15", type="text"),
}
"""By operation id: good values where one name means several things, and of what is there once."""


def _bulk_parameters() -> dict[str, Make]:
    """Return good values of the operations on bulk jobs, by operation id."""
    words = {
        "leads": ("Leads", "Lead"),
        "activities": ("Activities", ""),
        "programMembers": ("ProgramMembers", "ProgramMember"),
        "customObjects": ("CustomObjects", "CustomObject"),
    }
    made: dict[str, Make] = {}
    for kind, (several, one) in words.items():
        for name in ("enqueueExport{}UsingPOST", "cancelExport{}UsingPOST"):
            made[name.format(several)] = _same(exportId=sample_export(kind))
        made[f"getExport{several}StatusUsingGET"] = _same(exportId=sample_export(kind))
        done = sample_export(kind, is_completed=True)
        made[f"getExport{several}FileUsingGET"] = _same(exportId=done)
        for name in ("Status", "Failures", "Warnings"):
            made[f"getImport{one}{name}UsingGET"] = _same(batchId=str(IMPORTS[kind]))
    return made


OWN_PARAMETERS |= _bulk_parameters()
BULK_PATH = "/bulk/v1/"
BULK_OBJECT_PATH = f"{BULK_PATH}customobjects/"
SAMPLE_FILE = b"email,vin\nsample@example.com,sample\n"
SAMPLE_DATES = {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}
SAMPLE_BODIES |= {
    "ExportLeadRequest": {"fields": ["email"], "filter": {"createdAt": SAMPLE_DATES}},
    "ExportActivityRequest": {"filter": {"createdAt": SAMPLE_DATES}},
    "ExportProgramMemberRequest": {"fields": ["email"], "filter": {"programId": 1001}},
    "ExportCustomObjectRequest": {"fields": ["vin"], "filter": {"updatedAt": SAMPLE_DATES}},
}
SAMPLE_TYPE = {
    "apiName": "sample",
    "name": "Sample",
    "triggerName": "Samples",
    "filterName": "Sampled",
    "primaryAttribute": {"apiName": "title", "name": "Title"},
}
OWN_BODIES: dict[str, Any] = {
    "syncCustomObjectsUsingPOST": {"input": [{"vin": "sample"}]},
    "deleteCustomObjectsUsingPOST": {"input": [{"vin": "doomed"}]},
    "syncOpportunityRolesUsingPOST": {
        "input": [{"externalOpportunityId": "sample", "leadId": 1, "role": "x"}]
    },
    "createCustomActivityTypeUsingPOST": SAMPLE_TYPE | {"apiName": "created"},
    "createCustomActivityTypeAttributesUsingPOST": {
        "attributes": [{"apiName": "rooms", "name": "Rooms"}]
    },
}
"""By operation id: good bodies where one model serves several operations."""
TYPE_PATH = "/rest/v1/activities/external/type"


def _renew_type(server: Rehearsal) -> None:
    """Let the custom activity type be approved with a draft, as at the start."""
    for name in ("sample", "created"):
        server.post(f"{TYPE_PATH}/{name}/delete.json")
    server.post(f"{TYPE_PATH}.json", SAMPLE_TYPE)
    server.post(f"{TYPE_PATH}/sample/approve.json")
    attributes = SAMPLE_BODIES["CustomActivityTypeAttributeRequest"]
    server.post(f"{TYPE_PATH}/sample/attributes/create.json", attributes)


OBJECT_PATH = "/rest/v1/customobjects/schema"


def _renew_object(server: Rehearsal, name: str = "sample") -> None:
    """Let the type of custom objects be approved with a draft, as at the start."""
    server.post(f"{OBJECT_PATH}/{name}/delete.json")
    server.post(f"{OBJECT_PATH}.json", {"apiName": name, "displayName": name})
    vin = {"name": "vin", "displayName": "VIN", "dataType": "string", "isDedupeField": True}
    server.post(f"{OBJECT_PATH}/{name}/addField.json", {"input": [vin]})
    server.post(f"{OBJECT_PATH}/{name}/approve.json")
    size = {"name": "size", "displayName": "Size", "dataType": "integer"}
    server.post(f"{OBJECT_PATH}/{name}/addField.json", {"input": [size]})


class Sample(NamedTuple):
    """A good request of an operation."""

    method: str
    path: str
    query: dict[str, str]
    json: Any
    form: dict[str, str] | None = None
    content: bytes | None = None
    """A multipart body."""

    def ask(self, server: Rehearsal, **options: Any) -> Response:  # noqa: ANN401
        """Prepare it and send it."""
        self.prepare(server, options.get("token"))
        if options.get("token") is None:
            options["token"] = server.token  # a request for one cannot run inside another
        return server.run(self.send(server, **options))

    def prepare(self, server: Rehearsal, token: str | None = None) -> None:
        """Make again what requests of its kind use up, unless it is as at the start."""
        if self.path.startswith(TYPE_PATH):
            _renew(server, _renew_type)
        if self.path.startswith((OBJECT_PATH, BULK_OBJECT_PATH)):
            _renew(server, _renew_object)
        if self.path.startswith(BULK_PATH):
            renew_bulk_jobs(server, token, kinds_at(self.path))

    async def send(self, server: Rehearsal, **options: Any) -> Response:  # noqa: ANN401
        """Send it, perhaps while others are sent."""
        own: dict[str, Any] = {"json": self.json, "form": self.form} | options
        if self.content is not None:
            own |= {"content": self.content, "headers": MULTIPART}
        answer = await server.send(self.method, self.path, self.query, **own)
        if self.method != "GET" and is_carried_out(answer):
            _renewed.pop(server, None)
        return answer


_renewed: "WeakKeyDictionary[Rehearsal, set[Callable[[Rehearsal], None]]]" = WeakKeyDictionary()
"""By server: what was renewed, and no sample that was carried out can have changed since."""


def _renew(server: Rehearsal, renew: Callable[[Rehearsal], None]) -> None:
    """Renew what a sample needs, unless no sample has changed anything since the last time."""
    done = _renewed.setdefault(server, set())
    if renew not in done:
        renew(server)
        done.add(renew)


def sample(operation: Operation) -> Sample:
    """Return a good request of an operation, with what its row in the table requires."""
    own = OWN_PARAMETERS.get(operation.id, dict)()
    known = SAMPLE_PARAMETERS | own
    path = operation.path
    for name in _required(operation.path_params):
        path = path.replace(f"{{{name}}}", known[name])
    told = [each.partition(":")[0] for each in operation.query_params.split()]
    query = {
        name: known[name] for name in told if name in {*own, *_required(operation.query_params)}
    }
    schema = operation.body_schema.rstrip("?")
    body = OWN_BODIES.get(operation.id) or (SAMPLE_BODIES[schema] if schema else None)
    if operation.body_content_type == MULTIPART_TYPE:
        return Sample(operation.method, path, query, None, content=multipart(SAMPLE_FILE))
    form = {name: known[name] for name in _required(operation.form_params)}
    return Sample(operation.method, path, query, body, form or None)


def _required(notation: str) -> list[str]:
    return [each.partition(":")[0] for each in notation.split() if "?" not in each]


def add_samples(server: Rehearsal) -> None:
    """Add to a new instance what requests made from the table name."""
    field = {"name": "sample", "displayName": "Sample", "dataType": "string"}
    for of in ("leads", "programs/members"):
        server.post(f"/rest/v1/{of}/schema/fields.json", {"input": [field]})
    _renew_object(server)
    _renew_object(server, "sampleObject")
    server.post("/rest/v1/namedaccounts.json", SAMPLE_BODIES["SyncNamedAccountRequest"])
    server.post("/rest/v1/namedAccountLists.json", SAMPLE_BODIES["SyncNamedAccountListRequest"])
    server.post("/rest/v1/opportunities.json", SAMPLE_BODIES["SyncCustomObjectRequest"])
    leads = [{"email": f"{name}@example.com"} for name in ("first", "doomed", "gone")]
    server.post(LEADS, {"input": leads})
    server.delete(LEADS, {"input": [{"id": 3}]})
    twins = [{"email": f"twin.{number}@example.com"} for number in range(30)]
    server.post(LEADS, {"input": twins})
    for number in range(31):
        name = f"Sample {number}" if number else "Sample"
        form = {"name": name, "folder": '{"id":12,"type":"Folder"}'}
        server.request("POST", "/rest/asset/v1/staticLists.json", form=form)
        form = {"name": name, "parent": '{"id":15,"type":"Folder"}'}
        server.request("POST", "/rest/asset/v1/folders.json", form=form)
        form = {"name": name, "folder": '{"id":4,"type":"Folder"}'}
        server.request("POST", "/rest/asset/v1/forms.json", form=form)
        _add_sample_program(server, number, name)
        _add_sample_campaign(server, name)
        _add_sample_smart_list(server, name)
    _add_sample_campaigns(server)
    for number in (1001, *range(1032, 1062)):
        form = {"name": f"Live {number}", "folder": '{"id":4,"type":"Folder"}'}
        server.request("POST", "/rest/asset/v1/forms.json", form=form)
        server.request("POST", f"/rest/asset/v1/form/{number}/approveDraft.json")
    segments = [NewSegment("Sample", parse_rules({"filters": [{"field": "city", "values": "x"}]}))]
    server.store.write_now(
        lambda tx: save_segmentation(tx, "Sample", SegmentationStatus.DRAFT, segments, 1)
    )
    status = {"statusName": "Filled-out Form", "input": [{"leadId": 1}]}
    server.post("/rest/v1/programs/1001/members/status.json", status)


REQUESTED_RULES = '{"triggers":[{"type":"Campaign is Requested"}]}'
BATCH_RULES = '{"filters":[{"field":"email","operator":"is not empty"}]}'


def _add_sample_campaigns(server: Rehearsal) -> None:
    """Add one to schedule and one to switch, behind the first ones; switch on the very first."""
    _add_sample_campaign(server, "Batch", BATCH_RULES)
    _add_sample_campaign(server, "Switched")
    server.request("POST", "/rest/asset/v1/smartCampaign/1001/activate.json")


def _add_sample_campaign(server: Rehearsal, name: str, rules: str = REQUESTED_RULES) -> int:
    """Add a campaign with rules, which no API can give it."""
    new = CampaignValues(name, FolderRef(15), rules=rules)
    made = server.store.write_now(
        lambda tx: create_asset(Work(tx, operator_access(tx)), CAMPAIGN, new)
    )
    return made.id


def _add_sample_smart_list(server: Rehearsal, name: str) -> None:
    """Add a smart list, which no API can make."""
    new = SmartListValues(name, FolderRef(13))
    server.store.write_now(lambda tx: create_asset(Work(tx, operator_access(tx)), SMART_LIST, new))


def _add_sample_program(server: Rehearsal, number: int, name: str) -> None:
    program = {"name": name, "folder": '{"id":15,"type":"Folder"}', "type": "Default"}
    tags = '[{"tagType":"Program Owner","tagValue":"Sales"}]'
    form = program | {"channel": "Online Advertising", "tags": tags}
    server.request("POST", "/rest/asset/v1/programs.json", form=form)
    token = {"name": "Sample", "type": "text", "value": "x", "folderType": "Program"}
    tokens = "/rest/asset/v1/folder/{}/tokens.json"
    server.request("POST", tokens.format(1001), form=token)
    token = {"name": f"doomed {number}", "type": "text", "value": "x"}
    server.request("POST", tokens.format(15), form=token)


# -- stores that misbehave -------------------------------------------------------------------------


class Delegate:
    """A store that hands everything on to another one: the base of those that misbehave."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.clock: Clock = store.clock

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._store, name)

    def as_store(self) -> Store:
        return cast("Store", self)


class Failing(Delegate):
    """Reads and writes run and then fail, as when the disk is full, while ``is_broken``."""

    is_broken = True

    async def read(self, verb: Callable[[Transaction], T]) -> T:
        return await self._store.read(self._spoilt(verb))

    async def write(self, verb: Callable[[Transaction], T]) -> T:
        return await self._store.write(self._spoilt(verb))

    def _spoilt(self, verb: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        def run(tx: Transaction) -> T:
            value = verb(tx)
            if self.is_broken:
                raise OSError("the disk of p4ssw0rd is full")
            return value

        return run


class Held(Delegate):
    """Reads wait between ``hold`` and ``release``; ``waiting`` tells how many do."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.waiting = 0
        self._came = asyncio.Event()
        self._opened = asyncio.Event()
        self._opened.set()

    def hold(self) -> None:
        self._opened.clear()

    async def until_waiting(self, count: int) -> None:
        while self.waiting < count:
            self._came.clear()
            await self._came.wait()

    async def read(self, verb: Callable[[Transaction], T]) -> T:
        self.waiting += 1
        self._came.set()
        await self._opened.wait()
        self.waiting -= 1
        return await self._store.read(verb)

    def release(self) -> None:
        self._opened.set()


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop whose time only moves when a test puts it forward.

    So a time-out comes without waiting, and never because the machine is busy.
    """

    def __init__(self) -> None:
        super().__init__(selectors.DefaultSelector())
        self._seconds = 0.0

    def time(self) -> float:
        return self._seconds

    def skip(self, seconds: float) -> None:
        self._seconds += seconds


def is_carried_out(answer: Response) -> bool:
    """Return whether a request was carried out: by its body, or by its status if it got a file."""
    if not is_json(answer):
        return answer.status == 200
    return bool(answer.body["success"])


def is_json(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("application/json")
