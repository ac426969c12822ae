"""``leadkeep apply``: apply a blueprint file."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from leadkeep import ids
from leadkeep.assembly import has_key, load_client_key, open_present_store
from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import echo, print_json, print_table
from leadkeep.errors import NoStoreError
from leadkeep.settings import Settings, load_settings
from leadkeep.store import Store

if TYPE_CHECKING:
    from leadkeep.blueprint import Report

SUMMED_KEYS = frozenset({"leads"})
"""Blueprint keys whose objects are reported as a count, because there can be thousands."""

BlueprintFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="The blueprint.", show_default=False)
]


def apply(
    file: BlueprintFile,
    data: Data = None,
    database: Database = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Show the changes without making them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Create and update what a blueprint lists, all of it or none."""
    from leadkeep.blueprint import apply_blueprint, read_blueprint  # noqa: PLC0415 -- reads YAML

    blueprint = read_blueprint(file)
    with _opened_to_apply(data, database, is_plan=check) as (store, settings):
        key = _key(store, settings, is_plan=check)
        report = apply_blueprint(store, blueprint, key, is_plan=check)
    print_report(report, as_json=as_json)


@contextmanager
def _opened_to_apply(
    data: Path | None, database: str | None, *, is_plan: bool
) -> Iterator[tuple[Store, Settings]]:
    with ExitStack() as stack:
        try:
            pair = stack.enter_context(opened(data, database, is_made=not is_plan))
        except NoStoreError:
            # Without a store, the changes are computed for a temporary one.
            folder = stack.enter_context(TemporaryDirectory(prefix="leadkeep-plan-"))
            temporary = {"data": Path(folder), "database": None}
            settings = load_settings(data=data, database=database).model_copy(update=temporary)
            store = stack.enter_context(closing(open_present_store(settings, is_made=True)))
            pair = store, settings
        yield pair


def _key(store: Store, settings: Settings, *, is_plan: bool) -> bytes:
    if is_plan and not has_key(settings):
        return ids.new_key()  # the temporary store needs a key, which protects nothing
    return load_client_key(store, settings)


def print_report(report: "Report", *, as_json: bool = False) -> None:
    """Print the result for each object, and generated secrets, which cannot be shown again."""
    if as_json:
        print_json(
            [
                {"key": each.key, "name": each.name, "status": each.status}
                | (asdict(each.credentials) if each.credentials and not report.is_plan else {})
                for each in report.changes
            ]
        )
        return
    named = [each for each in report.changes if each.key not in SUMMED_KEYS]
    summed = Counter((each.key, each.status) for each in report.changes if each.key in SUMMED_KEYS)
    rows = [(each.key, each.name, each.status) for each in named]
    rows += [(key, f"{count:,} of them", status) for (key, status), count in summed.items()]
    print_table(("key", "object", "would be" if report.is_plan else "is now"), rows)
    totals = Counter(each.status for each in report.changes)
    words = ", ".join(f"{totals[word]:,} {word}" for word in ("created", "updated", "unchanged"))
    echo(f"{words}; nothing has been changed" if report.is_plan else words)
    for each in report.changes:
        if each.credentials and not report.is_plan:
            print(f"client {each.name}")
            print(f"  client id      {each.credentials.client_id}")
            print(f"  client secret  {each.credentials.client_secret}")
