"""The child process of the neural voice: reads sentences from standard input, writes samples to standard output.

Frames: a request is a length (4 bytes, little endian) and UTF-8 text. An answer is the header below and its body:
int16 samples, or the stable code of an error. The child ends when its input ends, so it never outlives its parent.
"""

import os
import struct
import sys
from typing import BinaryIO

import numpy as np

from rexian.control.speech.errors import NothingToSay, VoiceFailed, VoiceNotInstalled

LENGTH = struct.Struct("<I")
HEADER = struct.Struct("<BIII")
"""Status, bytes of the body, syllables, characters ignored."""
READY, SPOKEN, FAILED = 0, 1, 2
_POLITENESS = 5


def answer(output: BinaryIO, status: int, body: bytes = b"", *, syllables: int = 0, ignored: int = 0) -> None:
    output.write(HEADER.pack(status, len(body), syllables, ignored) + body)
    output.flush()


def serve(requests: BinaryIO, output: BinaryIO) -> None:
    """Load the models, say so, then speak until the input ends."""
    try:
        from rexian.control.speech.voices.neural_model import BakerModel

        model = BakerModel()
        model.speak("您好")  # the first run builds caches; no citizen should wait for that
    except VoiceNotInstalled as error:
        answer(output, FAILED, error.code.encode())
        return
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        answer(output, FAILED, f"{VoiceFailed.code} {type(error).__name__}".encode())
        return
    answer(output, READY)
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        text = requests.read(*LENGTH.unpack(head)).decode("utf-8")
        try:
            speech = model.speak(text)
        except NothingToSay as error:
            answer(output, FAILED, error.code.encode())
            continue
        samples = np.rint(np.clip(speech.values, -1, 1) * 32767).astype("<i2")
        answer(output, SPOKEN, samples.tobytes(), syllables=speech.syllables, ignored=speech.ignored)


def main() -> None:
    """Keep the real standard output for the frames: libraries that print must not break them."""
    frames = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.nice(_POLITENESS)  # speech can wait a moment, the call path cannot
    serve(sys.stdin.buffer, frames)


if __name__ == "__main__":
    main()
