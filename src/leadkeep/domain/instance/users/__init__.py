"""Console users: people who sign in, with the roles of an API user, and their sessions.

Entry points: :func:`add_user` and the other verbs of the command ``leadkeep user``;
:func:`open_session` and :func:`find_session` for the console.
"""

from leadkeep.domain.instance.users.access import owner_access
from leadkeep.domain.instance.users.passwords import (
    has_password,
    hash_password,
    totp_secret,
    totp_uri,
)
from leadkeep.domain.instance.users.sessions import (
    CONSOLE,
    SESSION_LIFE,
    Session,
    SignIn,
    accept_code,
    close_session,
    count_attempt,
    find_session,
    find_sign_in,
    forget_attempts,
    has_link,
    is_administrator,
    new_link,
    open_session,
    use_link,
)
from leadkeep.domain.instance.users.users import (
    ConsoleUser,
    NewUser,
    add_user,
    change_password,
    has_users,
    list_users,
    new_code_nonce,
    remove_user,
    start_codes,
    stop_codes,
)

__all__ = [
    "CONSOLE",
    "SESSION_LIFE",
    "ConsoleUser",
    "NewUser",
    "Session",
    "SignIn",
    "accept_code",
    "add_user",
    "change_password",
    "close_session",
    "count_attempt",
    "find_session",
    "find_sign_in",
    "forget_attempts",
    "has_link",
    "has_password",
    "has_users",
    "hash_password",
    "is_administrator",
    "list_users",
    "new_code_nonce",
    "new_link",
    "open_session",
    "owner_access",
    "remove_user",
    "start_codes",
    "stop_codes",
    "totp_secret",
    "totp_uri",
    "use_link",
]
