"""The command `rexian object`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rexian.app.settings import Settings

object_commands = typer.Typer(no_args_is_help=True, help="Business objects.")


@object_commands.callback()
def _objects() -> None:
    """Keeps `new` a command of its own while it is the only one."""


@object_commands.command("new")
def new_object(
    name: Annotated[str, typer.Argument(help="Small letters, digits and _, such as green_channel.")],
    root: Annotated[
        Path | None,
        typer.Option("--in", help="Folder of objects; default: the first of REXIAN_OBJECTS, <home>/objects."),
    ] = None,
) -> None:
    """Write a new business object from the template; a running instance takes it up within two seconds."""
    from rexian.app.object_host.settings import dropped_folders
    from rexian.app.object_template.writing import write_object

    folder = write_object(name, root or dropped_folders(Settings().home)[0])
    Console().print(folder, highlight=False, soft_wrap=True)
