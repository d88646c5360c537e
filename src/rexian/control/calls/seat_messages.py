"""Messages of supervisors to a seat: on its desk until the agent has acknowledged them.

A text may name a citizen: that one was sent or read is an event, the text stands in none. Until it is read it is kept
sealed in control's own journal file, so that a successor shows it; then it is nowhere any more. The agent may answer by
a few words, which wait in memory for who sent the message.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from rexian.control.contracts.desk import SeatAnswer, SeatMessage
from rexian.kit.clock import Clock
from rexian.kit.errors import ErrorKind, RexianError
from rexian.kit.ids import IdSource

TEXT_LENGTH = 500
MOST_UNREAD = 20
ANSWER_LENGTH = 200
MOST_ANSWERS = 5
"""Of a seat; older ones that nobody has read give way."""


class SeatMessageInvalid(RexianError):
    """A message has between 1 and 500 characters."""

    code: ClassVar[str] = "seat_message_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class SeatAnswerInvalid(RexianError):
    """An answer has between 1 and 200 characters."""

    code: ClassVar[str] = "seat_answer_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class SeatMessagesFull(RexianError):
    """The seat has read none of the last twenty messages."""

    code: ClassVar[str] = "seat_messages_full"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


class SeatMessages:
    """What is unread, by seat."""

    def __init__(self, clock: Clock, new_id: IdSource) -> None:
        self._clock = clock
        self._new_id = new_id
        self._unread: dict[str, list[SeatMessage]] = {}
        self._answers: dict[str, tuple[SeatAnswer, ...]] = {}

    def of(self, agent_id: str) -> tuple[SeatMessage, ...]:
        """The seat's unread messages, oldest first."""
        return tuple(self._unread.get(agent_id, ()))

    def send(self, agent_id: str, sender_id: str, text: str) -> SeatMessage:
        """Put a message on the desk. Raises SeatMessageInvalid and SeatMessagesFull."""
        text = text.strip()
        if not 0 < len(text) <= TEXT_LENGTH:
            raise SeatMessageInvalid
        unread = self._unread.setdefault(agent_id, [])
        if len(unread) >= MOST_UNREAD:
            raise SeatMessagesFull(agent_id=agent_id)
        message = SeatMessage(self._new_id(), sender_id, self._clock.now(), text)
        unread.append(message)
        return message

    def restore(self, text: Mapping[str, Any]) -> None:
        """One that was unread when the control before this one ended, as `kept` has told it."""
        sent_at = datetime.fromisoformat(text["sent_at"])
        message = SeatMessage(text["message_id"], text["sender_id"], sent_at, text["text"])
        self._unread.setdefault(text["agent_id"], []).append(message)

    def answers_of(self, agent_id: str) -> tuple[SeatAnswer, ...]:
        """The seat's answers that were not read yet, oldest first."""
        return self._answers.get(agent_id, ())

    def answer(self, agent_id: str, message_id: str, text: str) -> None:
        """Answer an unread message, to be acknowledged next; one that is gone needs none. Raises SeatAnswerInvalid."""
        text = text.strip()
        if not 0 < len(text) <= ANSWER_LENGTH:
            raise SeatAnswerInvalid
        asked = next((message for message in self.of(agent_id) if message.message_id == message_id), None)
        if asked is not None:
            answer = SeatAnswer(message_id, asked.sender_id, self._clock.now(), text)
            self._answers[agent_id] = (*self.answers_of(agent_id), answer)[-MOST_ANSWERS:]

    def answer_read(self, agent_id: str, message_id: str) -> None:
        """The supervisor has read it."""
        left = tuple(answer for answer in self.answers_of(agent_id) if answer.message_id != message_id)
        self._answers[agent_id] = left

    def acknowledge(self, agent_id: str, message_id: str) -> bool:
        """The agent has read it; whether there was such a one."""
        unread = self._unread.get(agent_id, [])
        left = [message for message in unread if message.message_id != message_id]
        self._unread[agent_id] = left
        return len(left) < len(unread)


def kept(agent_id: str, message: SeatMessage) -> Mapping[str, Any]:
    """What must be known of a message to show it again."""
    return {**vars(message), "agent_id": agent_id, "sent_at": message.sent_at.isoformat()}
