"""What the check of a flow may hold it against: the installed business objects, and the running centre if there is one.

Called by `rexian flow check`.
"""

from dataclasses import replace
from pathlib import Path

from rexian.app.configuration import read_centre_configuration
from rexian.app.ivr.rule_forms import object_rules
from rexian.app.launcher.errors import NotRunning
from rexian.app.launcher.instance import running_settings
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.ivr.check import Centre
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database


def centre_of(configuration: CentreConfiguration, home: Path) -> Centre:
    """What a centre's configuration knows, and the business objects of its data directory."""
    return Centre(
        queue_ids=frozenset(queue.queue_id for queue in configuration.queues),
        entry_ids=frozenset(entry.entry_id for entry in configuration.directory),
        calendar_ids=frozenset(hours.calendar_id for hours in configuration.opening_hours),
        objects=object_rules(home),
    )


async def running_centre(settings: Settings) -> Centre | None:
    """The same of the running instance's database; None where none runs."""
    try:
        instance = running_settings(settings)
    except NotRunning:
        return None
    database = Database.connect(str(instance.database_url))
    try:
        key_ring = KeyRing.load(instance.master_key_file)
        trades = routing_trades(instance, database, key_ring)
        return centre_of(await read_centre_configuration(database, key_ring, trades), instance.home)
    finally:
        await database.close()


def without_centre(home: Path) -> Centre:
    """The business objects only: queues, offices and calendars are not checked."""
    return replace(Centre(), objects=object_rules(home))
