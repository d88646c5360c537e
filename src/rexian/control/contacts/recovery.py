"""What control decides about one contact when it comes back: who has gone meanwhile, and what cannot go on as it was.

Control may have died between writing an event and acting on it. What the media server holds is brought in line with
what the events promise by the stage's difference, as in every turn. What ended meanwhile gets the time it really ended.
"""

from rexian.control.contacts import (
    calling,
    calling_back,
    consulting,
    dialling,
    ending,
    menu,
    offers,
    parking,
    pausing,
    recording,
    speaking,
    talking,
    transferring,
    waiting,
)
from rexian.control.contacts.effects import (
    Answer,
    KeepCall,
    KeepOffer,
    KeepTalk,
    OfferRefused,
    StartTimer,
)
from rexian.control.contacts.inputs import ControlReturned
from rexian.control.contacts.parties import Party, Role
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn
from rexian.control.ports import Observation


def recover(turn: Turn, event: ControlReturned) -> None:
    """Bring the contact in line with the world."""
    contact, held = turn.contact, event.observation
    if contact.phase in (Phase.NEW, Phase.CLOSED):
        return
    awaited = not contact.up and contact.phase is Phase.CALLING
    if contact.phase is Phase.CALLBACK:
        calling_back.recover(turn, held)
    elif contact.alive and contact.channel_id not in held.channels and not awaited:
        _keep_agents(turn)
        _ended_meanwhile(turn, event)
    elif contact.alive:
        _keep_agents(turn)
        for party in contact.parties:
            _look_for(turn, party, event)
        _look_for_citizen(turn, held)
        if turn.contact.phase is contact.phase:
            _go_on(turn, event)
        _record_anew(turn, held)
        pausing.wait_on(turn)
    if turn.contact.unfinished:
        turn.do(StartTimer(recording.TRACKS_TIMER, recording.TRACKS_SECONDS))
    recording.close_if_complete(turn)


def _look_for_citizen(turn: Turn, held: Observation) -> None:
    """A call that came in is answered; one that goes out may have been answered unheard."""
    contact = turn.contact
    leg = held.channels.get(contact.channel_id)
    if leg is not None and contact.up and leg.state != "Up":
        turn.do(Answer(contact.channel_id))
    elif leg is not None and leg.state == "Up":
        dialling.citizen_answered(turn)


def _go_on(turn: Turn, event: ControlReturned) -> None:
    """With the menu, the wait or the talk, where nobody's coming or going has led elsewhere already."""
    match turn.contact.phase:
        case Phase.MENU:
            _look_for_agent(turn, event)
            if turn.contact.phase is Phase.MENU:
                menu.resume(turn)
        case Phase.QUEUED:
            _wait_on(turn, event.observation)
        case Phase.PARKED if turn.contact.called is None:
            parking.wait(turn)
        case Phase.TALKING | Phase.RECONNECTING:
            _look_for_agent(turn, event)
        case _:
            pass


def _ended_meanwhile(turn: Turn, event: ControlReturned) -> None:
    """The citizen is gone: who left first has ended the call, at the time the media server's log tells.

    Where the log tells nothing it was lost with the media server itself.
    """
    talk = turn.contact.talk
    at = event.ended_at.get(turn.contact.channel_id)
    said_good_bye = talk is not None and talk.channel_id is not None and not _is_lost(talk, event)
    leg_at = event.ended_at.get(talk.channel_id or "") if talk and said_good_bye else None
    for party in turn.contact.parties:
        left_at = event.ended_at.get(party.channel_id or "")
        if left_at is not None and (at is None or left_at < at):
            recording.voice_gone(turn, party.channel_id, left_at)
    if not turn.contact.up:
        dialling.not_reached(turn)
    elif leg_at is not None and (at is None or leg_at < at):
        ending.end(turn, "agent_hung_up", "agent", leg_at)
    elif at is not None:
        ending.end(turn, "citizen_hung_up", "citizen", at)
    elif not calling_back.rescue(turn):
        ending.end(turn, "lost", "system")


def _keep_agents(turn: Turn) -> None:
    """Give agents the state that belongs to their part, so that its end leads to wrap-up as always."""
    for party in turn.contact.parties:
        if party.agent_id:
            keep = KeepTalk if party.up else KeepCall
            turn.do(keep(party.agent_id, party.started_at))
    contact = turn.contact
    if contact.colleague_id and contact.talk is not None:
        keep = KeepTalk if contact.up else KeepCall
        turn.do(keep(contact.colleague_id, contact.talk.started_at))


def _wait_on(turn: Turn, held: Observation) -> None:
    """The place is the old one, and so is an offer whose leg still lives. An announcement is cut off for the music."""
    contact, ringing = turn.contact, turn.contact.ringing
    leg = held.channels.get(ringing.channel_id) if ringing else None
    if ringing is not None and leg is not None:
        turn.do(KeepOffer(ringing.offer))
        if leg.state == "Up":
            talking.answered(turn, ringing.channel_id)
            return
    speaking.be_silent(turn)
    if ringing is not None and leg is None:
        offers.end_offer(turn, "agent_unreachable")
        turn.do(OfferRefused(ringing.offer.offer_id, "agent_unreachable"))
    if leg is None:
        offers.stand_in_line(turn)
    queue = turn.around.queue(contact.queue_id)
    if queue is not None and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(waiting.ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))


def _record_anew(turn: Turn, held: Observation) -> None:
    """A block of which a tap is missing, or is there with nobody writing (control died between the two), ends here, so
    that the next one begins with all its tracks."""
    for party in turn.contact.parties:
        if party.block and not all(map(held.records, party.block.tracks.values())):
            recording.end_block(turn, party)


def _look_for_agent(turn: Turn, event: ControlReturned) -> None:
    """Who answers for the contact, if anybody does."""
    talk, held = turn.contact.talk, event.observation
    if talk is None:
        return
    if talk.channel_id is None:
        _wait_for_page(turn, talk, held)
    elif talk.channel_id not in held.channels:
        _agent_gone(turn, talk, event)


def _agent_gone(turn: Turn, talk: Party, event: ControlReturned) -> None:
    """With a good-bye, or with a page that was reloaded, say, and may come back."""
    channel_id = talk.channel_id or ""
    at = event.ended_at.get(channel_id)
    if not _is_lost(talk, event):
        talking.agent_hung_up(turn, talk, at)
        return
    if at is not None:
        recording.voice_gone(turn, channel_id, at)
    talking.leg_lost(turn, event.causes[channel_id])


def _is_lost(party: Party, event: ControlReturned) -> bool:
    """Whether an agent's leg is known to have ended without a good-bye."""
    cause = event.causes.get(party.channel_id or "")
    return bool(party.agent_id) and cause is not None and cause not in talking.NORMAL_CAUSES


def _look_for(turn: Turn, party: Party, event: ControlReturned) -> None:
    """Somebody besides who answers for the contact: may have come or gone meanwhile, or still ring."""
    if party.up and party.role is Role.AGENT:
        return
    assert party.channel_id is not None
    leg = event.observation.channels.get(party.channel_id)
    if party.up and leg is None:
        consulting.left(turn, party, "hung_up", event.ended_at.get(party.channel_id))
    elif leg is None:
        transferring.not_come(turn, party, "agent_unreachable")
    elif not party.up and leg.state == "Up":
        talking.answered(turn, party.channel_id)
    elif not party.up:
        calling.wait_for(turn, party.party_id, calling.ring_seconds(turn, party.search))


def _wait_for_page(turn: Turn, talk: Party, held: Observation) -> None:
    """The agent's page was away already: it may have come back unheard, else it gets its time anew."""
    leg = held.channels.get(talk.resume_channel_id) if talk.resume_channel_id else None
    if leg is not None and leg.state == "Up":
        talking.answered(turn, leg.channel_id)
        return
    turn.do(StartTimer(talking.RECONNECT_TIMER, talking.RECONNECT_SECONDS))
