"""Carries effects out: media commands in order, slow things (speech, objects) beside the lane, routing at once."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

import structlog

from rexian.control.acd.engine import AcdEngine
from rexian.control.acd.model import Outcome
from rexian.control.calls.routing import Routing
from rexian.control.calls.timers import Timers
from rexian.control.contacts import effects, inputs
from rexian.control.contacts.effects import Effect
from rexian.control.contacts.state import Contact
from rexian.control.contacts.turn import Surroundings
from rexian.control.journal.store import JournalClosed
from rexian.control.ports import AgentRing, HttpRequests, Media, MediaUnavailable, ObjectQueries, OutsideRing
from rexian.control.speech.errors import NothingToSay, VoiceFailed
from rexian.control.speech.ports import Clip
from rexian.control.speech.speaker import Speaker
from rexian.kit.clock import Clock
from rexian.kit.tasks import TaskKeeper

SENT_TOGETHER = (
    effects.Answer,
    effects.CreateBridge,
    effects.DestroyBridge,
    effects.Join,
    effects.Leave,
    effects.StartMusic,
    effects.StopMusic,
    effects.StartRinging,
    effects.StopRinging,
    effects.StopPlayback,
    effects.RingLeg,
    effects.Mute,
    effects.Unmute,
    effects.HangUpChannel,
    effects.StartSnoop,
    effects.StopSnoop,
    effects.StartTrack,
    effects.StopTrack,
)
"""Effects that are one request each, sent before anything else is waited for."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Ports:
    """The world as control sees it."""

    media: Media
    speaker: Speaker
    objects: ObjectQueries
    http: HttpRequests


class Execution:
    """One `carry_out` per effect. A media server that is away is logged: the reconciliation on reconnect mends it."""

    def __init__(
        self,
        ports: Ports,
        routing: Routing,
        timers: Timers,
        tasks: TaskKeeper,
        *,
        clock: Clock,
        post: Callable[[str, inputs.Input], None],
        around: Callable[[], Surroundings],
    ) -> None:
        self._media, self._speaker, self._objects = ports.media, ports.speaker, ports.objects
        self._http = ports.http
        self._routing = routing
        self._timers = timers
        self._tasks = tasks
        self._clock = clock
        self._post = post
        self._around = around

    async def carry_out_all(self, contact: Contact, wanted: Sequence[Effect]) -> None:
        """Do it in order. Requests to the media server that follow each other are sent together, before the first is
        answered: it serves them one after the other, and both sides wake up less often."""
        for together, run in groupby(wanted, lambda effect: isinstance(effect, SENT_TOGETHER)):
            if together:
                doing = [self.carry_out(contact, effect) for effect in run]
                outcomes = await asyncio.gather(*doing, return_exceptions=True)
                for outcome in outcomes:
                    if outcome is not None:
                        raise outcome
            else:
                for effect in run:
                    await self.carry_out(contact, effect)

    async def carry_out(self, contact: Contact, effect: Effect) -> None:
        """Do one thing. Never raises for a media server that is away, nor for a journal that takes no agent's change:
        what comes after, a hang-up say, is done all the same."""
        name = type(effect).__name__
        try:
            await self._media_effect(contact, effect)
        except MediaUnavailable as error:
            log.warning("media command failed", effect=name, reason=error.code, details=error.details)
        except (JournalClosed, sqlite3.Error) as error:
            log.error("an agent's change could not be journalled", effect=name, reason=type(error).__name__)

    async def _media_effect(self, contact: Contact, effect: Effect) -> None:
        media = self._media
        match effect:
            case effects.Answer(channel_id):
                await media.answer(channel_id)
            case effects.CreateBridge(bridge_id):
                await media.create_bridge(bridge_id)
            case effects.DestroyBridge(bridge_id):
                await media.destroy_bridge(bridge_id)
            case effects.Join(bridge_id, channel_id):
                if not await media.add_to_bridge(bridge_id, channel_id):
                    log.warning("a leg could not join", contact_id=contact.contact_id, channel_id=channel_id)
            case effects.Leave(bridge_id, channel_id):
                await media.take_from_bridge(bridge_id, channel_id)
            case effects.StartMusic(channel_id):
                await media.start_music(channel_id)
            case effects.StopMusic(channel_id):
                await media.stop_music(channel_id)
            case effects.StartRinging(channel_id):
                await media.start_ringing(channel_id)
            case effects.StopRinging(channel_id):
                await media.stop_ringing(channel_id)
            case effects.Play(channel_id, playback_id, path):
                if not await media.play(channel_id, playback_id, path):
                    self._post(contact.contact_id, inputs.PlaybackEnded(playback_id, failed=True))
            case effects.StopPlayback(playback_id):
                await media.stop_playback(playback_id)
            case effects.RingLeg():
                await self._ring(contact, effect)
            case effects.CallAgent():
                await self._call_agent(contact, effect)
            case effects.CallNumber():
                await self._call_number(contact, effect)
            case effects.Mute(channel_id):
                await media.mute(channel_id)
            case effects.Unmute(channel_id):
                await media.unmute(channel_id)
            case effects.SendKeys(channel_id, digits):
                await media.send_keys(channel_id, digits)
            case effects.HangUpChannel(channel_id, cause):
                await media.hang_up(channel_id, cause=cause)
            case effects.StartSnoop(channel_id, snoop, whispers):
                if not await media.start_snoop(channel_id, snoop, whispers=whispers):
                    log.warning("a supervisor cannot listen", contact_id=contact.contact_id, channel_id=channel_id)
            case effects.StopSnoop(snoop):
                await media.hang_up(snoop)
            case effects.StartTrack(channel_id, track):
                if not await media.start_track(channel_id, track):
                    self._post(contact.contact_id, inputs.TrackEnded(track))
            case effects.StopTrack(track):
                if not await media.stop_track(track):
                    self._post(contact.contact_id, inputs.TrackEnded(track))
            case _:
                await self._own_effect(contact, effect)

    async def _own_effect(self, contact: Contact, effect: Effect) -> None:
        contact_id = contact.contact_id
        match effect:
            case effects.StartTimer(name, seconds):
                self._timers.start(contact_id, name, seconds)
            case effects.CancelTimer(name):
                self._timers.cancel(contact_id, name)
            case effects.MakeClip(playback_id, text):
                self._speak(contact_id, playback_id, text)
            case effects.EndPromise(promised_contact_id):
                self._post(promised_contact_id, inputs.CalledAgain())
            case effects.AskObject():
                self._tasks.start(self._ask(contact_id, effect), f"query for {contact_id}")
            case effects.FetchUrl():
                self._tasks.start(self._fetch(contact_id, effect), f"request for {contact_id}")
            case _:
                await self._routing_effect(contact, effect)

    async def _routing_effect(self, contact: Contact, effect: Effect) -> None:
        engine, now, contact_id = self._routing.engine, self._clock.now(), contact.contact_id
        match effect:
            case effects.EnterQueue():
                outcomes = _enter(engine, contact_id, effect, now)
            case effects.LeaveQueue():
                outcomes = engine.leave(contact_id, now)
            case effects.OfferRings(offer_id):
                outcomes = engine.offer_ringing(offer_id, now)
            case effects.OfferAccepted(offer) if engine.is_elsewhere(offer.agent_id, contact_id):
                self._post(contact_id, inputs.AgentElsewhere(offer.agent_id))
                outcomes = engine.leave(contact_id, now)
            case effects.OfferAccepted(offer):
                outcomes = engine.offer_accepted(offer, now)
            case effects.OfferRefused(offer_id, outcome):
                outcomes = engine.offer_ended(offer_id, outcome, now)
            case effects.KeepOffer(offer):
                engine.restore_offer(offer)
                outcomes = engine.change_priority(contact_id, contact.priority, now)
            case effects.KeepTalk(agent_id, since):
                engine.restore_talk(agent_id, contact_id, since, contact.queue_id)
                outcomes = []
            case effects.KeepCall(agent_id, since):
                engine.restore_call(agent_id, contact_id, since)
                outcomes = []
            case effects.AgentRings(agent_id):
                outcomes = engine.call_rings(agent_id, contact_id, now)
            case effects.AgentAnswers(agent_id, counts):
                outcomes = engine.call_answered(agent_id, contact_id, contact.queue_id, now, counts=counts)
            case effects.AgentReleased(agent_id):
                outcomes = engine.call_released(agent_id, contact_id, now)
            case effects.TalkOver(agent_id, queue_id):
                queue = engine.queue(queue_id)
                outcomes = engine.talk_ended(agent_id, contact_id, now, queue.wrap_up_seconds if queue else 0.0)
            case _:
                raise TypeError(f"no way to carry out {type(effect).__name__}")
        await self._routing.bring_about(outcomes)

    async def _ring(self, contact: Contact, effect: effects.RingLeg) -> None:
        centre = self._around().centre
        agent = next((agent for agent in centre.agents if agent.agent_id == effect.agent_id), None)
        ring = AgentRing(contact.contact_id, effect.caller_number, effect.timeout_seconds, effect.resume)
        if agent is None or not await self._media.ring_agent(agent, effect.channel_id, ring):
            self._post(contact.contact_id, inputs.LegRefused(effect.channel_id, "agent_unreachable"))

    async def _call_agent(self, contact: Contact, effect: effects.CallAgent) -> None:
        """Take the agent first, so that nobody else is put on the same desk meanwhile."""
        engine = self._routing.engine
        if not engine.is_free(effect.agent_id):
            self._post(contact.contact_id, inputs.LegRefused(effect.channel_id, "agent_busy"))
            return
        await self._routing.bring_about(engine.call_agent(effect.agent_id, contact.contact_id, self._clock.now()))
        ring = effects.RingLeg(effect.agent_id, effect.channel_id, effect.caller_number, effect.timeout_seconds)
        await self._ring(contact, replace(ring, resume=effect.asked))

    async def _call_number(self, contact: Contact, effect: effects.CallNumber) -> None:
        way = self._around().entry.dialling(effect.number)
        if way is None or not await self._media.ring_number(
            effect.channel_id,
            OutsideRing(way.trunk, way.digits, way.caller_id or effect.caller_number, effect.timeout_seconds),
        ):
            self._post(contact.contact_id, inputs.LegRefused(effect.channel_id, "unreachable"))

    def _speak(self, contact_id: str, playback_id: str, text: str) -> None:
        clip = self._speaker.find(text)
        if clip is not None:
            self._post(contact_id, _ready(playback_id, clip))
        else:
            self._tasks.start(self._make_clip(contact_id, playback_id, text), f"clip for {contact_id}")

    async def _make_clip(self, contact_id: str, playback_id: str, text: str) -> None:
        try:
            clip = await self._speaker.prepare(text)
        except (VoiceFailed, NothingToSay, OSError) as error:
            log.error("a prompt could not be spoken", contact_id=contact_id, reason=type(error).__name__)
            self._post(contact_id, inputs.PlaybackEnded(playback_id, failed=True))
        else:
            self._post(contact_id, _ready(playback_id, clip))

    async def _ask(self, contact_id: str, effect: effects.AskObject) -> None:
        began = self._clock.monotonic()
        answer = await self._objects.query(
            effect.business_object,
            effect.rule,
            effect.arguments,
            contact_id=contact_id,
            deadline_seconds=effect.deadline_seconds,
        )
        elapsed_ms = round((self._clock.monotonic() - began) * 1000)
        self._post(contact_id, inputs.ObjectAnswered(effect.question, answer.outcome, answer.values, elapsed_ms))

    async def _fetch(self, contact_id: str, effect: effects.FetchUrl) -> None:
        began = self._clock.monotonic()
        deadline_seconds = effect.deadline_seconds
        answer = await self._http.ask(effect.method, effect.url, effect.arguments, deadline_seconds=deadline_seconds)
        elapsed_ms = round((self._clock.monotonic() - began) * 1000)
        self._post(contact_id, inputs.ObjectAnswered(effect.question, answer.outcome, answer.values, elapsed_ms))


def _enter(engine: AcdEngine, contact_id: str, effect: effects.EnterQueue, now: datetime) -> list[Outcome]:
    return engine.enqueue(
        contact_id,
        effect.queue_id,
        effect.queued_at,
        now,
        priority=effect.priority,
        named_agent_id=effect.named_agent_id,
        usual_agent_id=effect.usual_agent_id,
        absent=effect.absent,
    )


def _ready(playback_id: str, clip: Clip) -> inputs.ClipReady:
    return inputs.ClipReady(playback_id, clip.id, clip.line_path, clip.seconds)
