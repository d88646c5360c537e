"""`rexian prepare`: fetch what the instance needs from the network, so that a start needs none."""

from rich.console import Console

from rexian.app.launcher.instance import make_home
from rexian.app.launcher.progress import StartProgress
from rexian.app.parts import asterisk
from rexian.app.settings import Settings


async def prepare_programs(settings: Settings, console: Console) -> None:
    """Install Asterisk into the data directory. Raises the errors of rexian.kit.debian."""
    make_home(settings)
    progress = StartProgress(console)
    step = "asterisk"
    with progress.shown(), progress.step(step):
        await asterisk.provide(settings, lambda what, done, total: progress.advance(step, what, done, total))
