"""Agents' seats: their SIP accounts, queues, groups and skills."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from rexian.business.seats import repository
from rexian.business.seats.contracts import PhoneKind, Seat, SeatSettings, Skill
from rexian.business.seats.errors import SeatNotFound
from rexian.business.seats.models import KINDS, SeatGroupRow, SeatQueueRow, SeatRow, SeatSkillRow
from rexian.kit.crypto import KeyRing
from rexian.kit.database import Database

SECRET_BYTES = 24


class Seats:
    """Reads and adds seats. SIP secrets are sealed in the database under the installation's key."""

    def __init__(self, database: Database, key_ring: KeyRing) -> None:
        self._database = database
        self._key_ring = key_ring

    async def seat_of(self, agent_id: str) -> Seat:
        """The seat of one agent. Raises SeatNotFound."""
        async with self._database.transaction() as session:
            row = await repository.find_seat(session, agent_id)
            queues = await repository.queues_of_seats(session, agent_id)
            groups = await repository.groups_of_seats(session, agent_id)
            skills = await repository.skills_of_seats(session, agent_id)
        if row is None:
            raise SeatNotFound
        return self._seat(row, queues.get(agent_id, ()), groups.get(agent_id, ()), skills.get(agent_id, ()))

    async def agent_ids(self, organisation_ids: frozenset[str] | None = None) -> tuple[str, ...]:
        """Who has a seat in these organisations, or in the whole centre; no secret is opened for it."""
        async with self._database.transaction() as session:
            return tuple(await repository.agent_ids(session, organisation_ids))

    async def all_seats(self) -> tuple[Seat, ...]:
        """Every seat of the centre."""
        async with self._database.transaction() as session:
            rows = await repository.all_seats(session)
            queues = await repository.queues_of_seats(session)
            groups = await repository.groups_of_seats(session)
            skills = await repository.skills_of_seats(session)
        return tuple(
            self._seat(row, queues.get(row.agent_id, ()), groups.get(row.agent_id, ()), skills.get(row.agent_id, ()))
            for row in rows
        )

    async def all_settings(self) -> tuple[SeatSettings, ...]:
        """Every seat of the centre as it is set; no secret is opened for it."""
        async with self._database.transaction() as session:
            rows = await repository.all_seats(session)
            queues = await repository.queues_of_seats(session)
            groups = await repository.groups_of_seats(session)
            skills = await repository.skills_of_seats(session)
        return tuple(
            SeatSettings(
                agent_id=row.agent_id,
                organisation_id=row.organisation_id,
                sip_username=row.sip_username,
                phone_kind=KINDS[row.phone_kind],
                queue_ids=queues.get(row.agent_id, ()),
                group_ids=groups.get(row.agent_id, ()),
                skills=skills.get(row.agent_id, ()),
            )
            for row in rows
        )

    async def put_in(self, session: AsyncSession, seat: SeatSettings) -> None:
        """Set a seat within a transaction; one that is new, or gets another name, gets a new random secret."""
        row = await repository.find_seat(session, seat.agent_id)
        if row is None:
            row = SeatRow(agent_id=seat.agent_id, organisation_id=seat.organisation_id)
            session.add(row)
        if row.sip_username != seat.sip_username:
            row.sip_secret_sealed = self._key_ring.seal_text(
                secrets.token_urlsafe(SECRET_BYTES), context=_context(seat.agent_id)
            )
        row.sip_username = seat.sip_username
        row.phone_kind = seat.phone_kind
        await session.flush()
        await repository.clear_duties(session, seat.agent_id)
        session.add_all(SeatQueueRow(agent_id=seat.agent_id, queue_id=queue_id) for queue_id in seat.queue_ids)
        session.add_all(SeatGroupRow(agent_id=seat.agent_id, group_id=group_id) for group_id in seat.group_ids)
        session.add_all(SeatSkillRow(agent_id=seat.agent_id, **vars(skill)) for skill in seat.skills)
        await session.flush()

    async def remove_in(self, session: AsyncSession, agent_id: str) -> None:
        """Take the seat away within a transaction; nothing happens where there is none."""
        row = await repository.find_seat(session, agent_id)
        if row is not None:
            await repository.clear_duties(session, agent_id)
            await session.delete(row)
            await session.flush()

    async def forget_queue_in(self, session: AsyncSession, queue_id: str) -> None:
        """No seat serves this queue by name any more."""
        await repository.forget_queue(session, queue_id)

    async def name_taken_in(self, session: AsyncSession, sip_username: str, agent_id: str) -> bool:
        """Whether another agent's phone has that name."""
        return await repository.sip_username_taken(session, sip_username, agent_id)

    async def give_seat(
        self,
        agent_id: str,
        organisation_id: str,
        *,
        sip_username: str,
        phone_kind: PhoneKind,
        queue_ids: tuple[str, ...],
        group_ids: tuple[str, ...] = (),
        skills: tuple[Skill, ...] = (),
    ) -> bool:
        """Give the agent a seat with a new random SIP secret, unless he has one; tells whether it was given."""
        columns = {
            "agent_id": agent_id,
            "organisation_id": organisation_id,
            "sip_username": sip_username,
            "sip_secret_sealed": self._key_ring.seal_text(
                secrets.token_urlsafe(SECRET_BYTES), context=_context(agent_id)
            ),
            "phone_kind": phone_kind,
        }
        async with self._database.transaction() as session:
            return await repository.add_seat_if_missing(
                session,
                columns,
                [
                    *(SeatQueueRow(agent_id=agent_id, queue_id=queue_id) for queue_id in queue_ids),
                    *(SeatGroupRow(agent_id=agent_id, group_id=group_id) for group_id in group_ids),
                    *(SeatSkillRow(agent_id=agent_id, **vars(skill)) for skill in skills),
                ],
            )

    def _seat(
        self, row: SeatRow, queue_ids: tuple[str, ...], group_ids: tuple[str, ...], skills: tuple[Skill, ...]
    ) -> Seat:
        return Seat(
            agent_id=row.agent_id,
            organisation_id=row.organisation_id,
            sip_username=row.sip_username,
            sip_secret=self._key_ring.open_text(row.sip_secret_sealed, context=_context(row.agent_id)),
            phone_kind=KINDS[row.phone_kind],
            queue_ids=queue_ids,
            group_ids=group_ids,
            skills=skills,
        )


def _context(agent_id: str) -> str:
    return f"seat.sip_secret.{agent_id}"
