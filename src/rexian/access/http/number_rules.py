"""Which flow a called number runs."""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, Field

from rexian.access.authorship import ChangeRequest, author_of, visible_to
from rexian.access.guard import TrunkManager
from rexian.access.parts import Parts

router = APIRouter(prefix="/api/number-rules", tags=["trunks"])


@dataclass(frozen=True)
class NumberRule:
    """A called number as the exchange sends it (or without country and area code), and the flow it runs."""

    called_number: str
    flow_id: str


@dataclass(frozen=True)
class NumberRuleList:
    """The rules, and the flows there are to choose from."""

    rules: tuple[NumberRule, ...]
    flow_ids: tuple[str, ...]


class FlowOfNumber(BaseModel):
    """The flow that the number runs."""

    flow_id: str = Field(min_length=1, max_length=64)


@router.get("")
async def list_number_rules(actor: TrunkManager, parts: Parts) -> NumberRuleList:
    """Every called number with its flow."""
    numbers = await parts.number_rules.all_rules(await visible_to(parts, actor))
    rules = tuple(NumberRule(number.called_number, number.flow_id) for number in numbers)
    return NumberRuleList(rules, tuple(sorted(await parts.flows.titles())))


@router.put("/{called_number}")
async def put_number_rule(
    called_number: str, body: FlowOfNumber, actor: TrunkManager, parts: Parts, asking: ChangeRequest
) -> NumberRule:
    """Let a called number run a flow, whether it had one before or not."""
    number = await parts.number_rules.put(called_number, body.flow_id, await author_of(parts, actor, asking))
    return NumberRule(number.called_number, number.flow_id)


@router.delete("/{called_number}", status_code=204)
async def remove_number_rule(called_number: str, actor: TrunkManager, parts: Parts, asking: ChangeRequest) -> None:
    """Take a called number out of use: calls to it are refused from then on."""
    await parts.number_rules.remove(called_number, await author_of(parts, actor, asking))
