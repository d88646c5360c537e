"""What of a personal value leaves the server: one table by format, one by role (domain.md 7.2).

Called wherever an answer or a live message carries a citizen's data. Revealing a value in clear is an audited request
of its own (`access.http.reveal`). Amounts, dates and counts stay clear: the agent needs them to answer the question.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rexian.business.access_control.contracts import Role
from rexian.control.contracts.desk import AttachedData, AttachedValue, DeskView

_SURNAMES_OF_TWO = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳"
    "公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐轩辕呼延百里东郭南门西门"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES_OF_TWO[start : start + 2] for start in range(0, len(_SURNAMES_OF_TWO), 2))
MOBILE_LENGTH = 11


def mask_name(name: str) -> str:
    """张* for 张三 and 张** for 张三丰; a compound surname is kept whole: 欧阳**."""
    kept = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else int(len(name) > 1)
    return name[:kept] + "*" * (len(name) - kept)


def mask_id_number(id_number: str) -> str:
    """The detail view: the first six (region) and the last four."""
    return _keep_ends(id_number, 6, 4)


def mask_id_number_in_list(id_number: str) -> str:
    """A list: the first three and the last four."""
    return _keep_ends(id_number, 3, 4)


def mask_phone(number: str) -> str:
    """138****8000 for a mobile number, the last four of any other."""
    digits = number.removeprefix("+86")
    if len(digits) == MOBILE_LENGTH and digits.startswith("1"):
        return number[: len(number) - len(digits)] + _keep_ends(digits, 3, 4)
    return mask_account(number)


def mask_account(account: str) -> str:
    """A bank or fund account, a landline: the last four."""
    return _keep_ends(account, 0, 4)


def mask_email(address: str) -> str:
    """The first letter and the domain."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else "*" * len(address)


def _keep_ends(text: str, first: int, last: int) -> str:
    """Keep `first` and `last` signs; a text too short to hide at least half of it is hidden whole."""
    if len(text) < 2 * max(first, last) or len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


Mask = Callable[[str], str]

MASK_OF_FORMAT: Mapping[str, Mask] = {
    "name": mask_name,
    "id_number": mask_id_number,
    "mobile": mask_phone,
    "account": mask_account,
    "email": mask_email,
}
"""Formats of attached values that name a person or reach one; all others are shown as they are."""

CLEAR_FORMATS_OF_ROLE: Mapping[Role, frozenset[str]] = {
    Role.AGENT: frozenset(),
    Role.SUPERVISOR: frozenset(),
    Role.ADMIN: frozenset(),
}
"""Formats that a role sees in clear without asking. None today: who talks to the citizen reveals, with a reason."""


def masked(value: str, value_format: str, roles: frozenset[Role]) -> str:
    """`value` as users of these roles may see it."""
    mask = MASK_OF_FORMAT.get(value_format)
    if mask is None or any(value_format in CLEAR_FORMATS_OF_ROLE[role] for role in roles):
        return value
    return mask(value)


def masked_desk(desk: DeskView, roles: frozenset[Role]) -> DeskView:
    """The desk with every personal value masked for these roles, and without answers: see `access.floor`."""
    parked = tuple(
        replace(contact, caller_number=masked(contact.caller_number, "mobile", roles)) for contact in desk.parked
    )
    missed = tuple(replace(call, number=masked(call.number, "mobile", roles)) for call in desk.missed)
    desk = replace(desk, parked=parked, missed=missed, answers=())
    if desk.work is None:
        return desk
    is_internal = desk.work.kind == "internal"  # a staff number is no personal value
    work = replace(
        desk.work,
        caller_number=desk.work.caller_number if is_internal else masked(desk.work.caller_number, "mobile", roles),
        attached=_masked_data(desk.work.attached, roles),
        parties=tuple(replace(party, number=masked(party.number, "mobile", roles)) for party in desk.work.parties),
    )
    return replace(desk, work=work)


def _masked_data(attached: AttachedData, roles: frozenset[Role]) -> AttachedData:
    values = tuple(
        AttachedValue(value.key, masked(value.value, value.format, roles), value.format) for value in attached.values
    )
    return replace(attached, values=values)
