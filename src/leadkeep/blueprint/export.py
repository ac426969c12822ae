"""Export the instance as a blueprint."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

from leadkeep.blueprint.notation import dump
from leadkeep.blueprint.sections import SECTIONS
from leadkeep.blueprint.sections import leads as leads_section
from leadkeep.store import Store, Transaction

EXPORT_BATCH_SIZE = 300


def write_blueprint(store: Store, target: TextIO, *, with_leads: bool = False) -> None:
    """Write the instance to ``target`` as a blueprint, as it is at one moment.

    Applied to a new store, the blueprint creates the same instance, except for secrets, which
    cannot be read. Leads and other records are included only if ``with_leads`` is true.
    """

    def write(tx: Transaction) -> None:
        for section in SECTIONS.values():
            if section.key == leads_section.KEY and not with_leads:
                continue
            present = (section.present_with_leads if with_leads else None) or section.present
            _write_key(target, section.key, present(tx))

    store.read_snapshot(write)


def _write_key(target: TextIO, key: str, value: Any) -> None:  # noqa: ANN401
    if isinstance(value, list):
        value = iter(value)
    if not isinstance(value, Iterator):
        target.write(dump({key: value}))
        return
    items = list(islice(value, EXPORT_BATCH_SIZE))
    if not items:
        return
    target.write(dump({key: items}))
    while items := list(islice(value, EXPORT_BATCH_SIZE)):
        # Only the items: the line of the key is already written.
        target.write(dump({key: items}).split("\n", 1)[1])
