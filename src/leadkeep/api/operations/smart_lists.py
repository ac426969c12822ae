"""Tag Smart Lists: smart lists as assets (behaviour.md 4.4)."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from leadkeep.api import assets, params
from leadkeep.api.asset_family import AssetFamily, View, verbs_of
from leadkeep.api.declarations import Declarations
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetMoment, FolderName, Id, ReplyItem
from leadkeep.domain.automation import smart_lists
from leadkeep.domain.automation.rules import RuleDescription, describe_filters
from leadkeep.domain.automation.smart_lists import SMART_LIST, SmartListValues, clone_smart_list
from leadkeep.domain.instance.access import Work, workspace_names
from leadkeep.errors import Reason
from leadkeep.store import Transaction

serves = Declarations()


class RuleCondition(ReplyItem):
    """A condition of a filter: an attribute, an operator and values."""

    activity_attribute_id: int | None
    activity_attribute_name: str
    operator: str
    values: list[str]
    is_primary: bool


class SmartListRule(ReplyItem):
    """A filter of a smart list."""

    id: int
    """The filter's position in the smart list, from 1."""
    name: str
    rule_type_id: int
    rule_type: str
    operator: str
    conditions: list[RuleCondition]


class SmartListRules(ReplyItem):
    """The filters of a smart list, and whether a lead must match all or any of them."""

    filter_match_type: str | int
    triggers: list[SmartListRule]
    """Always empty: smart lists have only filters."""
    filters: list[SmartListRule]


class SmartList(ReplyItem, kw_only=True):
    """A smart list."""

    id: Id
    name: str
    description: str | UnsetType = UNSET
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str
    folder: FolderName
    workspace: str
    rules: SmartListRules | UnsetType = UNSET
    """Only with ``includeRules``."""


def _get_view(request: Request) -> View[smart_lists.SmartList]:
    if params.flag(request, "includeRules"):
        return lambda work, found: [_item(work, each, _rules(work.tx, each)) for each in found]
    return _view


def _view(work: Work, found: Sequence[smart_lists.SmartList]) -> list[SmartList]:
    return [_item(work, each) for each in found]


def _item(
    work: Work, smart_list: smart_lists.SmartList, rules: SmartListRules | UnsetType = UNSET
) -> SmartList:
    return SmartList(
        id=smart_list.id,
        name=smart_list.name,
        description=smart_list.description or UNSET,
        created_at=assets.asset_moment(smart_list.created_at),
        updated_at=assets.asset_moment(smart_list.updated_at),
        url=assets.asset_url("SL", smart_list.id),
        folder=assets.folder_name(smart_list.folder),
        workspace=workspace_names(work.tx)[smart_list.workspace_id],
        rules=rules,
    )


def _rules(tx: Transaction, smart_list: smart_lists.SmartList) -> SmartListRules:
    shown = describe_filters(tx, smart_list.rules)
    filters = [_rule(number, each) for number, each in enumerate(shown, start=1)]
    return SmartListRules(smart_list.rules.match, [], filters)


def _rule(number: int, rule: RuleDescription) -> SmartListRule:
    conditions = [
        RuleCondition(
            each.attribute_id,
            each.name,
            each.operator,
            list(map(_text, each.values)),
            each.is_primary,
        )
        for each in rule.conditions
    ]
    return SmartListRule(number, rule.name, rule.type_id, rule.type, rule.operator, conditions)


def _text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


SMART_LISTS = AssetFamily(
    item=SmartList,
    verbs=verbs_of(SMART_LIST, clone_smart_list),
    view=_view,
    get_view=_get_view,
    missing=SMART_LIST.missing,
    values=SmartListValues,
    refuses={
        "get": (Reason.WRONG_TYPE,),
        "clone": (Reason.BUSINESS_RULE,),
        "delete": (Reason.ASSET_IN_USE,),
    },
)
SMART_LISTS.declare(
    serves,
    get="getSmartListByIdUsingGET",
    get_by_name="getSmartListByNameUsingGET",
    browse="getSmartListsUsingGET",
    clone="cloneSmartListUsingPOST",
    delete="deleteSmartListByIdUsingPOST",
)
