"""Values as Asterisk's and DAHDI's files can carry them: a value that would leave its line is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rexian.control.asterisk.server.errors import AsteriskUnusable

_UNSAFE = re.compile(r"[\n\r;\[\]]")


@dataclass(frozen=True, slots=True)
class SipUri:
    """A SIP address with its parameters; their semicolons are written so that they begin no comment."""

    address: str
    parameters: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "".join([f"sip:{safe('address', self.address)}", *(rf"\;{name}" for name in self.parameters)])


Value = str | int | SipUri
Option = tuple[str, Value]


def safe(name: str, value: str | int) -> str:
    """The value, when it cannot break out of its line. Raises AsteriskUnusable, which names the setting only."""
    text = str(value)
    if _UNSAFE.search(text):
        raise AsteriskUnusable(f"The setting {name} holds a character that Asterisk's files cannot carry.")
    return text


def yes_no(value: bool) -> str:
    """How Asterisk writes a truth."""
    return "yes" if value else "no"


def option_lines(options: Iterable[Option]) -> list[str]:
    """`name = value`, one a line."""
    return [f"{name} = {value if isinstance(value, SipUri) else safe(name, value)}" for name, value in options]


def section(name: str, options: Iterable[Option]) -> str:
    """One section of an Asterisk file."""
    return "\n".join([f"[{safe('section', name)}]", *option_lines(options), ""])
