"""Export the instance as a blueprint."""

from collections.abc import Callable, Iterator
from io import StringIO
from itertools import islice
from typing import Any, Protocol

from leadkeep.blueprint.notation import dump
from leadkeep.blueprint.sections import SECTIONS
from leadkeep.blueprint.sections import leads as leads_section
from leadkeep.domain.leads import lead_count
from leadkeep.store import Store, Transaction

EXPORT_BATCH_SIZE = 300


class Target(Protocol):
    """What a blueprint is written to, such as a text file."""

    def write(self, text: str, /) -> object:
        """Write a piece of text."""
        ...


def _show_nothing(done: int, total: int) -> None:
    del done, total


def write_blueprint(
    store: Store,
    target: Target,
    progress: Callable[[int, int], None] = _show_nothing,
    *,
    with_leads: bool = False,
) -> None:
    """Write the instance to ``target`` as a blueprint, as it is at one moment.

    After each batch of leads, ``progress`` gets the number of leads that are written, and of all.

    Applied to a new store, the blueprint creates the same instance, except for secrets, which
    cannot be read. Leads and other records are included only if ``with_leads`` is true.
    """
    store.read_snapshot(lambda tx: _write(tx, target, progress, with_leads=with_leads))


def blueprint_text(tx: Transaction) -> str:
    """Return the instance as a blueprint, without leads and other records."""
    text = StringIO()
    _write(tx, text, _show_nothing, with_leads=False)
    return text.getvalue()


def _write(
    tx: Transaction, target: Target, progress: Callable[[int, int], None], *, with_leads: bool
) -> None:
    for section in SECTIONS.values():
        if section.key == leads_section.KEY and not with_leads:
            continue
        present = (section.present_with_leads if with_leads else None) or section.present
        is_long = section.key == leads_section.KEY
        total = lead_count(tx) if is_long else 0
        for written in _write_key(target, section.key, present(tx)):
            if is_long:
                progress(min(written, total), total)


def _write_key(target: Target, key: str, value: Any) -> Iterator[int]:  # noqa: ANN401
    """Write a key and its value; yield the number of items that are written, batch by batch."""
    if isinstance(value, list):
        value = iter(value)
    if not isinstance(value, Iterator):
        target.write(dump({key: value}))
        return
    written = 0
    while items := list(islice(value, EXPORT_BATCH_SIZE)):
        text = dump({key: items})
        # The line of the key is written once.
        target.write(text.split("\n", 1)[1] if written else text)
        written += len(items)
        yield written
