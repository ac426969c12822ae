"""Check that everything in folders is in a folder or program that exists."""

from sqlalchemy import exists, func, select

from leadkeep.domain.assets.folders.tables import folder
from leadkeep.store import Transaction, metadata


def check_places(tx: Transaction) -> list[str]:
    """Return a text for each table with assets whose folder does not exist, with their number."""
    complaints = []
    for table in metadata.sorted_tables:
        if table.info.get("in_folder"):
            has_place = exists().where(
                folder.c.type == table.c.folder_type, folder.c.id == table.c.folder_id
            )
            query = select(func.count()).select_from(table).where(~has_place)
            count = tx.execute(query).scalar_one()
            if count:
                complaints.append(f"folders: {count} of {table.name} are in no folder that exists")
    return complaints
