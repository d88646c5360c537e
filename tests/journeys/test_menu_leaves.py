"""The leaves of the hotline's tree over real SIP with real keys: the words sent to the voice, and that they arrive."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from tests.rig.citizen import IDENTIFIER, MAIN_MENU, PASSWORD, WELCOME, CitizenCall, Citizens
from tests.rig.instance import Instance
from tests.rig.menu_ear import MenuEar
from tests.rig.records import Journal

from rexian.app.demo.fund import expected_balance, fund_url
from rexian.app.demo.fund_citizens import DEMO_CITIZENS, INITIAL_PASSWORD_CITIZEN, DemoCitizen
from rexian.control.speech.wording.amounts import amount

pytestmark = pytest.mark.journey

ONE_ACCOUNT, TWO_ACCOUNTS, _ = DEMO_CITIZENS
MENU = "fund-person.menu.text"
WRONG_IDENTIFIER = "fund-identify.identify.invalid_identifier_text"
WRONG_PASSWORD = "fund-identify.identify.invalid_password_text"

Call = tuple[CitizenCall, MenuEar]
Dial = Callable[[DemoCitizen], AbstractAsyncContextManager[Call]]


@pytest.fixture
def dial(instance: Instance, citizens: Citizens, journal: Journal) -> Dial:
    @asynccontextmanager
    async def calling(citizen: DemoCitizen) -> AsyncIterator[Call]:
        async with citizens.calling(citizen) as call:
            yield call, MenuEar(instance, journal, call)
            await call.hang_up()

    return calling


async def test_every_leaf_of_a_persons_account_is_told_and_heard(instance: Instance, dial: Dial) -> None:
    balance = amount(await expected_balance(fund_url(instance.settings), ONE_ACCOUNT.id_no))
    async with dial(ONE_ACCOUNT) as (call, ear):
        await call.identify(ONE_ACCOUNT, "1")
        await ear.hears(MENU, "账户余额请按一")
        await call.press("1")
        await ear.hears_all("fund-person.say_balance.text", f"账户余额为{balance}")
        await ear.hears("fund-person.after_balance.text")
        await call.press("*")
        await ear.hears(MENU)
        await call.press("2")
        await ear.hears_all("fund-person.say_deposits.text", "月缴存额为", "其中个人缴存", "单位缴存")
        await call.press("*")
        await ear.hears(MENU)
        await call.press("3")
        await ear.hears("fund-person.after_withdrawals.text", "返回上一级菜单请按星号键")


@pytest.mark.long
async def test_one_of_two_accounts_is_chosen_and_nine_says_the_list_again(dial: Dial) -> None:
    async with dial(TWO_ACCOUNTS) as (call, ear):
        await call.identify(TWO_ACCOUNTS, "1")
        first = await ear.hears("fund-person.choose_account.text", "请按一", "请按二")
        await call.press("9")
        assert await ear.hears("fund-person.choose_account.text") == first
        await call.press("2")
        await ear.hears(MENU)


async def test_keys_before_the_prompts_lead_all_the_way(dial: Dial) -> None:
    async with dial(ONE_ACCOUNT) as (call, ear):
        await call.heard_prompt(WELCOME)
        await call.press(f"1{ONE_ACCOUNT.keyed_id_no}#{ONE_ACCOUNT.password}#")
        await ear.hears(MENU)


async def test_wrong_input_is_answered_each_time_and_then_a_person_comes(dial: Dial, journal: Journal) -> None:
    async with dial(ONE_ACCOUNT) as (call, ear):
        await call.answer(MAIN_MENU, "7")
        await ear.hears("main.invalid_text", "您的按键有误")
        await call.press("1")
        await ear.hears(IDENTIFIER)
        await call.press("410101198506120381#")
        await ear.hears(WRONG_IDENTIFIER, "您输入的号码有误")
        await call.press(f"{ONE_ACCOUNT.keyed_id_no}#")
        await ear.hears(PASSWORD)
        await call.press("12345678901234567890#")
        await ear.hears(WRONG_PASSWORD, "没有收到完整的六位密码")
        await call.press("0#")
        await journal.event("segment.started", contact_id=call.contact_id, kind="queue")
        assert journal.find("object.answered", contact_id=call.contact_id) is None


@pytest.mark.long
async def test_the_initial_password_opens_nothing_but_its_change(dial: Dial) -> None:
    async with dial(INITIAL_PASSWORD_CITIZEN) as (call, ear):
        await call.identify(INITIAL_PASSWORD_CITIZEN, "1")
        await ear.hears("fund-identify.initial_password.text", "初始密码不能用于电话查询")
        await call.press("1")
        await ear.hears("fund-password.identifier.text", "身份证号码")


@pytest.mark.long
@pytest.mark.parametrize("at", ["welcome", "identifier", "menu"])
async def test_who_hangs_up_anywhere_leaves_a_whole_record(dial: Dial, journal: Journal, at: str) -> None:
    async with dial(ONE_ACCOUNT) as (call, ear):
        if at == "identifier":
            await call.answer(MAIN_MENU, "1")
            await ear.hears(IDENTIFIER)
            await call.press("4101011985")
        elif at == "menu":
            await call.identify(ONE_ACCOUNT, "1")
            await ear.hears(MENU)
    ended = await journal.event("contact.ended", contact_id=call.contact_id)
    assert (ended["data"]["reason"], ended["data"]["ended_by"]) == ("citizen_hung_up", "citizen")


@pytest.mark.long
async def test_who_says_and_keys_nothing_gets_a_person(dial: Dial, journal: Journal) -> None:
    async with dial(ONE_ACCOUNT) as (call, ear):
        await ear.hears(MAIN_MENU)
        await ear.hears("main.silence_text", "没有收到您的按键")
        await journal.event("segment.started", contact_id=call.contact_id, deadline_seconds=120.0, kind="queue")
