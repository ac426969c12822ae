"""Where the rows of a table are in a cluster of database servers: as its scale class says."""

from dataclasses import dataclass

from sqlalchemy import Table

from leadkeep.store.schema import SPREAD, Scale, metadata

KEY_COLUMNS = ("value", "token")
"""Columns by which tables per key may be distributed: a table has one of them in its key."""
LOCAL, REFERENCE, DISTRIBUTED = "local", "reference", "distributed"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the rows of a table are: on the coordinator, on every server, or by a column."""

    kind: str
    column: str | None = None

    def __str__(self) -> str:
        """Return it in words."""
        return self.kind if self.column is None else f"{self.kind} by {self.column}"


ON_COORDINATOR = Placement(LOCAL)


def wanted_placement(table: Table) -> Placement:
    """Return where the rows of a table belong by its scale class."""
    scale = table.info["scale"]
    keys = [column.name for column in table.primary_key.columns]
    if scale in SPREAD:
        return Placement(DISTRIBUTED, "lead_id" if "lead_id" in keys else "id")
    if scale is Scale.PER_KEY:
        return Placement(DISTRIBUTED, next(name for name in KEY_COLUMNS if name in keys))
    return Placement(REFERENCE if scale is Scale.REFERENCE else LOCAL)


def is_root(table: Table) -> bool:
    """Return whether the rows of this table are the leads, to whose servers others' rows go."""
    return table.info["scale"] is Scale.PER_LEAD and wanted_placement(table).column == "id"


def root_name() -> str:
    """Return the name of the table of leads."""
    (name,) = (name for name, each in metadata.tables.items() if is_root(each))
    return name


def is_spread(table: Table) -> bool:
    """Return whether the rows of a table with ids are on several servers of a cluster."""
    return table.info.get("scale") in SPREAD


def placing_sql(table: Table, shard_count: int | None = None) -> str:
    """Return the statement that places a table that is on the coordinator.

    ``shard_count`` is that of tables that no other table decides on: of leads, and per key.
    """
    wanted = wanted_placement(table)
    if wanted.kind == REFERENCE:
        return f"SELECT create_reference_table('{table.name}')"
    if table.info["scale"] in SPREAD and not is_root(table):
        shards = f"colocate_with => '{root_name()}'"
    else:
        shards = f"colocate_with => 'none', shard_count => {shard_count}"
    return f"SELECT create_distributed_table('{table.name}', '{wanted.column}', {shards})"


def new_table_sql(table: Table) -> str:
    """Return the statement that places a new table without a reference, if the leads are placed."""
    placed = f"SELECT 1 FROM citus_tables WHERE table_name = '{root_name()}'::regclass"  # noqa: S608 -- names of our own
    return f"{placing_sql(table)} WHERE EXISTS ({placed})"
