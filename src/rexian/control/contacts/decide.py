"""`decide`: one input of one contact in; what has happened and what is to be done out. The folder's only entry.

The modules beside it decide what happens. Two things follow from that alone, at the end of each turn: what is recorded,
and the steps from the stage as it was to the stage as it should be.
"""

from rexian.control.contacts import (
    breaks,
    calling,
    calling_back,
    dialling,
    ending,
    inputs,
    leaving,
    menu,
    offers,
    overflowing,
    parking,
    pausing,
    phone_keys,
    promises,
    recording,
    recovery,
    speaking,
    supervising,
    talking,
    transferring,
    verbs,
    waiting,
)
from rexian.control.contacts.names import SPY, MediaNames
from rexian.control.contacts.parties import Party
from rexian.control.contacts.stage import Stage, held, stage
from rexian.control.contacts.state import Contact, Phase
from rexian.control.contacts.turn import Surroundings, Turn
from rexian.control.ivr import run
from rexian.kit.clock import Clock

TOLD_OF_THE_STAGE = (inputs.ControlReturned, inputs.ChannelGone)
"""Inputs that tell of a stage other than the one that the contact was left with; else a contact that stays as it is
needs no steps."""


def decide(contact: Contact, event: inputs.Input, around: Surroundings, clock: Clock) -> Turn:
    """Decide about one input. An input that no longer matters (its channel, prompt or offer is gone) does nothing."""
    turn = Turn(contact, clock.now(), around)
    _react(turn, event)
    supervising.follow(turn)
    recording.follow(turn)
    if turn.contact.snoops:
        turn.change(snoops=turn.contact.snoops & stage(turn.contact, turn.names).snoops.keys())
    if turn.contact is not contact or isinstance(event, TOLD_OF_THE_STAGE):
        turn.set_stage(_stage_before(contact, event, turn.names))
    return turn


def _stage_before(contact: Contact, event: inputs.Input, names: MediaNames) -> Stage:
    """The arrangement that the turn has begun with."""
    match event:
        case inputs.ControlReturned(observation):
            known = contact.phase not in (Phase.NEW, Phase.CLOSED)
            return held(observation, contact, names) if known else Stage()
        case inputs.ChannelGone(channel_id):
            return stage(contact, names).without(channel_id)
        case _:
            return stage(contact, names)


def _react(turn: Turn, event: inputs.Input) -> None:
    contact = turn.contact
    match event:
        case inputs.CitizenArrived() if contact.phase is Phase.NEW:
            menu.arrive(turn, event)
        case inputs.AgentDials() if contact.phase is Phase.NEW:
            dialling.dial(turn, event)
        case inputs.ControlReturned(observation):
            turn.change(snoops=frozenset(name for name in observation.channels if turn.names.are(SPY, name)))
            recovery.recover(turn, event)
        case inputs.TrackEnded(track):
            recording.track_ended(turn, track)
        case inputs.TimerFired(name):
            _timer(turn, name)
        case inputs.OfferArrived(offer):
            offers.offered(turn, offer)
        case inputs.LegAnswered(channel_id) if calling_back.is_called(contact, channel_id):
            calling_back.answered(turn)
        case inputs.LegAnswered(channel_id):
            talking.answered(turn, channel_id)
        case _ if contact.alive:
            _while_alive(turn, event)
        case _:
            pass


def _while_alive(turn: Turn, event: inputs.Input) -> None:
    contact = turn.contact
    match event:
        case inputs.ChannelGone():
            _channel_gone(turn, event)
        case inputs.KeyPressed(channel_id, digit) if channel_id == contact.channel_id:
            _key_pressed(turn, digit)
        case inputs.ClipReady():
            speaking.clip_ready(turn, event)
        case inputs.PlaybackEnded(playback_id, failed):
            _prompt_over(turn, playback_id, failed)
        case inputs.ObjectAnswered():
            menu.answered(turn, event)
        case inputs.FlowBroken() if contact.phase is Phase.MENU:
            menu.give_up(turn)
        case inputs.OfferLapsed(offer):
            offers.lapsed(turn, offer)
        case inputs.Overflows():
            overflowing.overflow(turn, event)
        case inputs.TurnIsNear():
            calling_back.turn_is_near(turn)
        case inputs.CalledAgain() if contact.phase is Phase.CALLBACK:
            ending.end(turn, "called_again", "citizen")
        case inputs.PromiseCancelled():
            promises.cancel(turn, event)
        case inputs.AgentElsewhere(agent_id):
            talking.agent_elsewhere(turn, agent_id)
        case inputs.LegRinging(channel_id):
            offers.rings(turn, channel_id)
            calling.rings(turn, channel_id)
        case inputs.LegRefused(channel_id) if calling_back.is_called(contact, channel_id):
            calling_back.not_answered(turn, "unreachable")
        case inputs.LegRefused(channel_id) if channel_id == contact.channel_id:
            dialling.not_reached(turn)
        case inputs.LegRefused(channel_id):
            offers.refused(turn, event)
            talking.resume_refused(turn, channel_id)
            _not_come(turn, contact.party_on(channel_id), event.outcome)
        case inputs.MediaSilent(channel_id):
            talking.silent(turn, channel_id)
        case inputs.AgentHangsUp(agent_id):
            talking.hung_up_at_desk(turn, agent_id)
            dialling.colleague_leaves(turn, agent_id)
        case inputs.AgentActs():
            verbs.act(turn, event)
        case inputs.AgentPicksUp(agent_id):
            parking.pick_up(turn, agent_id)
        case inputs.PhoneHolds():
            phone_keys.hold(turn, event)
        case inputs.PhoneTransfers():
            phone_keys.transfer(turn, event)
        case inputs.SupervisorActs():
            supervising.act(turn, event)
        case inputs.SnoopStarted(snoop):
            turn.change(snoops=contact.snoops | {snoop})
        case inputs.SnoopEnded(snoop):
            turn.change(snoops=contact.snoops - {snoop})
        case inputs.AgentDeclines(agent_id):
            offers.declined(turn, agent_id)
            _not_come(turn, contact.party_of(agent_id), "declined")
            if not contact.up:
                dialling.colleague_leaves(turn, agent_id)
        case inputs.AgentResets(agent_id):
            offers.declined(turn, agent_id)
            _not_come(turn, contact.party_of(agent_id), "declined")
            talking.reset(turn, agent_id)
            dialling.colleague_leaves(turn, agent_id)
        case inputs.AgentResumes(agent_id):
            talking.ring_again(turn, agent_id)
        case _:
            pass


def _key_pressed(turn: Turn, digit: str) -> None:
    match turn.contact.phase:
        case Phase.MENU:
            menu.key_pressed(turn, digit)
        case Phase.QUEUED:
            breaks.key_pressed(turn, digit)
        case _:
            pass


def _channel_gone(turn: Turn, event: inputs.ChannelGone) -> None:
    contact, channel_id = turn.contact, event.channel_id
    if calling_back.is_called(contact, channel_id):
        calling_back.not_answered(turn, _refusal(event.cause))
    elif channel_id == contact.channel_id and contact.phase is Phase.CALLBACK:
        calling_back.let_go(turn)
    elif channel_id == contact.channel_id:
        dialling.citizen_gone(turn, event.at)
    elif contact.ringing is not None and contact.ringing.channel_id == channel_id:
        offers.refused(turn, inputs.LegRefused(channel_id, _refusal(event.cause)))
    elif (party := contact.party_on(channel_id)) is not None and not party.up:
        _not_come(turn, party, _refusal(event.cause))
    else:
        talking.gone(turn, channel_id, event.cause)


def _not_come(turn: Turn, party: Party | None, outcome: str) -> None:
    if party is not None and not party.up:
        transferring.not_come(turn, party, outcome)


def _refusal(cause: str) -> str:
    """How an unanswered leg's end is named: the agent refused, did not answer in time, or could not be reached."""
    known = {"declined": "declined", "busy": "declined", "no_answer": "timed_out", "normal": "timed_out"}
    return known.get(cause, "agent_unreachable")


def _prompt_over(turn: Turn, playback_id: str, failed: bool) -> None:
    saying = turn.contact.saying
    if saying is None or not speaking.prompt_over(turn, playback_id, failed):
        return
    if turn.contact.phase is Phase.MENU:
        menu.prompt_over(turn, saying.prompt_id, failed)
    elif turn.contact.phase is Phase.QUEUED:
        breaks.prompt_over(turn)
    elif turn.contact.phase is Phase.CALLBACK:
        calling_back.let_go(turn)


def _timer(turn: Turn, name: str) -> None:
    match name:
        case leaving.FLOW_TIMER if turn.contact.alive:
            menu.advance(turn, run.TimedOut())
        case waiting.ANNOUNCEMENT_TIMER if turn.contact.phase is Phase.QUEUED and _only_waits(turn.contact):
            waiting.announce(turn)
        case waiting.ANNOUNCEMENT_TIMER if turn.contact.phase is Phase.QUEUED:
            waiting.announce_later(turn)
        case breaks.DIALOGUE_TIMER:
            breaks.silence(turn)
        case calling_back.CALLBACK_TIMER:
            calling_back.time_is_up(turn)
        case promises.PROMISE_TIMER:
            promises.expire(turn)
        case parking.PARK_TIMER:
            parking.over(turn)
        case talking.RECONNECT_TIMER:
            talking.give_up_reconnecting(turn)
        case _ if name.startswith(calling.CALLED_TIMER):
            waited_for = name.removeprefix(calling.CALLED_TIMER)
            for party in turn.contact.parties:
                _not_come(turn, party if party.party_id == waited_for else None, "timed_out")
        case pausing.PAUSE_TIMER:
            pausing.over(turn)
        case recording.TRACKS_TIMER:
            recording.finish_recordings(turn, waited=True)
        case _:
            pass


def _only_waits(contact: Contact) -> bool:
    """No phone rings for it just now, and the caller is not busy with keys."""
    return contact.ringing is None and contact.dialogue is None
