"""What can go wrong with a recording."""

from rexian.kit.errors import ErrorKind, RexianError


class RecordingMissing(RexianError):
    """There is no such recording."""

    code = "recording_missing"
    kind = ErrorKind.NOT_FOUND


class RecordingNotStored(RexianError):
    """The recording is not stored yet, or could not be stored."""

    code = "recording_not_stored"
    kind = ErrorKind.CONFLICT


class RecordingDeleted(RexianError):
    """The recording was deleted: the time for which it was to be kept is over."""

    code = "recording_deleted"
    kind = ErrorKind.NOT_FOUND


class LegalHoldMissing(RexianError):
    """There is no such legal hold."""

    code = "legal_hold_missing"
    kind = ErrorKind.NOT_FOUND


class LegalHoldInvalid(RexianError):
    """A legal hold needs a reason, and its end must lie ahead."""

    code = "legal_hold_invalid"
    kind = ErrorKind.INVALID


class RecordingNameRefused(RexianError):
    """The name of a recording or track is not a plain file name."""

    code = "recording_name_refused"
    kind = ErrorKind.INVALID


class SpoolUnavailable(RexianError):
    """The recording spool of the media server cannot be read."""

    code = "spool_unavailable"
    kind = ErrorKind.UNAVAILABLE


class NoAudio(RexianError):
    """None of the recording's tracks holds any sound."""

    code = "no_audio"
    kind = ErrorKind.NOT_FOUND


class StoreUnavailable(RexianError):
    """The recording store cannot be reached or is full."""

    code = "recording_store_unavailable"
    kind = ErrorKind.UNAVAILABLE
