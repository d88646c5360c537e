"""A scene with one contact: inputs in, drafts and effects out, on a clock of the test."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import orjson
import pytest
from tests.control.contacts.world import World

from rexian.control.acd.forecast import Admission, Forecast, QueueFigures
from rexian.control.acd.model import Offer
from rexian.control.contacts import effects, inputs
from rexian.control.contacts.decide import decide
from rexian.control.contacts.entry_tables import EntryTables
from rexian.control.contacts.flow_tables import FlowTables
from rexian.control.contacts.folds import evolve
from rexian.control.contacts.inputs import Target
from rexian.control.contacts.names import MediaNames
from rexian.control.contacts.parties import Party, Place, Role
from rexian.control.contacts.stage import stage, voices
from rexian.control.contacts.state import Contact, Draft, Phase, Saying
from rexian.control.contacts.turn import Surroundings
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import CentreConfiguration, NumberConfiguration, QueueConfiguration
from rexian.control.contracts.entry import DirectoryEntry, OpeningHours
from rexian.control.contracts.events import EventType
from rexian.control.contracts.trunks import OutboundRule, TrunkConfiguration
from rexian.control.ivr.document import FlowDocument
from rexian.kit.clock import ManualClock
from rexian.kit.ids import counted_ids

BEGIN = datetime(2024, 7, 5, 9, 0, tzinfo=UTC)
CITIZEN = "citizen-channel"
PASSWORD = "246810"

BESIDE = ("consult", "supervision")
"""Kinds of segment that go on beside another one."""

BEA = Target(agent_id="bea")

Effect = TypeVar("Effect", bound=effects.Effect)

HUMAN = {"kind": "queue", "queue_id": "people"}
MENU = {
    "kind": "menu",
    "text": "请选择。",
    "options": {"1": {"label": "查询", "next": "password"}, "0": {"label": "人工服务", "next": "human"}},
    "invalid_text": "有误。",
    "silence_text": "没有。",
    "on_failure": "human",
}
COLLECT = {
    "kind": "collect",
    "text": "请输入密码。",
    "variable": "password",
    "back_key": None,
    "min_digits": 6,
    "max_digits": 6,
    "invalid_text": "有误。",
    "next": "check",
    "on_failure": "human",
}
CHECK = {
    "kind": "query",
    "object": "books",
    "rule": "check",
    "arguments": {"password": "password"},
    "keep": {"sum": "sum"},
    "attach": {"sum": {"value": "sum", "format": "amount"}},
    "proves": {"auth_level": "password", "subject": "person"},
    "next": "say",
    "on_failure": "human",
}
FLOW = FlowDocument.model_validate(
    {
        "format": 2,
        "flow_id": "flow",
        "version": 2,
        "title": "flow",
        "language": "zh-CN",
        "start": "menu",
        "operator": "human",
        "resume_text": "抱歉。",
        "fallback_queue_id": "people",
        "nodes": {
            "menu": MENU,
            "password": COLLECT,
            "check": CHECK,
            "say": {"kind": "play", "text": "余额{sum:amount}。", "next": "menu"},
            "human": HUMAN,
        },
    }
)
QUEUE = QueueConfiguration("people", "centre", "人工服务", 20.0, 15.0, "请稍候。", 30.0)
WIDE_QUEUE = replace(
    QUEUE,
    waits_unstaffed=False,
    tells_place=True,
    callback_attempts=2,
    callback_expires_seconds=90.0,
    keep_place_seconds=300.0,
)
BANK = DirectoryEntry("bank", "centre", "受托银行", "bank", "037112345678", None)
CENTRE = CentreConfiguration(
    revision=1,
    organisation_id="centre",
    agents=(),
    queues=(QUEUE,),
    numbers=(NumberConfiguration("12329", "centre", "flow"), NumberConfiguration("12345", "centre", "no-such-flow")),
    trunks=(TrunkConfiguration("trunk", "0371", "86", "", (OutboundRule(""),)),),
)


class Scene:
    """One contact and its world. `events` are all drafts so far, `done` all effects."""

    def __init__(
        self, centre: CentreConfiguration = CENTRE, flow: FlowDocument = FLOW, *, contact_id: str = "c1"
    ) -> None:
        self.clock = ManualClock(BEGIN)
        self.around = Surroundings(
            centre, EntryTables(centre), FlowTables.of({flow.flow_id: flow}), "m1", counted_ids("id"), self
        )
        self.contact = Contact(contact_id)
        self.log: list[tuple[Draft, datetime]] = []
        self.done: list[effects.Effect] = []
        self.world = World()
        self.told_admission = Admission.BUSY
        self.told_forecast: Forecast | None = None
        self.told_idle: Sequence[str] = ()
        self.carried_out: int | None = None
        """So many effects of each turn are carried out; None = all."""
        self._offers = 0

    # -- inputs ---------------------------------------------------------------------------------------------------

    def happen(self, event: inputs.Input) -> list[effects.Effect]:
        """One input; the effects it has brought."""
        if isinstance(event, inputs.ChannelGone):
            self.world.end(event.channel_id)
        turn = decide(self.contact, event, self.around, self.clock)
        now = self.clock.now()
        self.log += [(draft, draft.at or now) for draft in turn.drafts]
        for effect in turn.effects[: self.carried_out]:
            self.world.do(effect)
        self.done += turn.effects[: self.carried_out]
        self.contact = turn.contact
        return list(turn.effects)

    def dial(self, called_number: str = "12329") -> list[effects.Effect]:
        return self.happen(inputs.CitizenArrived(CITIZEN, "trunk", "13800001234", called_number))

    def keys(self, digits: str) -> None:
        for digit in digits:
            self.happen(inputs.KeyPressed(CITIZEN, digit))

    def say(self) -> None:
        """The clip that is wanted is made and played to its end."""
        self.clip()
        self.happen(inputs.PlaybackEnded(self.saying.playback_id))

    def clip(self) -> None:
        self.happen(inputs.ClipReady(self.saying.playback_id, "clip", "/clips/clip", 1.5))

    def answer(self, outcome: str = "ok", values: Mapping[str, Any] | None = None) -> None:
        question = self.last(effects.AskObject).question
        self.happen(inputs.ObjectAnswered(question, outcome, values or {"sum": "12.50", "person": "p-1"}, 7))

    def wait(self) -> None:
        """Dial and ask for a person."""
        self.dial()
        self.keys("0")

    def announce(self) -> None:
        self.happen(inputs.TimerFired("announcement"))

    def offer(self, agent_id: str = "ann") -> str:
        """The ACD leases the contact; the channel that rings."""
        self._offers += 1
        now = self.clock.now()
        offer = Offer(
            offer_id=f"offer-{self._offers}",
            contact_id="c1",
            queue_id="people",
            queued_at=self.contact.queued_at or now,
            agent_id=agent_id,
            made_at=now,
            deadline=now + timedelta(seconds=20),
            reason={"rule": "longest_idle"},
        )
        self.happen(inputs.OfferArrived(offer))
        return f"m1.leg.c1.{offer.offer_id}"

    def talk(self, agent_id: str = "ann") -> str:
        """Wait, be offered, be answered; the agent's channel."""
        if self.contact.phase is Phase.NEW:
            self.wait()
        channel_id = self.offer(agent_id)
        self.happen(inputs.LegRinging(channel_id))
        self.happen(inputs.LegAnswered(channel_id))
        return channel_id

    def act(self, verb: CommandName, agent_id: str = "ann", **values: Any) -> list[effects.Effect]:
        """The agent uses a verb of the desk."""
        return self.happen(inputs.AgentActs(agent_id, verb, **values))

    def consult(self, target: Target = BEA) -> str:
        """The agent asks somebody, who answers; the channel."""
        self.act(CommandName.CONSULT, target=target)
        assert self.contact.called is not None
        channel_id = self.contact.called.channel_id
        assert channel_id is not None
        self.happen(inputs.LegAnswered(channel_id))
        return channel_id

    def supervise(self, verb: CommandName, *, watched: str = "ann", seat: bool = False) -> str:
        """The supervisor `sue` is rung, answers, and her snoop is there; her channel."""
        self.happen(inputs.SupervisorActs("sue", verb, watched, seat))
        party = self.contact.party_of("sue")
        assert party is not None
        assert party.channel_id is not None
        self.happen(inputs.LegAnswered(party.channel_id))
        self.snoops_start()
        return party.channel_id

    def snoops_start(self) -> None:
        """The media server tells of all snoops there are."""
        for snoop in sorted(self.world.snoops):
            self.happen(inputs.SnoopStarted(snoop))

    def resume(self, agent_id: str) -> str:
        """The agent's page asks for its voice and gets it; the channel."""
        self.happen(inputs.AgentResumes(agent_id))
        channel_id = self.last(effects.RingLeg).channel_id
        self.happen(inputs.LegAnswered(channel_id))
        return channel_id

    def lose(self, channel_id: str) -> None:
        self.happen(inputs.ChannelGone(channel_id, "cause_38"))

    def hang_up(self, at: datetime | None = None) -> None:
        self.happen(inputs.ChannelGone(CITIZEN, "normal", at))

    def write_tracks(self) -> None:
        for track in sorted(self.contact.open_tracks):
            self.happen(inputs.TrackEnded(track))

    # -- after a crash --------------------------------------------------------------------------------------------

    def folded(self) -> Contact:
        """The contact as a successor reads it from the journal, through the journal's JSON."""
        contact = Contact(self.contact.contact_id)
        for draft, time in self.log:
            data, personal = orjson.loads(orjson.dumps([dict(draft.data), dict(draft.personal)]))
            contact = evolve(contact, Draft(draft.type, data, personal), time)
        return contact

    def crash(self) -> None:
        """Control dies: what stands in memory only is gone."""
        self.contact = self.folded()

    def come_back(
        self,
        *channels: str,
        ended_at: Mapping[str, datetime] | None = None,
        causes: Mapping[str, str] | None = None,
        ringing: Iterable[str] = (),
        unwritten: Iterable[str] = (),
    ) -> list[effects.Effect]:
        """Control is there again and the media server holds these channels, each where it was put; of `unwritten` taps
        nobody writes what they hear."""
        self.carried_out = None
        self.world.keep(channels)
        observation = replace(self.world.observation(channels, ringing), unwritten=frozenset(unwritten))
        return self.happen(inputs.ControlReturned(observation, ended_at or {}, causes or {}))

    # -- questions ------------------------------------------------------------------------------------------------

    @property
    def saying(self) -> Saying:
        assert self.contact.saying is not None
        return self.contact.saying

    @property
    def talking(self) -> Party:
        assert self.contact.talk is not None
        return self.contact.talk

    @property
    def types(self) -> list[str]:
        return [str(draft.type) for draft, _ in self.log]

    def events(self, kind: EventType) -> list[Mapping[str, Any]]:
        """The data of all events of one type."""
        return [draft.data for draft, _ in self.log if draft.type is kind]

    def of(self, kind: type[Effect]) -> list[Effect]:
        return [effect for effect in self.done if isinstance(effect, kind)]

    def last(self, kind: type[Effect]) -> Effect:
        return self.of(kind)[-1]

    # -- what always holds ----------------------------------------------------------------------------------------

    def joined(self) -> dict[str, str]:
        """Which channel is in which bridge by now."""
        return self.world.joined()

    # -- the lines as the ACD would tell of them -------------------------------------------------------------------

    def admission(self, queue_id: str) -> Admission:
        return self.told_admission

    def figures(self, queue_id: str) -> QueueFigures:
        return QueueFigures(queue_id, 3, 0, None, 2, 1, True, None, 0.0)

    def newcomer_seconds(self, queue_id: str, now: datetime) -> float | None:
        return 90.0

    def longest_idle(self, group_id: str, but: Collection[str] = ()) -> str | None:
        return next((agent_id for agent_id in self.told_idle if agent_id not in but), None)

    def best_idle(self, queue_id: str, but: Collection[str] = ()) -> str | None:
        return next((agent_id for agent_id in reversed(self.told_idle) if agent_id not in but), None)

    def forecast(self, contact_id: str, now: datetime) -> Forecast | None:
        return self.told_forecast

    def check(self) -> None:
        """Nothing is open twice or closed twice, and the journal alone gives the same contact."""
        self._check_pairs(EventType.SEGMENT_STARTED, EventType.SEGMENT_ENDED, "segment_id", most_open=1)
        self._check_pairs(EventType.OFFER_MADE, EventType.OFFER_ENDED, "offer_id", most_open=1)
        self._check_pairs(EventType.RECORDING_BLOCK_STARTED, EventType.RECORDING_BLOCK_ENDED, "block", most_open=2)
        self._check_pairs(EventType.PROMPT_STARTED, EventType.PROMPT_ENDED, "playback_id", most_open=1)
        self.world.check(stage(self.contact, MediaNames("m1", self.contact.contact_id)))
        self._check_parties()
        self._check_recordings()
        assert self.contact.sequence == len(self.log)
        assert durable(self.contact) == durable(self.folded())

    def _check_parties(self) -> None:
        """Every leg has an owner, every contact one who answers for it, nobody two parts in it."""
        parties = self.contact.parties
        for names in ([party.party_id for party in parties], [party.voice for party in parties]):
            assert len(set(names)) == len(names)
        agents = [party.agent_id for party in parties if party.agent_id]
        assert len(set(agents)) == len(agents)
        assert all(party.up == bool(party.segment_id) for party in parties)
        called = [party for party in parties if not party.up and party.role is not Role.SUPERVISOR]
        assert called == ([self.contact.called] if self.contact.called else [])
        talks = self.contact.phase in (Phase.TALKING, Phase.RECONNECTING) or self.contact.errand
        assert not self.contact.errand or self.contact.phase is Phase.MENU
        assert talks == (self.contact.talk is not None)
        assert talks or not [party for party in parties if party.up and party.role is not Role.SUPERVISOR]

    def _check_recordings(self) -> None:
        """Who talks is recorded, together with those who hear it, and with nobody else."""
        for party in self.contact.parties:
            room = voices(self.contact, Place.CONTACT if party.role is Role.AGENT else Place.CONSULT)
            needed = "citizen" if party.role is Role.AGENT else party.voice
            if party.role is Role.SUPERVISOR:
                assert party.block is None
                continue
            assert (party.block is not None) == (needed in room and party.pause is None)
            agent = self.contact.talk
            assert (party.pause is None) == (agent is None or agent.pause is None) or not party.recording_id
            if party.block is not None:
                assert party.block.channels == room
        stopped = [data["recording_id"] for data in self.events(EventType.RECORDING_STOPPED)]
        begun = [data.get("recording_id") for data in self.events(EventType.SEGMENT_STARTED)]
        recorded = sorted(recording for recording in begun if recording)
        assert len(set(stopped)) == len(stopped)
        assert set(stopped) <= set(recorded)
        if self.contact.phase is Phase.CLOSED:
            assert sorted(stopped) == recorded

    def _check_pairs(self, began: EventType, ended: EventType, name: str, *, most_open: int) -> None:
        now_open: list[object] = []
        known: set[object] = set()
        beside: set[object] = set()
        for draft, _ in self.log:
            key = (draft.data.get("recording_id"), draft.data.get(name)) if name == "block" else draft.data.get(name)
            if draft.type is began:
                assert key not in known, f"{key} began twice"
                known.add(key)
                now_open.append(key)
                beside |= {key} if draft.data.get("kind") in BESIDE or draft.data.get("errand") else set()
            elif draft.type is ended and key in known:
                assert key in now_open, f"{key} ended twice"
                now_open.remove(key)
            elif draft.type is ended:
                assert draft.data.get("outcome") == "failed", f"{key} ended without a beginning"
            assert len(set(now_open) - beside) <= most_open, f"{now_open} are open at once"
        if not self.contact.alive:
            assert not now_open, f"{now_open} never ended"


def durable(contact: Contact) -> Contact:
    """What a successor must know as well; the rest is memory of this process."""
    parties = tuple(replace(party, resume_channel_id=None) for party in contact.parties)
    unfinished = tuple(replace(party, resume_channel_id=None) for party in contact.unfinished)
    saying = contact.saying if contact.saying and contact.saying.started else None
    phase = Phase.ENDED if contact.phase is Phase.CLOSED else contact.phase
    return replace(
        contact,
        phase=phase,
        flow=None,
        question=0,
        dialogue=None,
        saying=saying,
        parties=parties,
        unfinished=unfinished,
        open_tracks=frozenset(),
        snoops=frozenset(),
    )


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def make_scene() -> Callable[..., Scene]:
    """For scenes with another centre or flow, and for Hypothesis, which wants a new one for each example."""
    return Scene


@pytest.fixture
def centre() -> CentreConfiguration:
    return CENTRE


@pytest.fixture
def wide_centre() -> CentreConfiguration:
    """The centre with all that a queue may offer, a second queue and somebody in the directory. The first queue closes
    two minutes after scenes begin, for one minute."""
    closes, opens, end = (BEGIN + timedelta(minutes=minutes) for minutes in (2, 3, 600))
    hours = OpeningHours("days", ("people",), (), end, ((BEGIN, closes), (opens, end)))
    loans = replace(WIDE_QUEUE, queue_id="loans", announcement="贷款。", waits_unstaffed=True)
    return replace(CENTRE, queues=(WIDE_QUEUE, loans), directory=(BANK,), opening_hours=(hours,))
