"""What the engine's outcomes are as data of events: written by the ledger, read again by a successor and by replay."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rexian.control.acd.model import AgentChanged, Offer
from rexian.control.contracts.desk import AgentState
from rexian.kit.clock import utc_text


def change_data(change: AgentChanged) -> dict[str, Any]:
    """The data of `agent.state_changed`."""
    until, since = change.wrap_up_until, change.idle_since
    return {
        "agent_id": change.agent_id,
        "state": change.state,
        "previous": change.previous,
        "reason": change.reason,
        "changed_by": change.changed_by,
        "not_ready_reason": change.not_ready_reason,
        "served_contact_id": change.contact_id,
        "wrap_up_until": utc_text(until) if until else None,
        "queue_id": change.queue_id,
        "next_state": change.next_state,
        "next_reason": change.next_reason,
        "idle_since": utc_text(since) if since else None,
        "answered_today": change.answered_today,
        "idle_periods_today": change.idle_periods_today,
        "idle_seconds_today": change.idle_seconds_today,
    }


def change_of(data: Mapping[str, Any]) -> AgentChanged:
    """Read it again; events of older releases tell less."""
    until, since, chosen = data["wrap_up_until"], data.get("idle_since"), data.get("next_state")
    return AgentChanged(
        agent_id=data["agent_id"],
        previous=AgentState(data["previous"]),
        state=AgentState(data["state"]),
        reason=data["reason"],
        changed_by=data["changed_by"],
        not_ready_reason=data["not_ready_reason"],
        contact_id=data["served_contact_id"],
        wrap_up_until=datetime.fromisoformat(until) if until else None,
        queue_id=data.get("queue_id"),
        next_state=AgentState(chosen) if chosen else None,
        next_reason=data.get("next_reason"),
        idle_since=datetime.fromisoformat(since) if since else None,
        answered_today=data.get("answered_today", 0),
        idle_periods_today=data.get("idle_periods_today", 0),
        idle_seconds_today=data.get("idle_seconds_today", 0.0),
    )


def offer_data(offer: Offer) -> dict[str, Any]:
    """The engine's part of the data of `offer.made`."""
    return {
        "offer_id": offer.offer_id,
        "agent_id": offer.agent_id,
        "queue_id": offer.queue_id,
        "deadline": utc_text(offer.deadline),
        "reason": dict(offer.reason),
    }
