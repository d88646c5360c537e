"""The journal's file: SQLite in WAL mode with one writer thread and group commit.

Whatever waits when the thread comes round is committed together, so the cost of a commit is shared under load. WAL with
`synchronous=NORMAL` keeps every commit over the death of any process; a checkpoint each second (which syncs to disk)
bounds what a power loss can take to about a second.
"""

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import orjson
import structlog

from rexian.control.contracts.events import Event, EventType
from rexian.kit.errors import ErrorKind, RexianError

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    contact_id TEXT,
    type TEXT NOT NULL,
    document BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS journal_contact ON journal (contact_id, position);
CREATE TABLE IF NOT EXISTS open_contacts (contact_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agent_states (agent_id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contact_keys (
    contact_id TEXT PRIMARY KEY, wrapped_key TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (note_id TEXT PRIMARY KEY, sealed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
READ = "SELECT position, document FROM journal WHERE position > ? ORDER BY position LIMIT ?"
CHECKPOINT_SECONDS = 1.0
MOST_PER_COMMIT = 500

log = structlog.get_logger(__name__)


class JournalClosed(RexianError):
    """The journal is closed and takes nothing more."""

    code: ClassVar[str] = "journal_closed"
    kind: ClassVar[ErrorKind] = ErrorKind.UNAVAILABLE


@dataclass(frozen=True)
class Entry:
    """What one append brings: events, and the wrapped key of a contact that begins with them."""

    events: Sequence[Event]
    contact_key: tuple[str, str] | None = None
    closes: str | None = None
    note: tuple[str, str] | None = None
    """A sealed text kept beside the events, by its id, until an entry drops it."""
    drops_note: str | None = None


@dataclass(frozen=True)
class Stored:
    """An event and its place in the journal."""

    position: int
    event: Event


ContactKey = tuple[str, str]
"""(contact id, wrapped key)."""

Work = tuple[Callable[[sqlite3.Connection], Any], Future[Any]]


class JournalStore:
    """One writer thread owns the connection; everyone else hands it work and waits for the future.

    Work whose waiter has gone is done all the same. A file that cannot be opened raises sqlite3.Error at once.
    """

    def __init__(self, path: Path) -> None:
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._run, args=(_opened(path),), name="journal", daemon=True)
        self._thread.start()

    def append(self, entry: Entry) -> Future[None]:
        """Done when the entry is committed."""
        return self._submit(lambda connection: _append(connection, entry))

    def read(self, after_position: int, limit: int) -> Future[list[Stored]]:
        """The events after a position, in order."""
        return self._submit(lambda connection: _stored(connection.execute(READ, (after_position, limit))))

    def open_contacts(self) -> Future[list[Event]]:
        """All events of the contacts that have not been closed, in order."""
        sql = """SELECT position, document FROM journal WHERE contact_id IN (SELECT contact_id FROM open_contacts)
                 ORDER BY position"""
        return self._submit(lambda connection: [stored.event for stored in _stored(connection.execute(sql))])

    def agent_states(self) -> Future[list[Event]]:
        """The newest state change of each agent."""
        sql = "SELECT position, document FROM journal WHERE position IN (SELECT position FROM agent_states)"
        return self._submit(lambda connection: [stored.event for stored in _stored(connection.execute(sql))])

    def notes(self) -> Future[list[str]]:
        """The sealed notes that were not dropped, in the order of their ids."""
        sql = "SELECT sealed FROM notes ORDER BY note_id"
        return self._submit(lambda connection: [sealed for (sealed,) in connection.execute(sql)])

    def contact_keys(self) -> Future[dict[str, str]]:
        """The wrapped keys of the open contacts."""
        sql = """SELECT contact_id, wrapped_key FROM contact_keys
                 WHERE contact_id IN (SELECT contact_id FROM open_contacts)"""
        return self._submit(lambda connection: dict(connection.execute(sql).fetchall()))

    def unpublished(self, after_position: int, limit: int) -> Future[tuple[list[Stored], list[ContactKey]]]:
        """What is to be copied next: the events after a position, and keys that were not copied yet."""
        return self._submit(lambda connection: _unpublished(connection, after_position, limit))

    def set_published(self, name: str, position: int, contact_ids: Sequence[str]) -> Future[None]:
        """Remember up to where events are copied, and whose keys: such a key goes with its closed contact."""
        return self._submit(lambda connection: _set_published(connection, name, position, contact_ids))

    def mark(self, name: str) -> Future[int]:
        """A remembered number, 0 if never set."""
        sql = "SELECT coalesce((SELECT value FROM marks WHERE name = ?), 0)"
        return self._submit(lambda connection: int(connection.execute(sql, (name,)).fetchone()[0]))

    def close(self) -> None:
        """Commit what waits and close the file. Work that comes later gets JournalClosed."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._work.put(None)
        self._thread.join()

    def _submit(self, action: Callable[[sqlite3.Connection], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        with self._closing:
            if self._closed:
                future.set_exception(JournalClosed())
            else:
                self._work.put((action, future))
        return future

    def _run(self, connection: sqlite3.Connection) -> None:
        last_checkpoint = time.monotonic()
        while True:
            batch, more = self._batch()
            _commit(connection, batch)
            if time.monotonic() - last_checkpoint >= CHECKPOINT_SECONDS:
                _checkpoint(connection, "PASSIVE")
                last_checkpoint = time.monotonic()
            if not more:
                _checkpoint(connection, "TRUNCATE")
                connection.close()
                return

    def _batch(self) -> tuple[list[Work], bool]:
        """What waits now (at least one piece of work, or none after a second); False when the journal is closing."""
        batch: list[Work] = []
        try:
            work = self._work.get(timeout=CHECKPOINT_SECONDS)
            while work is not None:
                batch.append(work)
                if len(batch) >= MOST_PER_COMMIT:
                    return batch, True
                work = self._work.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, False


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made if it is new; handed on to the writer thread."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.executescript(SCHEMA)
    return connection


def _checkpoint(connection: sqlite3.Connection, mode: str) -> None:
    try:
        connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
    except sqlite3.Error as error:
        log.error("the journal could not be synced", error=type(error).__name__)


def _commit(connection: sqlite3.Connection, batch: Sequence[Work]) -> None:
    """Run a batch in one transaction; if anything in it fails, each piece runs in one of its own."""
    if not batch:
        return
    try:
        connection.execute("BEGIN")
        results = [action(connection) for action, _ in batch]
        connection.execute("COMMIT")
    except Exception as error:  # the writer thread's outermost: it must live on, whoever handed it what
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if len(batch) > 1:
            for work in batch:
                _commit(connection, [work])
            return
        log.error("the journal refused a piece of work", error=type(error).__name__)
        _settle(batch[0][1], error=error)
        return
    for (_, future), result in zip(batch, results, strict=True):
        _settle(future, result)


def _settle(future: Future[Any], result: Any = None, *, error: Exception | None = None) -> None:
    """Tell the one who waits, if somebody still does."""
    if not future.set_running_or_notify_cancel():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def _append(connection: sqlite3.Connection, entry: Entry) -> None:
    if entry.contact_key is not None:
        connection.execute("INSERT INTO contact_keys (contact_id, wrapped_key) VALUES (?, ?)", entry.contact_key)
        connection.execute("INSERT INTO open_contacts VALUES (?)", entry.contact_key[:1])
    for event in entry.events:
        cursor = connection.execute(
            "INSERT INTO journal (event_id, contact_id, type, document) VALUES (?, ?, ?, ?)",
            (event.id, event.contact_id, event.type, orjson.dumps(event.as_json())),
        )
        if event.type == EventType.AGENT_STATE_CHANGED:
            connection.execute(
                """INSERT INTO agent_states VALUES (?, ?)
                   ON CONFLICT (agent_id) DO UPDATE SET position = excluded.position""",
                (event.data["agent_id"], cursor.lastrowid),
            )
    if entry.note is not None:
        connection.execute("INSERT INTO notes VALUES (?, ?)", entry.note)
    if entry.drops_note is not None:
        connection.execute("DELETE FROM notes WHERE note_id = ?", (entry.drops_note,))
    if entry.closes is not None:
        connection.execute("DELETE FROM open_contacts WHERE contact_id = ?", (entry.closes,))
        connection.execute("DELETE FROM contact_keys WHERE contact_id = ? AND published = 1", (entry.closes,))


def _unpublished(
    connection: sqlite3.Connection, after_position: int, limit: int
) -> tuple[list[Stored], list[ContactKey]]:
    keys = connection.execute(
        "SELECT contact_id, wrapped_key FROM contact_keys WHERE published = 0 LIMIT ?", (limit,)
    ).fetchall()
    return _stored(connection.execute(READ, (after_position, limit))), keys


def _set_published(connection: sqlite3.Connection, name: str, position: int, contact_ids: Sequence[str]) -> None:
    connection.execute(
        "INSERT INTO marks VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, position)
    )
    for contact_id in contact_ids:
        connection.execute("UPDATE contact_keys SET published = 1 WHERE contact_id = ?", (contact_id,))
        connection.execute(
            """DELETE FROM contact_keys WHERE contact_id = ? AND published = 1
               AND contact_id NOT IN (SELECT contact_id FROM open_contacts)""",
            (contact_id,),
        )


def _stored(rows: Iterator[tuple[int, bytes]]) -> list[Stored]:
    return [Stored(position, Event.from_json(orjson.loads(document))) for position, document in rows]
