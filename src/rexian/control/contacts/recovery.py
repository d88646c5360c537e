"""What control does about one contact when it comes back: compare what it knew with what the media server holds."""

from rexian.control.contacts import ending, menu, speaking, talking, waiting
from rexian.control.contacts.effects import EnterQueue, KeepOffer, KeepTalk, OfferRefused, StartMusic, StartTimer
from rexian.control.contacts.inputs import ControlReturned
from rexian.control.contacts.state import Phase
from rexian.control.contacts.turn import Turn


def recover(turn: Turn, event: ControlReturned) -> None:
    """Bring the contact in line with the world; everything that ended meanwhile gets the time it really ended."""
    contact = turn.contact
    if contact.phase is Phase.ENDED:
        _finish_tracks(turn)
        return
    if contact.channel_id not in event.observation.channels:
        _keep_agent(turn)
        _ended_meanwhile(turn, event)
        return
    match contact.phase:
        case Phase.MENU:
            menu.resume(turn)
        case Phase.QUEUED:
            _wait_on(turn, event)
        case Phase.TALKING | Phase.RECONNECTING:
            _talk_on(turn, event)


def _ended_meanwhile(turn: Turn, event: ControlReturned) -> None:
    """The citizen is gone: at the time the media server's log tells, or lost with the media server itself."""
    at = event.ended_at.get(turn.contact.channel_id)
    if at is None:
        ending.end(turn, "lost", "system")
    else:
        ending.end(turn, "citizen_hung_up", "citizen", at)
    _finish_tracks(turn)


def _finish_tracks(turn: Turn) -> None:
    """The media server is asked to stop tracks again; what it does not know is complete already."""
    if turn.contact.stopping is not None:
        turn.do(StartTimer(talking.TRACKS_TIMER, talking.TRACKS_SECONDS))
    ending.close_if_complete(turn)


def _keep_agent(turn: Turn) -> None:
    """Give the agent the state that belongs to this talk, so that its end leads to wrap-up as always."""
    talk = turn.contact.talk
    if talk is not None:
        turn.do(KeepTalk(talk.agent_id, talk.started_at))


def _wait_on(turn: Turn, event: ControlReturned) -> None:
    """Music goes on by itself; the place is the old one, and so is an offer whose leg still lives."""
    contact, ringing = turn.contact, turn.contact.ringing
    assert contact.queued_at is not None
    leg = event.observation.channels.get(ringing.channel_id) if ringing else None
    if ringing is not None and leg is None:
        waiting.end_offer(turn, "agent_unreachable")
        turn.do(OfferRefused(ringing.offer.offer_id, "agent_unreachable"))
    if contact.saying is not None:
        speaking.be_silent(turn)
        turn.do(StartMusic(contact.channel_id))
    if ringing is None or leg is None:
        turn.do(EnterQueue(contact.queue_id, contact.queued_at))
    else:
        turn.do(KeepOffer(ringing.offer))
        if leg.state == "Up":
            talking.answered(turn, ringing.channel_id)
            return
    queue = turn.around.queue(contact.queue_id)
    if queue is not None and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(waiting.ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))


def _talk_on(turn: Turn, event: ControlReturned) -> None:
    talk = turn.contact.talk
    assert talk is not None
    _keep_agent(turn)
    if talk.channel_id is not None and talk.channel_id not in event.observation.channels:
        ending.end(turn, "agent_hung_up", "agent", event.ended_at.get(talk.channel_id))
    elif talk.channel_id is None:
        turn.do(StartTimer(talking.RECONNECT_TIMER, talking.RECONNECT_SECONDS))
