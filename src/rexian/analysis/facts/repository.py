"""All SQL on facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import orjson
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from rexian.analysis.facts.models import Fact, RejectedEvent
from rexian.control.contracts.events import Event, EventType
from rexian.kit.ids import first_id_of

WRITER_LOCK = 0x0FAC75
"""The advisory lock of the one transaction at a time that writes facts (or replaces what is derived from them)."""

LATEST = timedelta(days=1)
"""A fact is stored this long after its event at the latest, for those who look for a day's facts."""

INSERT = text(
    """
    INSERT INTO facts (id, type, version, contact_id, sequence, time, actor, cause, organisation_id, media_node,
                       recovered, data, sealed)
    SELECT id, type, version, contact_id, sequence, time, actor, cause, organisation_id, media_node,
           recovered, data, sealed
    FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS event (
        number integer, id text, type text, version integer, contact_id text, sequence integer, time timestamptz,
        actor text, cause text, organisation_id text, media_node text, recovered boolean, data jsonb, sealed jsonb)
    ORDER BY number
    ON CONFLICT (id) DO NOTHING
    RETURNING id
    """
)


async def lock_writing(session: AsyncSession) -> None:
    """Wait until no other transaction writes facts: so positions become visible in their order, without gaps to come,
    and two workers never derive from half of a contact each."""
    await session.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))


async def insert_facts(session: AsyncSession, events: Sequence[Event]) -> frozenset[str]:
    """Store events that are not stored yet; gives the ids of those that are new."""
    documents = [{**event.as_json(), "number": number} for number, event in enumerate(events)]
    rows = await session.execute(INSERT, {"events": orjson.dumps(documents).decode()})
    return frozenset(rows.scalars())


async def insert_rejected(session: AsyncSession, rejected: RejectedEvent) -> None:
    """Keep a message that is no event; the same one again changes nothing."""
    values = {column.name: getattr(rejected, column.name) for column in RejectedEvent.__table__.columns}
    await session.execute(insert(RejectedEvent).values(values).on_conflict_do_nothing())


async def facts_of(session: AsyncSession, contact_ids: Iterable[str], types: Iterable[str] | None) -> list[Event]:
    """The facts of some contacts as they were sent, by contact and sequence; `types` narrows, None = all."""
    query = select(Fact).where(Fact.contact_id.in_(list(contact_ids)))
    if types is not None:
        query = query.where(Fact.type.in_(list(types)))
    rows = await session.execute(query.order_by(Fact.contact_id, Fact.sequence, Fact.id))
    return [_event(fact) for fact in rows.scalars()]


async def facts_between(session: AsyncSession, since: datetime, until: datetime, types: Iterable[str]) -> list[Event]:
    """The facts of these types and of this time, by time and sequence.

    Ids begin with the time they were made, so the primary key finds them; what was learned late (`recovered`) is found
    if it was learned within LATEST.
    """
    query = (
        select(Fact)
        .where(Fact.id >= first_id_of(since), Fact.id < first_id_of(until + LATEST))
        .where(Fact.time >= since, Fact.time < until, Fact.type.in_([str(type_) for type_ in types]))
    )
    rows = await session.execute(query.order_by(Fact.time, Fact.sequence, Fact.id))
    return [_event(fact) for fact in rows.scalars()]


async def ended_among(session: AsyncSession, contact_ids: Iterable[str]) -> frozenset[str]:
    """Those of the contacts whose end is known."""
    query = select(Fact.contact_id).where(
        Fact.contact_id.in_(list(contact_ids)), text(f"type = '{EventType.CONTACT_ENDED}'")
    )
    rows = await session.execute(query.distinct())
    return frozenset(contact_id for contact_id in rows.scalars() if contact_id is not None)


async def contacts_after(session: AsyncSession, contact_id: str, limit: int) -> list[str]:
    """The next ended contacts in the order of their ids."""
    query = select(Fact.contact_id).where(Fact.contact_id > contact_id, text(f"type = '{EventType.CONTACT_ENDED}'"))
    rows = await session.execute(query.distinct().order_by(Fact.contact_id).limit(limit))
    return [found for found in rows.scalars() if found is not None]


async def count_ended(session: AsyncSession) -> int:
    """How many contacts have ended."""
    query = select(func.count(Fact.contact_id.distinct())).where(text(f"type = '{EventType.CONTACT_ENDED}'"))
    return (await session.execute(query)).scalar_one()


def _event(fact: Fact) -> Event:
    return Event(
        id=fact.id,
        type=fact.type,
        version=fact.version,
        time=fact.time,
        actor=fact.actor,
        organisation_id=fact.organisation_id,
        media_node=fact.media_node,
        contact_id=fact.contact_id,
        sequence=fact.sequence,
        cause=fact.cause,
        recovered=fact.recovered,
        data=fact.data,
        sealed=fact.sealed,
    )
