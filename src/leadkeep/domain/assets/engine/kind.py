"""Model what the engine must know about a kind of assets: its data and its own rules."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from leadkeep.domain.assets.engine.asset import Asset, AssetValues
from leadkeep.domain.assets.engine.queries import AssetTable
from leadkeep.domain.assets.folders import FolderKind
from leadkeep.errors import Reason
from leadkeep.store import IdSequence, Transaction

A = TypeVar("A", bound=Asset)
V = TypeVar("V", bound=AssetValues)

_COMMON = frozenset(each.name for each in fields(AssetValues))


def said(tx: Transaction, values: AssetValues, present: Asset | None) -> dict[str, Any]:
    """Return the values that a command sets and that only this kind of asset has, by name."""
    del tx, present
    own = (each.name for each in fields(values) if each.name not in _COMMON)
    return {name: value for name in own if (value := getattr(values, name)) is not None}


def _accept(tx: Transaction, asset: Asset, present: Asset | None) -> None:
    del tx, asset, present


def _allow(tx: Transaction, asset: Asset) -> None:
    del tx, asset


def _ignore(tx: Transaction, before: Asset | None, after: Asset | None) -> None:
    del tx, before, after


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AssetKind(Generic[A, V]):
    """A kind of assets, such as static lists or forms.

    A name is unique in its program; outside of programs, in its workspace.
    """

    name: str
    """The name of the kind in error messages, such as ``Static List``."""
    noun: str
    """The kind's name with its article, such as ``a list``."""
    rows: AssetTable[A]
    ids: IdSequence
    folder_kind: FolderKind
    """The kind of folders that accept these assets; programs accept them too."""
    missing: Reason = Reason.ASSET_NOT_FOUND
    not_moved: Reason = Reason.ASSET_NOT_MOVED
    """The reason for refusing to move an asset to another workspace."""
    not_cloned: Reason = Reason.ASSET_NOT_CLONED
    copy: Callable[[A], V] | None = None
    """Returns the values that a clone copies from its source; None if the kind has no clones."""
    own_members: Callable[[Transaction, V, A | None], dict[str, Any]] = said
    """Returns the values of the members that only this kind has, from the values of the command and
    the present asset (None for a new one)."""
    check: Callable[[Transaction, A, A | None], None] = _accept
    """Raises Refusal for an asset that breaks a rule of the kind; gets the asset to store and the
    present asset (None for a new one)."""
    check_delete: Callable[[Transaction, A], None] = _allow
    """Raises Refusal if the asset must not be deleted."""
    saved: Callable[[Transaction, A | None, A | None], None] = _ignore
    """Writes rows in other tables after an asset was saved; gets the asset before (None for a new
    one) and after (None for a deleted one)."""
