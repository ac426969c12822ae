"""The operations that all families of assets share (behaviour.md 4.2, 4.4).

A family is the assets of one tag of the reference, such as Smart Lists. The tag's module creates an
:class:`AssetFamily` and calls :meth:`AssetFamily.declare` with the operations that it serves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from leadkeep.api import assets, params
from leadkeep.api.declarations import FORM_BODY, Declarations
from leadkeep.api.envelope import AssetReply
from leadkeep.api.request import Request
from leadkeep.api.structs import AssetId, ReplyItem
from leadkeep.domain.assets import engine
from leadkeep.domain.assets.engine import Asset, AssetFilter, AssetKind, AssetValues
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason

T = TypeVar("T")
A = TypeVar("A", bound=Asset)
V = TypeVar("V", bound=AssetValues)

View = Callable[[Work, Sequence[T]], list[Any]]
"""Turns assets into reply items; may leave out assets that the request's filters exclude."""

Own = Callable[[Request], Mapping[str, Any]]
"""Parses the parameters of a request that only one family has."""

PAGE = (Reason.WRONG_TYPE, Reason.INVALID_ARGUMENT)
TEXTS = (
    Reason.BLANK,
    Reason.TEXT_TOO_LONG,
    Reason.NUL_CHARACTER,
    Reason.CONTROL_CHARACTER,
    Reason.NAME_TAKEN,
)
PLACE = (Reason.INVALID_MEMBER, Reason.PARENT_FOLDER_NOT_FOUND, Reason.INCOMPATIBLE_FOLDER)
"""Reasons to refuse page parameters (``PAGE``), names and texts (``TEXTS``), and parent folders
(``PLACE``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs(Generic[T]):
    """The verbs that read and write the assets of a family."""

    get: Callable[[Work, int], T | None]
    named: Callable[[Work, str], Sequence[T]]
    browse: Callable[[Work, Any, int, int], Sequence[T]]
    create: Callable[[Work, Any], T]
    change: Callable[[Work, int, Any], T]
    clone: Callable[[Work, int, Any], T]
    delete: Callable[[Work, int], None]


def verbs_of(kind: AssetKind[A, V], clone: Callable[[Work, int, V], A] | None = None) -> Verbs[A]:
    """Return the verbs of a kind of asset; ``clone`` replaces the verb that copies any asset."""
    return Verbs(
        get=lambda work, number: engine.get_asset(work, kind.rows, number),
        named=lambda work, name: engine.assets_named(work, kind.rows, name),
        browse=lambda work, wanted, offset, size: engine.browse_assets(
            work, kind.rows, wanted, offset, size
        ),
        create=lambda work, values: engine.create_asset(work, kind, values),
        change=lambda work, number, values: engine.change_asset(work, kind, number, values),
        clone=clone
        or (lambda work, number, values: engine.clone_asset(work, kind, number, values)),
        delete=lambda work, number: engine.delete_asset(work, kind, number),
    )


def changed_in_folder(request: Request) -> AssetFilter:
    """Return the filter in a request for a list of assets: folder and time of the last change."""
    span = assets.span(request)
    return AssetFilter(folder=assets.folder(request), earliest=span.earliest, latest=span.latest)


def _nothing(request: Request) -> Mapping[str, Any]:
    del request
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFamily(Generic[T]):
    """The assets of one tag of the reference, and handlers for the operations on them."""

    item: type[ReplyItem]
    verbs: Verbs[T]
    view: View[T]
    """Turns assets into reply items after a write, and in reads that have no view of their own."""
    missing: Reason = Reason.ASSET_NOT_FOUND
    values: Callable[..., Any] = AssetValues
    own_new: Own = _nothing
    own_changed: Own = _nothing
    own_copy: Own = _nothing
    """Parse the values that only this family has: ``own_new`` for created, ``own_changed`` for
    updated, ``own_copy`` for cloned assets."""
    filter: Callable[[Request], Any] = changed_in_folder
    get_view: Callable[[Request], View[T]] | None = None
    name_view: Callable[[Request], View[T]] | None = None
    browse_view: View[T] | None = None
    refuses: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """Further reasons to refuse a request, by method name."""

    def declare(self, serves: Declarations, **operation_ids: str) -> None:
        """Declare operations; ``operation_ids`` maps method names (``get``) to operation ids."""
        own = (*FORM_BODY, Reason.NOT_A_NUMBER, self.missing)
        usual: dict[str, tuple[Reason, ...]] = {
            "get": (Reason.NOT_A_NUMBER,),
            "get_by_name": (Reason.BLANK,),
            "browse": (*PAGE, Reason.INVALID_MEMBER, Reason.INVALID_DATE),
            "create": (*FORM_BODY, *TEXTS, *PLACE),
            "update": (*own, *TEXTS, Reason.ASSET_NOT_MOVED),
            "clone": (*own, *TEXTS, *PLACE, Reason.ASSET_NOT_CLONED),
            "delete": own,
        }
        for name, operation_id in operation_ids.items():
            reasons = (*usual[name], *self.refuses.get(name, ()))
            item = AssetId if name == "delete" else self.item
            serves(operation_id, item=item, refuses=reasons)(getattr(self, name))

    async def get(self, request: Request) -> AssetReply:
        """Return the asset with the id in the path."""
        number = params.path_number(request, "id")
        view = self.view if self.get_view is None else self.get_view(request)

        def verb(work: Work) -> list[Any]:
            found = self.verbs.get(work, number)
            return view(work, [] if found is None else [found])

        return AssetReply(await request.read(verb))

    async def get_by_name(self, request: Request) -> AssetReply:
        """Return the assets with the name in the parameter ``name``."""
        name = assets.required(request, "name")
        view = self.view if self.name_view is None else self.name_view(request)
        found = await request.read(lambda work: view(work, self.verbs.named(work, name)))
        return AssetReply(found)

    async def browse(self, request: Request) -> AssetReply:
        """Return a page of assets, by default of all in the caller's scope."""
        page, wanted = assets.page(request), self.filter(request)
        view = self.browse_view or self.view

        def verb(work: Work) -> list[Any]:
            return view(work, self.verbs.browse(work, wanted, page.offset, page.size))

        return AssetReply(await request.read_long(verb))

    async def create(self, request: Request) -> AssetReply:
        """Create an asset from the form parameters; return it."""
        assets.check_form(request)
        values = self._new(request, self.own_new)
        return await self.write(request, self.verbs.create, values)

    async def update(self, request: Request) -> AssetReply:
        """Update the asset with the id in the path; return it.

        Only values that were sent change; an empty description clears the description.
        """
        assets.check_form(request)
        number = params.path_number(request, "id")
        values = self.values(
            name=assets.optional(request, "name"),
            description=assets.optional(request, "description"),
            **self.own_changed(request),
        )
        return await self.write(request, self.verbs.change, number, values)

    async def clone(self, request: Request) -> AssetReply:
        """Copy the asset with the id in the path; return the copy."""
        assets.check_form(request)
        number = params.path_number(request, "id")
        return await self.write(
            request, self.verbs.clone, number, self._new(request, self.own_copy)
        )

    async def delete(self, request: Request) -> AssetReply:
        """Delete the asset with the id in the path; return its id."""
        return await act(request, self.verbs.delete)

    async def write(self, request: Request, verb: Callable[..., T], *command: object) -> AssetReply:
        """Run a verb that returns a changed asset; return the asset as a reply."""
        return AssetReply(await request.write(lambda work: self.view(work, [verb(work, *command)])))

    async def switch(self, request: Request, verb: Callable[[Work, int], T]) -> AssetReply:
        """Run a verb that changes the state of the asset with the id in the path; return it."""
        assets.check_form(request)
        return await self.write(request, verb, params.path_number(request, "id"))

    def _new(self, request: Request, own: Own) -> Any:  # noqa: ANN401
        return self.values(
            name=assets.required(request, "name"),
            folder=assets.required_folder(request),
            description=params.text(request, "description"),
            **own(request),
        )


async def act(request: Request, verb: Callable[[Work, int], object]) -> AssetReply:
    """Run a verb on the asset with the id in the path; return the id as a reply."""
    assets.check_form(request)
    number = params.path_number(request, "id")
    await request.write(verb, number)
    return AssetReply([AssetId(number)])
