"""The names that people know agents and queues by, for answers that hold ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from rexian.access.parts import WebParts


@dataclass(frozen=True)
class Names:
    """Names by id. An id that is no longer known is shown as it is."""

    agents: Mapping[str, str]
    queues: Mapping[str, str]

    @classmethod
    async def read(cls, parts: WebParts) -> "Names":
        """All names of the centre: a few hundred users and a few dozen queues."""
        users = await parts.users.names()
        agents = {user_id: name for user_id, (_, name) in users.items()}
        return cls(agents, await parts.organisations.queue_names())

    def agent(self, agent_id: str) -> str:
        return self.agents.get(agent_id, agent_id)

    def queue(self, queue_id: str) -> str:
        return self.queues.get(queue_id, queue_id)
