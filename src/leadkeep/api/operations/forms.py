"""Tag Forms: forms as assets (behaviour.md 4.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadkeep.api import assets, params
from leadkeep.api.asset_family import AssetFamily, View, verbs_of
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetMoment, Id, NamedFolder, ReplyItem
from leadkeep.domain.assets.engine import AssetFilter, folder_names
from leadkeep.domain.assets.folders import FolderRef
from leadkeep.domain.capture import forms
from leadkeep.domain.capture.forms import (
    FORM,
    FormStatus,
    FormValues,
    approve_form,
    unapprove_form,
)
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal

serves = Declarations()

_SWITCH = (*FORM_BODY, Reason.NOT_A_NUMBER, Reason.ASSET_NOT_FOUND)


class KnownVisitor(ReplyItem):
    """What a known visitor sees instead of the form; the same for all forms."""

    type: str
    template: None


class ThankYouPage(ReplyItem, kw_only=True):
    """What a visitor sees after a submission; the same for all forms."""

    followup_type: str
    followup_value: None
    default: bool


class Form(ReplyItem, kw_only=True):
    """A form."""

    id: Id
    name: str
    description: str
    created_at: AssetMoment
    updated_at: AssetMoment
    url: str
    status: FormStatus
    theme: str
    language: str
    locale: str
    progressive_profiling: bool
    label_position: str
    font_family: str
    font_size: str
    folder: NamedFolder
    known_visitor: KnownVisitor
    thank_you_list: list[ThankYouPage]
    button_location: int
    button_label: str
    waiting_label: str


def status_parameter(request: Request) -> FormStatus | None:
    """Return the parameter ``status`` of a request for forms; None if it is missing.

    Raises:
        Refusal: 1003, it is not a status.
    """
    sent = params.text(request, "status")
    if sent is None:
        return None
    try:
        return FormStatus(sent.lower())
    except ValueError:
        raise Refusal(Reason.INVALID_CHOICE, "status", sent) from None


def _get_view(request: Request) -> View[forms.Form]:
    return _narrowed(status_parameter(request), None)


def _name_view(request: Request) -> View[forms.Form]:
    return _narrowed(status_parameter(request), assets.folder(request))


def _narrowed(status: FormStatus | None, folder: FolderRef | None) -> View[forms.Form]:
    """Return a view that leaves out forms of another status or another folder; None for any."""
    return lambda work, found: _view(
        work,
        [each for each in found if status in (None, each.status) and folder in (None, each.folder)],
    )


def _view(work: Work, found: Sequence[forms.Form]) -> list[Form]:
    names = folder_names(work.tx, found)
    return [_item(each, names[each.folder]) for each in found]


def _item(form: forms.Form, folder_name: str) -> Form:
    return Form(
        id=form.id,
        name=form.name,
        description=form.description or "",
        created_at=assets.asset_moment(form.created_at),
        updated_at=assets.asset_moment(form.updated_at),
        url=assets.asset_url("FO", form.id),
        status=form.status,
        theme=form.look.theme,
        language=form.look.language,
        locale=form.look.locale,
        progressive_profiling=form.look.progressive_profiling,
        label_position=form.look.label_position,
        font_family=form.look.font_family,
        font_size=form.look.font_size,
        folder=assets.placed_in(form.folder, folder_name),
        known_visitor=KnownVisitor("form", None),
        thank_you_list=[ThankYouPage(followup_type="none", followup_value=None, default=True)],
        # The button's place is the same for all forms, as for new forms in the original.
        button_location=120,
        button_label="Submit",
        waiting_label="Please Wait",
    )


def _filter(request: Request) -> AssetFilter:
    return AssetFilter(folder=assets.folder(request), own={"status": status_parameter(request)})


def _own(request: Request) -> Mapping[str, Any]:
    """Return the parameters that set the form's appearance."""
    sent: dict[str, Any] = {
        # A public client uses another name for the theme when it updates a form.
        "theme": params.text(request, "theme") or params.text(request, "formTheme"),
        "language": params.text(request, "language"),
        "locale": params.text(request, "locale"),
        "label_position": params.text(request, "labelPosition"),
        "font_family": params.text(request, "fontFamily"),
        "font_size": params.text(request, "fontSize"),
        "progressive_profiling": params.flag(request, "progressiveProfiling"),
    }
    return {"look": {name: value for name, value in sent.items() if value is not None}}


FORMS = AssetFamily(
    item=Form,
    verbs=verbs_of(FORM),
    view=_view,
    get_view=_get_view,
    name_view=_name_view,
    filter=_filter,
    values=FormValues,
    own_new=_own,
    own_changed=_own,
    refuses={
        "get": (Reason.INVALID_CHOICE,),
        "get_by_name": (Reason.INVALID_CHOICE, Reason.INVALID_MEMBER),
        "browse": (Reason.INVALID_CHOICE,),
        "create": (Reason.WRONG_TYPE,),
        "update": (Reason.WRONG_TYPE, Reason.ASSET_NOT_IN_WORKSPACE),
        "clone": (Reason.ASSET_NOT_IN_WORKSPACE, Reason.MEMBER_FIELD_NOT_IN_PROGRAM),
    },
)
FORMS.declare(
    serves,
    get="getLpFormByIdUsingGET",
    get_by_name="getLpFormByNameUsingGET",
    browse="browseForms2UsingGET",
    create="createLpFormsUsingPOST",
    update="updateFormsUsingPOST",
    clone="cloneLpFormsUsingPOST",
    delete="deleteFormByIdUsingPOST",
)


@serves("approveFromUsingPOST", item=Form, refuses=(*_SWITCH, Reason.NO_DRAFT))
async def approve(request: Request) -> AssetReply:
    """Approve Form Draft: make a form accept submissions; return the form."""
    return await FORMS.switch(request, approve_form)


@serves("alias_unapproveForm", item=Form, refuses=(*_SWITCH, Reason.NOT_APPROVED))
async def unapprove(request: Request) -> AssetReply:
    """Unapprove Form: make a form refuse submissions; return the form."""
    return await FORMS.switch(request, unapprove_form)
