"""Access: clients, API users, roles, permissions, tokens, workspaces and partitions.

Entry points: :func:`issue_token` and :func:`authenticate` for the API; the ``save_``, ``add_`` and
``list_`` verbs for the CLI and blueprints.
"""

from leadkeep.domain.instance.access.api_users import save_user
from leadkeep.domain.instance.access.clients import (
    Client,
    Credentials,
    NewClient,
    add_client,
    api_user_address,
    change_client,
    clients_with_logged_bodies,
    has_clients,
    list_clients,
    log_bodies,
    remove_client,
    rotate_client,
)
from leadkeep.domain.instance.access.operator import (
    OPERATOR_NAME,
    operator_access,
    workspace_access,
)
from leadkeep.domain.instance.access.permissions import PERMISSIONS
from leadkeep.domain.instance.access.roles import ALL_PERMISSIONS_ROLE, list_roles, save_role
from leadkeep.domain.instance.access.tables import api_user, api_user_role, role, workspace
from leadkeep.domain.instance.access.tokens import (
    Access,
    IssuedToken,
    access_of_user,
    authenticate,
    issue_token,
    present_token,
    shorten_tokens,
    user_access,
)
from leadkeep.domain.instance.access.work import OBJECTS_CROSS_PARTITIONS, Cause, Work
from leadkeep.domain.instance.access.workspaces import (
    DEFAULT_NAME,
    Partition,
    list_partitions,
    list_workspaces,
    partition_named,
    partitions_by_name,
    primary_partition_id,
    save_partition,
    save_workspace,
    workspace_names,
)

__all__ = [
    "ALL_PERMISSIONS_ROLE",
    "DEFAULT_NAME",
    "OBJECTS_CROSS_PARTITIONS",
    "OPERATOR_NAME",
    "PERMISSIONS",
    "Access",
    "Cause",
    "Client",
    "Credentials",
    "IssuedToken",
    "NewClient",
    "Partition",
    "Work",
    "access_of_user",
    "add_client",
    "api_user",
    "api_user_address",
    "api_user_role",
    "authenticate",
    "change_client",
    "clients_with_logged_bodies",
    "has_clients",
    "issue_token",
    "list_clients",
    "list_partitions",
    "list_roles",
    "list_workspaces",
    "log_bodies",
    "operator_access",
    "partition_named",
    "partitions_by_name",
    "present_token",
    "primary_partition_id",
    "remove_client",
    "role",
    "rotate_client",
    "save_partition",
    "save_role",
    "save_user",
    "save_workspace",
    "shorten_tokens",
    "user_access",
    "workspace",
    "workspace_access",
    "workspace_names",
]
