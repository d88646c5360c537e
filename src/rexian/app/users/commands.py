"""`rexian user add|password|unlock`: passwords are asked for, or read from standard input where no terminal is."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console

from rexian.business.access_control.contracts import Role

users = typer.Typer(no_args_is_help=True, help="Users by command: the first administrator, a forgotten password.")

StaffNumber = Annotated[str, typer.Argument(help="What the user signs in by (工号).")]


@users.command()
def add(
    staff_number: StaffNumber,
    name: Annotated[str, typer.Option(help="The user's name.")],
    role: Annotated[Role, typer.Option(help="Agents need a seat too: make those in the page.")] = Role.ADMIN,
    centre: Annotated[str, typer.Option(help="The centre's name; needed once, in an empty instance.")] = "",
) -> None:
    """Add a user, and the centre itself where there is none yet."""
    from rexian.app.users.instance_users import InstanceUsers

    _run(InstanceUsers.open().add(staff_number, name, role, centre, _asked_password()))
    Console().print(f"{staff_number} can sign in as {role.value}", highlight=False)


@users.command()
def password(staff_number: StaffNumber) -> None:
    """Give a user another password; all sign-ins of the user end, and a lock too."""
    from rexian.app.users.instance_users import InstanceUsers

    _run(InstanceUsers.open().set_password(staff_number, _asked_password()))
    Console().print(f"{staff_number} has a new password", highlight=False)


@users.command()
def unlock(staff_number: StaffNumber) -> None:
    """Let a locked user sign in again at once."""
    from rexian.app.users.instance_users import InstanceUsers

    _run(InstanceUsers.open().unlock(staff_number))
    Console().print(f"{staff_number} is unlocked", highlight=False)


def _asked_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _run(job: Coroutine[Any, Any, None]) -> None:
    asyncio.run(job)
