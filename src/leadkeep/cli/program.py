"""The program ``leadkeep`` with all commands; expected errors print one line and no traceback.

A command's module is imported when the command runs: ``--version``, ``--help`` and a shell that
completes names need none of them, so that they answer at once (docs/decisions/0128).
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from leadkeep import __version__
from leadkeep.cli.output import echo
from leadkeep.cli.stop import INTERRUPTED, raise_interruptions
from leadkeep.configuration import CONFIG_VARIABLE
from leadkeep.errors import LeadkeepError


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the list of commands shows it, and where it is."""

    place: str
    """Module below ``leadkeep.cli`` and name in it, such as ``serve:serve``: a function, or the
    Typer application of a group."""
    help: str
    """First sentence of the command's help."""


COMMANDS: Mapping[str, Listed] = {
    "serve": Listed("serve:serve", "Run the server."),
    "worker": Listed("worker:worker", "Run jobs, beside the server or instead of it."),
    "apply": Listed("apply:apply", "Create and update what a blueprint lists, all of it or none."),
    "export": Listed("export:export", "Write rows, or the instance as a blueprint, to a file."),
    "import": Listed("load:load", "Create and update leads, members or records from a file."),
    "link": Listed("link:link", "Print a link that identifies the lead who opens it."),
    "lead": Listed("lead:lead", "Show a lead: company, records, memberships, last activities."),
    "search": Listed("search:search", "Find leads by email, name, company, id or cookie."),
    "duplicates": Listed("duplicates:duplicates", "List leads that may be one person."),
    "merge": Listed("duplicates:merge", "Merge leads into one, or show what would become of it."),
    "why": Listed("why:why", "Tell why a campaign takes a lead, or does not."),
    "campaign": Listed("campaign:app", "Smart campaigns."),
    "client": Listed("client:app", "API clients, which may request tokens."),
    "user": Listed("user:app", "People who sign in to the console."),
    "field": Listed("field:app", "Fields of leads."),
    "jobs": Listed("jobs:app", "Jobs: work done in the background."),
    "requests": Listed("requests:app", "The log of the latest API requests, and its errors."),
    "config": Listed("config:app", "Settings."),
    "db": Listed("db:app", "The database: upgrade, check, backup, restore."),
}


@cache
def load_command(name: str) -> Any:  # noqa: ANN401 -- Typer has no public type for groups and commands
    """Import the module of a command; return the command, which may run again and again."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    found = getattr(import_module(f"leadkeep.cli.{module}"), attribute)
    # Help as plain text loads no rich.
    program = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        program.add_typer(found, name=name)
        command = typer.main.get_group(program).commands[name]
    else:
        program.command(name)(found)
        command = typer.main.get_command(program)
    for each in _leaves(command):
        each.params.append(_config_option())
    return command


def _leaves(command: Any) -> Iterator[Any]:  # noqa: ANN401
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            yield from _leaves(each)
    else:
        yield command


def _config_option() -> Any:  # noqa: ANN401
    """Return the option ``--config``, which every command has and none needs as an argument."""
    program = typer.Typer(add_completion=False, rich_markup_mode=None)
    program.command()(_declare_config)
    return typer.main.get_command(program).params[0]


def _use_settings_file(ctx: typer.Context, path: Path | None) -> None:
    """Let the command, and the processes that it starts, read their settings from a file."""
    if path is None or ctx.resilient_parsing:
        return
    before = os.environ.get(CONFIG_VARIABLE)
    os.environ[CONFIG_VARIABLE] = str(path.absolute())

    def restore() -> None:
        if before is None:
            del os.environ[CONFIG_VARIABLE]
        else:
            os.environ[CONFIG_VARIABLE] = before

    ctx.call_on_close(restore)


def _declare_config(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            callback=_use_settings_file,
            expose_value=False,
            is_eager=True,
            help="Settings file; default: leadkeep.toml, if there is one.",
            show_default=False,
        ),
    ] = None,
) -> None:
    del config


class Program(TyperGroup):
    """Runs commands; if a command raises an expected error, prints one line and exits with 1."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        """List the commands by name and help; none of them is loaded."""
        super().__init__(**settings)
        self.commands = {
            name: TyperCommand(name, help=listed.help, rich_markup_mode=None)
            for name, listed in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401
        """Return name, command and remaining arguments; load the command."""
        name, listed, rest = super().resolve_command(ctx, args)
        command = listed and load_command(args[0])
        raise_interruptions()
        return name, command, rest

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command that was selected; turn expected errors into a line and exit code 1.

        Ctrl-C gets a line and the exit code 130.
        """
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interrupt:
            echo(f"leadkeep: {str(interrupt) or 'interrupted'}")
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            text = _for_operators(error)
            if text is None:
                raise  # a defect in leadkeep: the traceback helps
            echo(f"leadkeep: {text}")
            raise typer.Exit(1) from None


def _for_operators(error: Exception) -> str | None:
    # Verbs raise these two classes on purpose. Their subclasses, such as KeyError, are defects.
    if isinstance(error, LeadkeepError) or type(error) in {LookupError, ValueError}:
        return str(error)
    if isinstance(error, UnicodeEncodeError) and any(map(_is_undecodable, sys.argv)):
        return "an argument is not valid text in the encoding of this terminal"
    from leadkeep.store.failure import failure_text  # noqa: PLC0415 -- loads SQLAlchemy

    text = failure_text(error)
    return None if text is None else f"the database: {text}"


def _is_undecodable(argument: str) -> bool:
    """Return whether an argument has bytes that Python could not decode (PEP 383)."""
    return any("\udc80" <= character <= "\udcff" for character in argument)


app = typer.Typer(
    cls=Program, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        print(f"leadkeep {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """A lead database that speaks the Marketo Leads REST API."""
    del version
