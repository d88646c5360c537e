"""What can go wrong between a figure and its sound."""

from rexian.kit.errors import ErrorKind, RexianError


class WordingError(RexianError):
    """The value cannot be said in this form."""

    code = "speech.wording"
    kind = ErrorKind.INVALID


class TemplateError(RexianError):
    """The prompt template cannot be filled: a bad brace, an unknown format or a missing value."""

    code = "speech.template"
    kind = ErrorKind.INVALID


class VoiceFailed(RexianError):
    """The voice could not speak the sentence."""

    code = "speech.voice_failed"
    kind = ErrorKind.UNAVAILABLE


class VoiceNotInstalled(VoiceFailed):
    """A program or a model that the voice needs is not on this machine."""

    code = "speech.voice_not_installed"


class VoiceBusy(VoiceFailed):
    """Too many sentences wait for this voice already."""

    code = "speech.voice_busy"


class NothingToSay(RexianError):
    """The text holds nothing that can be spoken."""

    code = "speech.nothing_to_say"
    kind = ErrorKind.INVALID
