"""What the check of a flow may hold it against: the installed business objects, and the running centre if there is one.

Called by `rexian flow check`.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import rexian.objects
from rexian.app.configuration import read_centre_configuration
from rexian.app.launcher.errors import NotRunning
from rexian.app.launcher.instance import running_settings
from rexian.app.settings import Settings
from rexian.app.trades import routing_trades
from rexian.control.contracts.configuration import CentreConfiguration
from rexian.control.ivr.check import Centre, RuleForm
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database
from rexian.object_api.manifest import Rule
from rexian.object_api.registry import discover

OBJECTS_FOLDER = Path(rexian.objects.__file__).parent


def installed_objects() -> Mapping[str, Mapping[str, RuleForm]]:
    """The rules of each shipped object, as its manifest has them."""
    return {
        name: {rule_name: _form(rule) for rule_name, rule in found.manifest.rules.items()}
        for name, found in discover((OBJECTS_FOLDER,)).items()
    }


def centre_of(configuration: CentreConfiguration) -> Centre:
    """What a centre's configuration knows, and the installed objects."""
    return Centre(
        queue_ids=frozenset(queue.queue_id for queue in configuration.queues),
        entry_ids=frozenset(entry.entry_id for entry in configuration.directory),
        calendar_ids=frozenset(hours.calendar_id for hours in configuration.opening_hours),
        objects=installed_objects(),
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
        return centre_of(await read_centre_configuration(database, key_ring, trades))
    finally:
        await database.close()


def without_centre() -> Centre:
    """The installed objects only: queues, offices and calendars are not checked."""
    return replace(Centre(), objects=installed_objects())


def _form(rule: Rule) -> RuleForm:
    required = frozenset(name for name, field in rule.request.items() if field.required)
    return RuleForm(required, frozenset(rule.request) - required, frozenset(rule.result))
