"""One after another of a group, or of a queue by its rule, is rung until one comes.

Who was tried is not tried again, and after a deadline nobody is. Then a question leaves the asker alone with the reason
on the desk, as any question that comes to nothing; a contact that was given away goes back to who gave it, if free,
else to the queue. Whom to ring next is the ACD's to say.
"""

from dataclasses import replace
from datetime import timedelta

from rexian.control.contacts import calling
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.parties import Party, Place, Role, Search
from rexian.control.contacts.turn import Turn

SEARCH_SECONDS = 60.0
"""How long one is sought."""


def begin(turn: Turn, role: Role, place: Place, target: Target, *, asker_id: str = "") -> None:
    """Ring the agent of the target, as the first of several where it names a group or a queue."""
    search = None
    if target.agent_id and (target.group_id or target.queue_id):
        until = turn.now + timedelta(seconds=SEARCH_SECONDS)
        search = Search(target.group_id, target.queue_id, (target.agent_id,), until, asker_id)
    calling.call(turn, role, place, target, search=search)


def go_on(turn: Turn, party: Party) -> bool:
    """This one does not come: ring the next; whether there is one."""
    search = party.search
    if search is None or turn.now >= search.until:
        return False
    taken = {*search.tried, search.asker_id, *(other.agent_id for other in turn.contact.parties)}
    lines = turn.around.lines
    agent_id = (
        lines.longest_idle(search.group_id, taken) if search.group_id else lines.best_idle(search.queue_id, taken)
    )
    if agent_id is None:
        return False
    following = replace(search, tried=(*search.tried, agent_id))
    calling.call(turn, party.role, party.place, Target(agent_id=agent_id), search=following)
    return True


def give_back(turn: Turn, party: Party) -> bool:
    """Nobody came: ring who gave the contact away; whether that can be tried. Who is not free any more does not come,
    and the contact goes on as with anybody who does not."""
    if party.search is None or not party.search.asker_id:
        return False
    calling.call(turn, Role.AGENT, Place.CONTACT, Target(agent_id=party.search.asker_id), returns=True)
    return True
