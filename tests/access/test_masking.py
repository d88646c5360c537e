"""The masking defaults of domain.md 7.2, and the desk as it leaves the server."""

from datetime import UTC, datetime

import pytest

from rexian.access import masking
from rexian.business.access_control.contracts import Role
from rexian.control.contracts.desk import AgentState, AttachedData, AttachedValue, DeskView, DeskWork, WorkPhase

pytestmark = pytest.mark.pure

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_name, "张三", "张*"),
        (masking.mask_name, "张三丰", "张**"),
        (masking.mask_name, "欧阳明日", "欧阳**"),
        (masking.mask_name, "欧阳", "欧*"),
        (masking.mask_name, "张", "*"),
        (masking.mask_name, "", ""),
        (masking.mask_id_number, "110105199001010123", "110105********0123"),
        (masking.mask_id_number, "110105900101012", "110105*****1012"),
        (masking.mask_id_number, "12345", "*****"),
        (masking.mask_id_number_in_list, "110105199001010123", "110***********0123"),
        (masking.mask_phone, "13800138000", "138****8000"),
        (masking.mask_phone, "+8613800138000", "+86138****8000"),
        (masking.mask_phone, "013800138000", "********8000"),
        (masking.mask_phone, "01088887777", "*******7777"),
        (masking.mask_phone, "1234", "****"),
        (masking.mask_phone, "anonymous", "*****mous"),
        (masking.mask_account, "6222021234567890123", "***************0123"),
        (masking.mask_email, "zhang@example.cn", "z***@example.cn"),
        (masking.mask_email, "nobody", "******"),
    ],
)
def test_a_value_is_masked_as_the_table_says(mask: masking.Mask, value: str, shown: str) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("value_format", sorted(masking.MASK_OF_FORMAT))
def test_no_role_sees_a_personal_format_clear_without_asking(role: Role, value_format: str) -> None:
    assert masking.masked("13800138000", value_format, frozenset({role})) != "13800138000"


def test_amounts_stay_clear_and_persons_are_masked_on_the_desk() -> None:
    desk = _desk(
        AttachedValue("name", "欧阳明日", "name"),
        AttachedValue("id_number", "110105199001010123", "id_number"),
        AttachedValue("balance", "12345.60", "amount"),
    )

    shown = masking.masked_desk(desk, frozenset({Role.AGENT}))

    assert shown.work is not None
    assert shown.work.caller_number == "138****8000"
    assert [value.value for value in shown.work.attached.values] == ["欧阳**", "110105********0123", "12345.60"]


def test_a_desk_without_a_contact_is_shown_as_it_is() -> None:
    desk = _desk()
    idle = DeskView(**{**vars(desk), "work": None})

    assert masking.masked_desk(idle, frozenset({Role.AGENT})) == idle


def _desk(*values: AttachedValue) -> DeskView:
    work = DeskWork(
        contact_id="c1",
        phase=WorkPhase.TALKING,
        caller_number="13800138000",
        called_number="12329",
        queue_name="人工服务",
        queued_at=NOON,
        offered_at=NOON,
        attached=AttachedData(values=values),
    )
    return DeskView("a1", AgentState.TALKING, NOON, "system", "", None, None, True, work, ())
