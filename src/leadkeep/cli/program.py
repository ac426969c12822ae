"""The program ``leadkeep`` with all commands; expected errors print one line and no traceback."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from leadkeep import __version__
from leadkeep.cli import apply, campaign, client, db, field, jobs, lead, link, serve, worker
from leadkeep.cli.output import echo
from leadkeep.errors import LeadkeepError
from leadkeep.store.failure import failure_text


class Program(TyperGroup):
    """Runs commands; if a command raises an expected error, prints one line and exits with 1."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command that was selected; turn expected errors into a line and exit code 1."""
        try:
            return super().invoke(ctx)
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
    text = failure_text(error)
    return None if text is None else f"the database: {text}"


app = typer.Typer(
    cls=Program, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)
app.command()(serve.serve)
app.command()(worker.worker)
app.command()(apply.apply)
app.command()(apply.export)
app.command()(link.link)
app.command()(lead.lead)
app.add_typer(campaign.app, name="campaign")
app.add_typer(client.app, name="client")
app.add_typer(field.app, name="field")
app.add_typer(jobs.app, name="jobs")
app.add_typer(db.app, name="db")


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
