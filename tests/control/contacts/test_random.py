"""Whatever happens in whatever order: nothing raises, nothing is left open, the journal alone tells the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexian.control.acd.forecast import Admission, Forecast
from rexian.control.contacts import effects, inputs, supervising
from rexian.control.contacts.state import Phase
from rexian.control.contacts.verbs import VERBS, possible
from rexian.control.contracts.commands import CommandName
from rexian.control.contracts.configuration import CentreConfiguration, OverflowCause, OverflowRule, OverflowTargetKind

pytestmark = pytest.mark.pure

CITIZEN = "citizen-channel"
CAUSES = ("normal", "busy", "declined", "no_answer", "cause_38")
TIMERS = (
    *(
        "callback",
        "promise",
        "dialogue",
        "flow",
        "announcement",
        "reconnect",
        "tracks",
        "parked",
        "recording_pause",
        "unknown",
    ),
)
AGENTS = ("ann", "bea", "zoe")
TARGETS = (inputs.Target(agent_id="bea"), inputs.Target(agent_id="cat"), inputs.Target(number="12345"))
SOUGHT = (inputs.Target(agent_id="bea", group_id="loans"), inputs.Target(agent_id="cat", queue_id="people"))
PLACES = (inputs.Target(queue_id="people"), inputs.Target(flow_id="flow"))
RULES = (
    OverflowRule(OverflowCause.WAITED, 60, OverflowTargetKind.QUEUE, "loans"),
    OverflowRule(OverflowCause.WAITED, 60, OverflowTargetKind.QUEUE, "people"),
    OverflowRule(OverflowCause.LENGTH, 3, OverflowTargetKind.FLOW, "flow"),
    OverflowRule(OverflowCause.STAFFING, 1, OverflowTargetKind.DIRECTORY, "bank"),
)
OUTCOMES = ("ok", "refused", "timeout", "failed")

Step = tuple[str, int]
MOVES = (
    "key",
    "key",
    "key",
    "clip",
    "played",
    "failed",
    "answer",
    "offer",
    "offer",
    "ringing",
    "leg_up",
    "leg_up",
    "leg_gone",
    "leg_refused",
    "lapse",
    "timer",
    "timer",
    "track",
    "silent",
    "agent_hangs_up",
    "agent_declines",
    "agent_resumes",
    "agent_resets",
    "verb",
    "verb",
    "verb",
    "verb",
    "supervisor",
    "supervisor",
    "snoops",
    "phone_holds",
    "phone_transfers",
    "picks_up",
    "unanswered",
    "broken",
    "overflows",
    "overflows",
    "call_back",
    "call_back",
    "turn_is_near",
    "turn_is_near",
    "promise_cancelled",
    "called",
    "lines",
    "crash",
    "reconnect",
    "citizen_gone",
)
steps = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 1000)), max_size=60)


class Chaos:
    """Turns random numbers into inputs about things that are, were, or never were."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene

    def pick(self, choices: Any, number: int) -> Any:
        choices = list(choices)
        return choices[number % len(choices)] if choices else "nothing"

    def legs(self) -> list[str]:
        rings = (effects.RingLeg, effects.CallAgent, effects.CallNumber)
        return [effect.channel_id for effect in self.scene.done if isinstance(effect, rings)]

    @property
    def citizen(self) -> str:
        return str(self.scene.contact.channel_id)

    def play(self, move: str, number: int) -> None:
        scene = self.scene
        scene.clock.advance(number % 7)
        match move:
            case "key":
                scene.keys(self.pick("0123456789*#", number))
            case "clip" | "played" | "failed":
                self.prompt(move, number)
            case "answer":
                self.answer(number)
            case "offer":
                if scene.contact.ringing is None:
                    scene.offer(self.pick(AGENTS, number))
            case "timer":
                scene.happen(inputs.TimerFired(self.pick(TIMERS, number)))
            case "track":
                tracks = [effect.track for effect in scene.of(effects.StartTrack)]
                scene.happen(inputs.TrackEnded(self.pick(tracks, number)))
            case "crash" | "reconnect":
                self.come_back(number, crash=move == "crash")
            case "citizen_gone" if not scene.contact.up or scene.contact.channel_id != CITIZEN:
                scene.happen(inputs.ChannelGone(scene.contact.channel_id, self.pick(CAUSES, number)))
            case "citizen_gone":
                scene.hang_up(scene.clock.now() - timedelta(seconds=1) if number % 2 else None)
            case "verb":
                self.verb(number)
            case "supervisor":
                verb = self.pick([*supervising.PLACES, CommandName.TAKE_OVER, CommandName.TAKE_OVER], number)
                verb = verb if number % 31 else CommandName.RELEASE
                watched = [party.agent_id for party in scene.contact.parties if party.agent_id]
                scene.happen(inputs.SupervisorActs("sue", verb, self.pick(watched, number), number % 3 == 0))
            case "snoops":
                started = [effect.snoop for effect in scene.of(effects.StartSnoop)]
                scene.snoops_start()
                if number % 5 == 0 and started and started[-1] not in scene.world.snoops:
                    scene.happen(inputs.SnoopEnded(started[-1]))
            case "unanswered":
                for party in scene.contact.parties:
                    scene.happen(inputs.TimerFired(f"called.{party.party_id}"))
            case "broken":
                scene.happen(inputs.FlowBroken())
            case "overflows":
                queue_id = scene.contact.queue_id if number % 5 else "people"
                scene.happen(inputs.Overflows(queue_id, self.pick(RULES, number)))
            case "call_back":
                scene.keys(self.pick(("31", "31", "3203716588123#1", "32011#*", "3"), number))
            case "turn_is_near":
                scene.happen(inputs.TurnIsNear())
            case "promise_cancelled" if number % 4 == 0:
                scene.happen(inputs.PromiseCancelled("lead", "other"))
            case "promise_cancelled":
                scene.happen(inputs.TimerFired("promise"))
            case "called":
                scene.happen(inputs.LegAnswered(self.citizen))
            case "lines":
                scene.told_admission = self.pick(Admission, number)
                scene.told_forecast = self.pick((None, Forecast(1, None), Forecast(3, 100.0)), number)
            case _:
                self.agent(move, number)

    def finish(self) -> None:
        """The citizen hangs up, and does not answer any more."""
        scene = self.scene
        scene.happen(inputs.TurnIsNear())
        scene.happen(inputs.ChannelGone(scene.contact.channel_id, "normal"))
        scene.happen(inputs.TimerFired("callback"))

    def verb(self, number: int) -> None:
        """Mostly what is possible; now and then anything by anybody."""
        agents = [party.agent_id for party in self.scene.contact.parties if party.agent_id] or ["ann"]
        agent_id = self.pick(agents, number // 3)
        likely = [verb for verb in possible(self.scene.contact, agent_id) if verb in VERBS]
        verb = self.pick(likely if number % 8 else VERBS, number) if likely else self.pick(VERBS, number)
        taken = {party.agent_id for party in self.scene.contact.parties}
        targets = [target for target in TARGETS if target.agent_id not in taken - {""}]
        targets += [target for target in SOUGHT if target.agent_id not in taken and number % 2]
        self.scene.told_idle = [
            agent_id for agent_id in ("bea", "cat", "dan", "eve") if number % 3 and agent_id not in taken
        ]
        target = self.pick([*targets, *(PLACES if verb is CommandName.TRANSFER else ())], number // 5)
        if verb is CommandName.SEND_TO_MENU:
            target = PLACES[1]
        self.scene.act(verb, agent_id, target=target, digits="12#", word="other")

    def prompt(self, move: str, number: int) -> None:
        made = [effect.playback_id for effect in self.scene.of(effects.MakeClip)]
        playback_id = made[-1] if made and number % 4 else self.pick(made, number)
        if move == "clip":
            self.scene.happen(inputs.ClipReady(playback_id, "clip", "/clips/clip", 1.0))
        elif move == "failed" or playback_id in [effect.playback_id for effect in self.scene.of(effects.Play)]:
            self.scene.happen(inputs.PlaybackEnded(playback_id, failed=move == "failed"))

    def answer(self, number: int) -> None:
        values = {"sum": "12.50", "person": "p-1"} if number % 3 else {}
        asked = [effect.question for effect in self.scene.of(effects.AskObject)]
        question = asked[-1] if asked else 1
        self.scene.happen(inputs.ObjectAnswered(question, self.pick(OUTCOMES, number), values))

    def agent(self, move: str, number: int) -> None:
        legs = self.legs()
        leg = legs[-1] if legs and number % 4 else self.pick(legs, number)
        ringing = self.scene.contact.ringing
        event: inputs.Input | None = {
            "ringing": inputs.LegRinging(leg),
            "leg_up": inputs.LegAnswered(leg),
            "leg_gone": inputs.ChannelGone(leg, self.pick(CAUSES, number)),
            "leg_refused": inputs.LegRefused(leg, "agent_unreachable"),
            "lapse": inputs.OfferLapsed(ringing.offer) if ringing else None,
            "silent": inputs.MediaSilent(leg),
            "picks_up": inputs.AgentPicksUp(self.pick(AGENTS, number)),
            "phone_holds": inputs.PhoneHolds(leg, bool(number % 2)),
            "phone_transfers": inputs.PhoneTransfers(
                leg, self.pick(("12345", "people", "x"), number), bool(number % 2)
            ),
            "agent_hangs_up": inputs.AgentHangsUp(self.pick(AGENTS, number)),
            "agent_declines": inputs.AgentDeclines(self.pick(AGENTS, number)),
            "agent_resumes": inputs.AgentResumes(self.pick(AGENTS, number)),
            "agent_resets": inputs.AgentResets(self.pick(AGENTS, number)),
        }[move]
        if event is not None:
            self.scene.happen(event)

    def come_back(self, number: int, *, crash: bool) -> None:
        """After a crash, or after a lost connection to the media server, any part of the world may be gone."""
        scene = self.scene
        if crash:
            if scene.contact.phase is Phase.CLOSED:
                return  # forgotten for good
            scene.crash()
        legs, tracks = self.legs()[-3:], sorted(scene.contact.open_tracks)
        up = (
            [self.citizen] * bool(number % 5)
            + ([leg for leg in legs if leg != self.citizen] if number % 2 else [])
            + (tracks if number % 3 else [])
        )
        up += [name for name, snoop in scene.world.snoops.items() if snoop.channel_id in up and number % 6]
        gone = {name: scene.clock.now() - timedelta(seconds=number % 4) for name in (self.citizen, *legs) if number % 7}
        causes = dict.fromkeys(legs, "cause_38") if number % 9 == 0 else {}
        ringing = [leg for leg in legs if leg not in scene.joined()] if number % 11 == 0 else []
        unwritten = tracks[number % 2 :] if number % 5 == 0 else []
        scene.come_back(*up, ended_at=gone, causes=causes, ringing=ringing, unwritten=unwritten)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.sampled_from(["12329", "12329", "12329", "out", "out", "internal", "internal", "12345", "110"]),
    moves=steps,
)
def test_any_order_of_inputs_is_borne(
    make_scene: Callable[..., Any], wide_centre: CentreConfiguration, number: str, moves: list[Step]
) -> None:
    scene = make_scene(wide_centre)
    chaos = Chaos(scene)
    if number == "internal":
        scene.happen(inputs.AgentDials("ann", "8002", "zoe"))
    elif number == "out":
        scene.happen(inputs.AgentDials("ann", "13800001234"))
    else:
        scene.dial(number)
    for move, value in moves:
        chaos.play(move, value)
        scene.check()
    for _ in range(10):
        chaos.finish()
    scene.happen(inputs.TimerFired("tracks"))
    assert scene.contact.phase is Phase.CLOSED
    scene.check()
    assert "246810" not in repr(scene.log)
