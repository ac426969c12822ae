"""What the engine must know of a kind of assets: data, and the rules that are special to it."""

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
    """Return what values say of the members that only this kind has."""
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
    """A kind of assets: a name is unique in a program, and outside of all in a workspace."""

    name: str
    """As refusals say it, such as ``Static List``."""
    noun: str
    """With its article, such as ``a list``."""
    rows: AssetTable[A]
    ids: IdSequence
    folder_kind: FolderKind
    """The folders that take it, beside programs."""
    missing: Reason = Reason.ASSET_NOT_FOUND
    not_moved: Reason = Reason.ASSET_NOT_MOVED
    """Why it stays in its workspace."""
    not_cloned: Reason = Reason.ASSET_NOT_CLONED
    copy: Callable[[A], V] | None = None
    """Returns what a clone has of its source; None where there are no clones."""
    own_members: Callable[[Transaction, V, A | None], dict[str, Any]] = said
    """Returns the members that only this kind has, from what is said and from the present one."""
    check: Callable[[Transaction, A, A | None], None] = _accept
    """Refuses what no asset of the kind may be; gets the present one too, None for a new one."""
    check_delete: Callable[[Transaction, A], None] = _allow
    """Refuses to delete an asset."""
    saved: Callable[[Transaction, A | None, A | None], None] = _ignore
    """Writes what hangs on an asset, as it was and as it is: None before its creation, and after
    its end."""
