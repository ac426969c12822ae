"""Give access to work that somebody asked for and that goes on without them, such as an import."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, select

from leadkeep.domain.instance.access import (
    OPERATOR_NAME,
    Access,
    access_of_user,
    api_user,
    operator_access,
    user_access,
)
from leadkeep.domain.instance.users.sessions import CONSOLE
from leadkeep.domain.instance.users.tables import console_user
from leadkeep.store import Statement, Transaction

_CONSOLE_USER = Statement(
    select(api_user.c.id)
    .join(console_user, console_user.c.api_user_id == api_user.c.id)
    .where(api_user.c.email == bindparam("address"))
)
_API_USER = Statement(select(api_user.c.id).where(api_user.c.email == bindparam("address")))


def owner_access(tx: Transaction, owner: str, client_name: str) -> Access | None:
    """Return the present access of a job's owner: an API user, a console user, or the operator.

    None if the client or the user was removed since.
    """
    found = user_access(tx, owner, client_name)
    if found is not None:
        return found
    if client_name == CONSOLE:
        row = tx.row(_CONSOLE_USER, address=owner)
        if row is not None:
            return access_of_user(tx, CONSOLE, row[0], owner, datetime.max.replace(tzinfo=UTC))
    # No API user may have the operator's name, or removing a client would widen its access.
    is_operator = (owner, client_name) == (OPERATOR_NAME, OPERATOR_NAME)
    if is_operator and tx.row(_API_USER, address=OPERATOR_NAME) is None:
        return operator_access(tx)
    return None
