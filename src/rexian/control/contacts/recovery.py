"""What control does about one contact when it comes back: compare what it knew with what the media server holds.

Control may have died between writing an event and acting on it, so what the events promise is done again where the
media server does not show it. What ended meanwhile gets the time it really ended.
"""

from rexian.control.contacts import ending, menu, offers, recording, speaking, talking, waiting
from rexian.control.contacts.effects import (
    Answer,
    DestroyBridge,
    EnterQueue,
    HangUpChannel,
    Join,
    KeepOffer,
    KeepTalk,
    Leave,
    OfferRefused,
    StartMusic,
    StartTimer,
    StopTrack,
)
from rexian.control.contacts.inputs import ControlReturned
from rexian.control.contacts.state import Phase, Talk
from rexian.control.contacts.turn import Turn
from rexian.control.ports import Observation


def recover(turn: Turn, event: ControlReturned) -> None:
    """Bring the contact in line with the world."""
    contact, held = turn.contact, event.observation
    if contact.phase in (Phase.NEW, Phase.CLOSED):
        return
    _clear_left_overs(turn, held)
    if contact.phase is Phase.ENDED:
        _end_again(turn, held)
    elif contact.channel_id not in held.channels:
        _keep_agent(turn)
        _ended_meanwhile(turn, event)
    else:
        _hold_citizen(turn, held)
        match contact.phase:
            case Phase.MENU:
                menu.resume(turn)
            case Phase.QUEUED:
                _wait_on(turn, held)
            case _:
                _talk_on(turn, event)
    if turn.contact.unfinished:
        turn.do(StartTimer(recording.TRACKS_TIMER, recording.TRACKS_SECONDS))
    recording.close_if_complete(turn)


def _clear_left_overs(turn: Turn, held: Observation) -> None:
    """Legs that ring for nobody and tracks of blocks that are over."""
    talk, ringing = turn.contact.talk, turn.contact.ringing
    legs = {talk.channel_id, talk.resume_channel_id} if talk else set()
    legs |= {ringing.channel_id} if ringing else set()
    tracks = set(talk.block.tracks.values()) if talk and talk.block else set()
    for channel_id in held.channels:
        if channel_id.startswith(turn.media_id("leg") + ".") and channel_id not in legs:
            turn.do(HangUpChannel(channel_id))
        elif channel_id.startswith(turn.media_id("track") + ".") and channel_id not in tracks:
            turn.do(StopTrack(channel_id))


def _end_again(turn: Turn, held: Observation) -> None:
    if turn.contact.channel_id in held.channels:
        turn.do(HangUpChannel(turn.contact.channel_id))
    if turn.bridge_id in held.bridges:
        turn.do(DestroyBridge(turn.bridge_id))


def _ended_meanwhile(turn: Turn, event: ControlReturned) -> None:
    """The citizen is gone: who left first has ended the call, at the time the media server's log tells.

    Where the log tells nothing it was lost with the media server itself.
    """
    talk = turn.contact.talk
    at = event.ended_at.get(turn.contact.channel_id)
    leg_at = event.ended_at.get(talk.channel_id) if talk and talk.channel_id else None
    if leg_at is not None and (at is None or leg_at < at):
        ending.end(turn, "agent_hung_up", "agent", leg_at)
    elif at is not None:
        ending.end(turn, "citizen_hung_up", "citizen", at)
    else:
        ending.end(turn, "lost", "system")


def _hold_citizen(turn: Turn, held: Observation) -> None:
    """The citizen's leg is answered, and in a bridge only to talk."""
    channel = held.channels[turn.contact.channel_id]
    if channel.state != "Up":
        turn.do(Answer(channel.channel_id))
    if channel.bridge_id is not None and turn.contact.phase is not Phase.TALKING:
        turn.do(Leave(channel.bridge_id, channel.channel_id))


def _keep_agent(turn: Turn) -> None:
    """Give the agent the state that belongs to this talk, so that its end leads to wrap-up as always."""
    talk = turn.contact.talk
    if talk is not None:
        turn.do(KeepTalk(talk.agent_id, talk.started_at))


def _wait_on(turn: Turn, held: Observation) -> None:
    """The place is the old one, and so is an offer whose leg still lives. An announcement is cut off for the music."""
    contact, ringing = turn.contact, turn.contact.ringing
    assert contact.queued_at is not None
    leg = held.channels.get(ringing.channel_id) if ringing else None
    if ringing is not None and leg is not None:
        turn.do(KeepOffer(ringing.offer))
        if leg.state == "Up":
            talking.answered(turn, ringing.channel_id)
            return
    speaking.be_silent(turn)
    turn.do(StartMusic(contact.channel_id))
    if ringing is not None and leg is None:
        offers.end_offer(turn, "agent_unreachable")
        turn.do(OfferRefused(ringing.offer.offer_id, "agent_unreachable"))
    if leg is None:
        turn.do(EnterQueue(contact.queue_id, contact.queued_at))
    queue = turn.around.queue(contact.queue_id)
    if queue is not None and queue.announcement_every_seconds > 0:
        turn.do(StartTimer(waiting.ANNOUNCEMENT_TIMER, queue.announcement_every_seconds))


def _talk_on(turn: Turn, event: ControlReturned) -> None:
    talk, held = turn.contact.talk, event.observation
    assert talk is not None
    _keep_agent(turn)
    if talk.channel_id is None:
        _wait_for_page(turn, talk, held)
    elif talk.channel_id not in held.channels:
        ending.end(turn, "agent_hung_up", "agent", event.ended_at.get(talk.channel_id))
    else:
        if held.channels[turn.contact.channel_id].bridge_id != turn.bridge_id:
            talking.bring_together(turn, talk.channel_id)
        elif held.channels[talk.channel_id].bridge_id != turn.bridge_id:
            turn.do(Join(turn.bridge_id, talk.channel_id))
        if talk.block is None or any(track not in held.channels for track in talk.block.tracks.values()):
            recording.end_block(turn)
            recording.begin_block(turn)


def _wait_for_page(turn: Turn, talk: Talk, held: Observation) -> None:
    """The agent's page was away already: it may have come back unheard, else it gets its time anew."""
    leg = held.channels.get(talk.resume_channel_id) if talk.resume_channel_id else None
    if leg is not None and leg.state == "Up":
        talking.answered(turn, leg.channel_id)
        return
    turn.do(StartMusic(turn.contact.channel_id), StartTimer(talking.RECONNECT_TIMER, talking.RECONNECT_SECONDS))
