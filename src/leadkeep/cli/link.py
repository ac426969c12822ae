"""``leadkeep link``: links that identify the lead who clicks on them."""

from datetime import timedelta
from typing import Annotated

import typer

from leadkeep.assembly import load_client_key
from leadkeep.cli import welcome
from leadkeep.cli.options import AsJson, Data, Database, opened
from leadkeep.cli.output import print_json
from leadkeep.clock import SystemClock
from leadkeep.domain.instance.access import Work, operator_access
from leadkeep.domain.visitors import Link, make_link
from leadkeep.store import Transaction

DAYS = 365


def link(
    lead_id: Annotated[int, typer.Argument(min=1, help="The lead's id.", show_default=False)],
    address: Annotated[
        str, typer.Argument(metavar="URL", help="The target URL.", show_default=False)
    ],
    program: Annotated[
        int | None, typer.Option(help="The id of a program to include.", show_default=False)
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help="The server's public URL; default: its own address.", show_default=False),
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=36_500, help="Days until the link expires.")
    ] = DAYS,
    data: Data = None,
    database: Database = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print a link that identifies the lead who opens it."""
    ends_at = SystemClock().now() + timedelta(days=days)
    with opened(data, database) as (store, settings):
        key = load_client_key(store, settings)

        def verb(tx: Transaction) -> Link:
            access = operator_access(tx)
            return make_link(Work(tx, access), key, lead_id, program, address, ends_at)

        made = store.read_now(verb)
    own = welcome.base_url(settings.host, settings.port)
    url = f"{(base_url or own).rstrip('/')}{made.path}"
    if as_json:
        print_json({"url": url, "mktTok": made.token, "endsAt": ends_at.isoformat()})
    else:
        print(url)
