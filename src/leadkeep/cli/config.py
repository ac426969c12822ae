"""``leadkeep config``: the settings, and where their values come from."""

import json

import typer

from leadkeep.cli.options import AsJson, Data, Database
from leadkeep.cli.output import print_listing
from leadkeep.settings import Settings, masked_value, settings_with_sources

app = typer.Typer(no_args_is_help=True, help="Settings.")

DEFAULT = "default"

COLUMNS = {"name": "name", "value": "value", "source": "from"}


@app.command()
def show(data: Data = None, database: Database = None, *, as_json: AsJson = False) -> None:
    """Show each setting, its value and where the value comes from; secrets are masked."""
    settings, given = settings_with_sources(data=data, database=database)
    items = [
        {
            "name": name,
            "value": _value(settings, name, is_text=not as_json),
            "source": given[name].source if name in given else DEFAULT,
        }
        for name in Settings.model_fields
    ]
    print_listing(COLUMNS, items, as_json=as_json)


def _value(settings: Settings, name: str, *, is_text: bool) -> object:
    shown = masked_value(settings, name)
    return json.dumps(shown) if is_text and not isinstance(shown, str | None) else shown
