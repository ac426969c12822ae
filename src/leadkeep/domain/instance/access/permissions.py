"""List the permissions that a role may have (behaviour.md 2.3)."""

READ_OR_WRITE = (
    "Activity",
    "Activity Metadata",
    "Assets",
    "Campaign",
    "Company",
    "Custom Object",
    "Custom Object Type",
    "Lead",
    "Named Account",
    "Named Account List",
    "Opportunity",
    "Sales Person",
)

PERMISSIONS: frozenset[str] = frozenset(
    [f"{mode} {thing}" for thing in READ_OR_WRITE for mode in ("Read-Only", "Read-Write")]
    + [
        "Approve Assets",
        "Execute Campaign",
        "Read-Write Schema Custom Field",
        "Read-Write Schema Standard Field",
    ]
)
