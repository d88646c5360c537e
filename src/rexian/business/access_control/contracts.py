"""What other floors may know of users: roles, permissions, the acting user and what he may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """A user's roles. `supervisor` is the team lead (班长); `admin` runs the system and sees no citizen's data."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What an endpoint can ask for. Every endpoint names exactly one, or says that it is public."""

    USE_PROFILE = "profile.use"
    """To see and to end one's own sign-in: every signed-in user."""
    USE_DESK = "desk.use"
    """To take calls at a seat of one's own: the desk, its softphone and its live stream."""
    SUPERVISE_DESKS = "desks.supervise"
    """To listen to, join, take over and end calls of the organisation's agents, and to change their states. To hear
    them takes a seat of one's own besides."""
    READ_CALL_RECORDS = "call_records.read"
    """To read call records: an agent his own, a supervisor those of his organisation."""
    EXPLAIN_ROUTING = "routing.explain"
    """To ask why a contact of the organisation waited and why it came to that agent."""
    PLAY_RECORDINGS = "recordings.play"
    """To listen to recordings of the call records one may read; each play is audited."""
    MANAGE_LEGAL_HOLDS = "legal_holds.manage"
    """To keep recordings from being deleted, and to end that; audited."""
    REVEAL_PERSONAL_DATA = "personal_data.reveal"
    """To see a masked value of the contact on one's own desk in clear, with a reason; audited."""
    READ_DIRECTORY = "directory.read"
    """To see whom a call can be passed on to; numbers are masked."""
    MANAGE_DIRECTORY = "directory.manage"
    """To keep the directory, its numbers in clear."""
    MANAGE_CALENDARS = "calendars.manage"
    """To set opening hours, holidays and who keeps to them."""
    MANAGE_CALLER_MARKS = "caller_marks.manage"
    """To keep the VIP, red and black lists."""
    MANAGE_TRUNKS = "trunks.manage"
    """To keep the lines to the telephone network and which called number runs which flow."""
    EDIT_FLOWS = "flows.edit"
    """To read flows, make and change drafts, check and try them: no call is touched."""
    PUBLISH_FLOWS = "flows.publish"
    """To decide what callers meet: publish, roll back and retire flows, and share calls out among them."""
    MANAGE_QUEUES = "queues.manage"
    """To set queues and groups: rules, limits, overflow and what callers hear."""
    MANAGE_STAFF = "staff.manage"
    """To keep users and their seats: a supervisor those of agents, an administrator all."""
    READ_CHANGES = "changes.read"
    """To see who changed the centre's own data, and when."""
    MANAGE_OBJECTS = "objects.manage"
    """To switch, set, reload and put back business objects; audited."""
    READ_STATUS = "status.read"
    """To see how the parts of the system stand."""


@dataclass(frozen=True)
class Visibility:
    """Which rows an actor may see: those of his organisation and below it; `agent_id` narrows it to one agent's own."""

    organisation_id: str
    agent_id: str | None = None


@dataclass(frozen=True)
class Actor:
    """The signed-in user behind a request."""

    user_id: str
    organisation_id: str
    staff_number: str
    name: str
    roles: frozenset[Role]
    sign_in_id: str

    @property
    def agent_id(self) -> str:
        """An agent is known to control by his user id."""
        return self.user_id


@dataclass(frozen=True)
class User:
    """A user as he is kept. Who is not `active` cannot sign in; `version` grows with each change.

    `locked_until`: after too many failed attempts nobody signs in by this staff number before that.
    """

    user_id: str
    organisation_id: str
    version: int
    staff_number: str
    name: str
    roles: frozenset[Role]
    active: bool
    locked_until: datetime | None


@dataclass(frozen=True)
class Client:
    """Where a request comes from, as it stands in sign-ins and in the audit trail."""

    address: str
    user_agent: str


@dataclass(frozen=True)
class StartedSignIn:
    """A new sign-in. `token` is given to the browser once and stored only as a hash."""

    token: str
    actor: Actor
    expires_at: datetime
