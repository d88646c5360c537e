"""`decide`: one input of one contact in; what has happened and what is to be done out. The folder's only entry.

The modules beside it decide what happens. Two things follow from that alone, at the end of each turn: what is recorded,
and the steps from the stage as it was to the stage as it should be.
"""

from collections.abc import Callable, Mapping
from typing import Any

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
    step = WHILE_ALIVE.get(type(event))
    if step is not None:
        step(turn, event)


def _flow_broken(turn: Turn, event: inputs.FlowBroken) -> None:
    if turn.contact.phase is Phase.MENU:
        menu.give_up(turn)


def _called_again(turn: Turn, event: inputs.CalledAgain) -> None:
    if turn.contact.phase is Phase.CALLBACK:
        ending.end(turn, "called_again", "citizen")


def _leg_rings(turn: Turn, event: inputs.LegRinging) -> None:
    offers.rings(turn, event.channel_id)
    calling.rings(turn, event.channel_id)


def _leg_refused(turn: Turn, event: inputs.LegRefused) -> None:
    contact, channel_id = turn.contact, event.channel_id
    if calling_back.is_called(contact, channel_id):
        calling_back.not_answered(turn, "unreachable")
    elif channel_id == contact.channel_id:
        dialling.not_reached(turn)
    else:
        offers.refused(turn, event)
        talking.resume_refused(turn, channel_id)
        _not_come(turn, contact.party_on(channel_id), event.outcome)


def _agent_hangs_up(turn: Turn, event: inputs.AgentHangsUp) -> None:
    talking.hung_up_at_desk(turn, event.agent_id)
    dialling.colleague_leaves(turn, event.agent_id)


def _agent_declines(turn: Turn, event: inputs.AgentDeclines) -> None:
    contact = turn.contact
    offers.declined(turn, event.agent_id)
    _not_come(turn, contact.party_of(event.agent_id), "declined")
    if not contact.up:
        dialling.colleague_leaves(turn, event.agent_id)


def _agent_resets(turn: Turn, event: inputs.AgentResets) -> None:
    contact = turn.contact
    offers.declined(turn, event.agent_id)
    _not_come(turn, contact.party_of(event.agent_id), "declined")
    talking.reset(turn, event.agent_id)
    dialling.colleague_leaves(turn, event.agent_id)


def _snoop_started(turn: Turn, event: inputs.SnoopStarted) -> None:
    turn.change(snoops=turn.contact.snoops | {event.snoop})


def _snoop_ended(turn: Turn, event: inputs.SnoopEnded) -> None:
    turn.change(snoops=turn.contact.snoops - {event.snoop})


def _key_pressed(turn: Turn, event: inputs.KeyPressed) -> None:
    """Of the citizen; agents' keys are their own."""
    if event.channel_id != turn.contact.channel_id:
        return
    match turn.contact.phase:
        case Phase.MENU:
            menu.key_pressed(turn, event.digit)
        case Phase.QUEUED:
            breaks.key_pressed(turn, event.digit)
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


def _prompt_over(turn: Turn, event: inputs.PlaybackEnded) -> None:
    saying = turn.contact.saying
    if saying is None or not speaking.prompt_over(turn, event.playback_id, event.failed):
        return
    if turn.contact.phase is Phase.MENU:
        menu.prompt_over(turn, saying.prompt_id, event.failed)
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


WHILE_ALIVE: Mapping[type, Callable[[Turn, Any], object]] = {
    inputs.ChannelGone: _channel_gone,
    inputs.KeyPressed: _key_pressed,
    inputs.ClipReady: speaking.clip_ready,
    inputs.PlaybackEnded: _prompt_over,
    inputs.ObjectAnswered: menu.answered,
    inputs.FlowBroken: _flow_broken,
    inputs.OfferLapsed: lambda turn, event: offers.lapsed(turn, event.offer),
    inputs.Overflows: overflowing.overflow,
    inputs.TurnIsNear: lambda turn, event: calling_back.turn_is_near(turn),
    inputs.CalledAgain: _called_again,
    inputs.PromiseCancelled: promises.cancel,
    inputs.AgentElsewhere: lambda turn, event: talking.agent_elsewhere(turn, event.agent_id),
    inputs.LegRinging: _leg_rings,
    inputs.LegRefused: _leg_refused,
    inputs.MediaSilent: lambda turn, event: talking.silent(turn, event.channel_id),
    inputs.AgentHangsUp: _agent_hangs_up,
    inputs.AgentActs: verbs.act,
    inputs.AgentPicksUp: lambda turn, event: parking.pick_up(turn, event.agent_id),
    inputs.PhoneHolds: phone_keys.hold,
    inputs.PhoneTransfers: phone_keys.transfer,
    inputs.SupervisorActs: supervising.act,
    inputs.SnoopStarted: _snoop_started,
    inputs.SnoopEnded: _snoop_ended,
    inputs.AgentDeclines: _agent_declines,
    inputs.AgentResets: _agent_resets,
    inputs.AgentResumes: lambda turn, event: talking.ring_again(turn, event.agent_id),
}
"""What each input means to a contact that has not ended. Any other means nothing then."""
