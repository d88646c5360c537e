# SPDX-License-Identifier: GPL-2.0-or-later
"""A simulated SIP phone: commands as JSON lines on standard input, events on standard output (see README.md).

It ends when standard input ends (so it never outlives its parent), or on SIGTERM or SIGINT; it hangs up first and is
gone within 3 s in any case.
"""

import faulthandler
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import pjsua2 as pj
from commands import Commands, Poll, Refused, Reply
from wire import Wire, log_failure, now_ms

POLL_MS = 10
POLITE_SECONDS = 1.5
LAST_RESORT_SECONDS = 2.5
COMMANDS = frozenset(
    [
        *("start", "set_answering", "call", "answer", "reject", "hang_up", "hold", "unhold", "transfer"),
        *("send_digits", "play_tone", "play_silence", "play_file", "measure"),
        *("wait_for_audio", "wait_for_silence", "statistics"),
    ]
)


class Program:
    """The main loop: commands in, PJSIP's turn, replies that were waited for."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._commands = Commands(wire)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._waiting: list[tuple[object, Poll]] = []
        self._leaving = threading.Event()

    def leave(self, *_: int | FrameType | None) -> None:
        """Ask the loop to end; from any thread or a signal. The process ends soon even if PJSIP hangs."""
        if not self._leaving.is_set():
            self._leaving.set()
            last_resort = threading.Timer(LAST_RESORT_SECONDS, os._exit, (1,))
            last_resort.daemon = True
            last_resort.start()

    def read(self) -> None:
        """The reading thread."""
        for line in sys.stdin:
            self._lines.put(line)
        self.leave()

    def run(self) -> None:
        """Until told to leave."""
        while not self._leaving.is_set():
            self._take_commands()
            self._commands.poll(POLL_MS)
            self._give_replies()
        self._hang_up_all()

    def _take_commands(self) -> None:
        if not self._commands.started:
            # PJSIP's poll is what paces the loop; before it there is only this.
            time.sleep(POLL_MS / 1000)
        while not self._lines.empty():
            line = self._lines.get()
            try:
                fields = json.loads(line)
                request_id, name = fields.pop("id", None), fields.pop("command")
            except (ValueError, KeyError, AttributeError, TypeError):
                self._wire.emit("reply", id=None, ok=False, error="bad_line", message="not a JSON command")
                continue
            self._answer(request_id, lambda name=name, fields=fields: self._command(name)(**fields))

    def _command(self, name: object) -> Callable[..., Reply | Poll]:
        if name not in COMMANDS:
            raise Refused("unknown_command", f"there is no command {name}")
        return getattr(self._commands, str(name))

    def _give_replies(self) -> None:
        waiting, self._waiting = self._waiting, []
        for request_id, poll in waiting:
            self._answer(request_id, lambda poll=poll: _reply_or_poll(poll))

    def _answer(self, request_id: object, action: Callable[[], Reply | Poll]) -> None:
        try:
            result = action()
        except Refused as refused:
            self._fail(request_id, refused.code, str(refused))
        except pj.Error as error:
            self._fail(request_id, "sip", str(error.reason))
        except TypeError as error:
            self._fail(request_id, "bad_field", str(error))
        except Exception as error:
            log_failure("a command")
            self._fail(request_id, "failed", str(error))
        else:
            if callable(result):
                self._waiting.append((request_id, result))
            else:
                self._wire.emit("reply", id=request_id, ok=True, **result)

    def _fail(self, request_id: object, code: str, message: str) -> None:
        self._wire.emit("reply", id=request_id, ok=False, error=code, message=message)

    def _hang_up_all(self) -> None:
        if not self._commands.started:
            return
        self._commands.leave()
        end_ms = now_ms() + POLITE_SECONDS * 1000
        while now_ms() < end_ms and self._commands.busy:
            self._commands.poll(POLL_MS)
        # What became due with the last call's end: its recording is kept.
        self._commands.poll(POLL_MS)


def _reply_or_poll(poll: Poll) -> Reply | Poll:
    """The reply when it is there (it may be empty), else the poll, to be asked again."""
    reply = poll(now_ms())
    return poll if reply is None else reply


def main() -> None:
    faulthandler.enable()
    wire = Wire()
    program = Program(wire)
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, program.leave)
    threading.Thread(target=program.read, daemon=True).start()
    status = 0
    try:
        program.run()
    except Exception:
        log_failure("the phone")
        status = 1
    # Not through PJSIP's own end: its threads and its Python objects cannot be taken down safely in every state.
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
