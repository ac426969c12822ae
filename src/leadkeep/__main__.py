"""Run the command line."""

import typer

from leadkeep.cli.serve import serve

app = typer.Typer(no_args_is_help=True)
app.command()(serve)


@app.callback()
def root() -> None:
    """A lead database that speaks the Marketo Leads REST API."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
