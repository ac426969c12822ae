"""Read and change the ``{{my.*}}`` tokens of folders and programs (behaviour.md 4.4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, delete, insert, select, update

from leadkeep.domain.assets.folders import (
    FolderRef,
    FolderType,
    folders_above,
    get_folder,
    lock_tree,
)
from leadkeep.domain.assets.programs.tables import asset_token
from leadkeep.domain.fields import Unacceptable, moment
from leadkeep.domain.instance.access import Work
from leadkeep.errors import Reason, Refusal
from leadkeep.store import Statement, Transaction, any_of

LONGEST_NAME_CHARACTERS = 50
LONGEST_VALUE_BYTES = 524_288
"""Half a megabyte: enough for a page of rich text, well below the largest request body."""

_NAME = re.compile(r"[^{}\0-\x1f\x7f-\x9f\u2028\u2029]+").fullmatch
_WRAPPED = re.compile(r"\{\{my\.(.*)\}\}").fullmatch
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?").fullmatch
_SCORE = re.compile(r"[+=-]?[0-9]+").fullmatch


class TokenType(StrEnum):
    """The data type of a ``{{my.*}}`` token's value."""

    TEXT = "text"
    RICH_TEXT = "rich text"
    NUMBER = "number"
    SCORE = "score"
    DATE = "date"
    SFDC_CAMPAIGN = "sfdc campaign"


_CHECKS: dict[TokenType, Callable[[str], object]] = {
    TokenType.NUMBER: _NUMBER,
    TokenType.SCORE: _SCORE,
    TokenType.DATE: moment,
}


_t = asset_token.c
_TOKENS = Statement(
    select(_t.folder_id, _t.name, _t.type, _t.value)
    .where(_t.folder_type == bindparam("wanted_type"), any_of(_t.folder_id, "wanted_ids"))
    .order_by(_t.folder_id, _t.name)
)


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """A ``{{my.*}}`` token that a folder or program defines."""

    name: str
    """Without ``{{my.`` and ``}}`` around it."""
    type: TokenType
    value: str


def list_tokens(work: Work, ref: FolderRef) -> list[Token]:
    """Return the tokens of a folder or program, without those of its ancestors, sorted by name.

    Raises:
        Refusal: 702, there is no such folder or program within scope.
    """
    _check_within(work, ref)
    return _tokens_of(work.tx, ref)


def _tokens_of(tx: Transaction, ref: FolderRef) -> list[Token]:
    c = asset_token.c
    own = (c.folder_type == ref.type.value) & (c.folder_id == ref.id)
    rows = tx.execute(select(c.name, c.type, c.value).where(own).order_by(c.name))
    return [Token(row[0], TokenType(row[1]), row[2]) for row in rows]


def tokens_in_force(tx: Transaction, ref: FolderRef) -> dict[str, Token]:
    """Return the tokens that apply in a folder or program, by name.

    A token of the folder itself replaces tokens of the same name in the folders above it.
    """
    chain = folders_above(tx, ref)
    by_place: dict[FolderRef, list[Token]] = {}
    for kind in FolderType:
        ids = [each.id for each in chain if each.type is kind]
        rows = tx.rows(_TOKENS, wanted_type=kind.value, wanted_ids=ids) if ids else []
        for folder_id, name, type_, value in rows:
            place = FolderRef(folder_id, kind)
            by_place.setdefault(place, []).append(Token(name, TokenType(type_), value))
    return {each.name: each for ref in reversed(chain) for each in by_place.get(ref, ())}


def save_token(work: Work, ref: FolderRef, name: str, kind: str, value: str) -> str:
    """Create or change a token of a folder or program; return created, updated or unchanged.

    Raises:
        Refusal: 702, there is no such folder or program within scope; 709, name, type or value is
            not valid.
    """
    token = _checked(name, kind, value)
    lock_tree(work.tx)
    _check_within(work, ref)
    present = next((each for each in _tokens_of(work.tx, ref) if each.name == token.name), None)
    if present == token:
        return "unchanged"
    c = asset_token.c
    if present is not None:
        own = (c.folder_type == ref.type.value) & (c.folder_id == ref.id) & (c.name == token.name)
        work.tx.execute(
            update(asset_token).where(own).values(type=token.type.value, value=token.value)
        )
        return "updated"
    row = {"folder_type": ref.type.value, "folder_id": ref.id, "name": token.name}
    work.tx.execute(insert(asset_token).values(**row, type=token.type.value, value=token.value))
    return "created"


def delete_token(work: Work, ref: FolderRef, name: str, kind: str) -> None:
    """Delete a token of a folder or program.

    Raises:
        Refusal: 702, there is no such folder, program or token within scope.
    """
    lock_tree(work.tx)
    _check_within(work, ref)
    c = asset_token.c
    own = (c.folder_type == ref.type.value) & (c.folder_id == ref.id)
    gone = work.tx.execute(
        delete(asset_token).where(own, c.name == plain_name(name), c.type == kind.strip().lower())
    )
    if not gone.rowcount:
        raise Refusal(Reason.ASSET_NOT_FOUND, "Token")


def copy_tokens(tx: Transaction, source: FolderRef, target: FolderRef) -> None:
    """Copy the tokens of a folder or program to another one that has none."""
    rows = [
        {
            "folder_type": target.type.value,
            "folder_id": target.id,
            "name": each.name,
            "type": each.type.value,
            "value": each.value,
        }
        for each in _tokens_of(tx, source)
    ]
    if rows:
        tx.execute(insert(asset_token), rows)


def plain_name(name: str) -> str:
    """Return a token's name without the ``{{my.`` and ``}}`` around it."""
    name = name.strip()
    wrapped = _WRAPPED(name)
    return wrapped[1].strip() if wrapped else name


def _checked(name: str, kind: str, value: str) -> Token:
    name = plain_name(name)
    if not _NAME(name) or len(name) > LONGEST_NAME_CHARACTERS:
        raise Refusal(Reason.NOT_A_TOKEN_NAME, name)
    try:
        known = TokenType(kind.strip().lower())
    except ValueError:
        raise Refusal(Reason.NO_SUCH_NAME, "Token type", kind) from None
    if (
        "\0" in value
        or len(value.encode()) > LONGEST_VALUE_BYTES
        or not _is_valid_value(known, value)
    ):
        raise Refusal(Reason.NOT_A_TOKEN_VALUE, name)
    return Token(name, known, value)


def _is_valid_value(kind: TokenType, value: str) -> bool:
    check = _CHECKS.get(kind)
    try:
        return check is None or bool(check(value.strip()))
    except Unacceptable:
        return False


def _check_within(work: Work, ref: FolderRef) -> None:
    if get_folder(work, ref) is None:
        raise Refusal(Reason.ASSET_NOT_FOUND, ref.type.value)
