"""What `rexian up` runs and shows: the product's processes, its demo data and the demo sign-ins."""

import shlex
from functools import partial
from zoneinfo import ZoneInfo

from rexian.app.demo.centre import DEMO_SIGN_INS, fill_centre
from rexian.app.demo.fund import fill_fund, fund_url
from rexian.app.launcher.up import Content, Tell
from rexian.app.settings import Settings, default_home
from rexian.kit.clock import SystemClock


def product_content(settings: Settings) -> Content:
    """The product itself; without `demo` nothing is filled and no sign-in is shown."""
    return Content(fill=fill_demo, ready_lines=[*sign_in_lines(), *command_lines(settings)] if settings.demo else ())


async def fill_demo(settings: Settings, tell: Tell) -> None:
    """The demo fund and the demo centre; quick and without effect where they are there already.

    Fund data that the settings name is somebody's own: it is never filled.
    """
    if settings.fund_database_url is None:
        today = SystemClock().now().astimezone(ZoneInfo(settings.centre_zone)).date()
        await fill_fund(fund_url(settings), as_of=today, progress=partial(tell, "persons"))
    await fill_centre(settings)


def sign_in_lines() -> list[str]:
    """The published demo users, one a line."""
    width = max(len(sign_in.password) for sign_in in DEMO_SIGN_INS)
    lines = [
        f"  {sign_in.staff_number}  {sign_in.password:<{width}}  {sign_in.role.value:<10}  {sign_in.name}"
        for sign_in in DEMO_SIGN_INS
    ]
    return ["sign in as (staff number, password):", *lines]


def command_lines(settings: Settings) -> list[str]:
    """What to type in a second terminal; another data directory than the usual one must be named there too."""
    home = "" if settings.home == default_home() else f"REXIAN_HOME={shlex.quote(str(settings.home))} "
    return [
        f"in a second terminal, a citizen calls: {home}.venv/bin/rexian demo call",
        f"an agent without a human:              {home}.venv/bin/rexian demo agent",
        f"a phone that agents can call:          {home}.venv/bin/rexian demo phone",
    ]
