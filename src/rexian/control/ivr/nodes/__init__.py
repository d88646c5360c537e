"""The node kinds, one file each: the schema of its JSON form and its pure behaviour `turn(state, event)`."""

from typing import Annotated

from pydantic import Field

from rexian.control.ivr.nodes.call_back import CallBack
from rexian.control.ivr.nodes.choose import Choose
from rexian.control.ivr.nodes.collect import Collect
from rexian.control.ivr.nodes.condition import Condition
from rexian.control.ivr.nodes.hang_up import HangUpNode
from rexian.control.ivr.nodes.http_request import HttpRequest
from rexian.control.ivr.nodes.identify import Identify
from rexian.control.ivr.nodes.loop import Loop
from rexian.control.ivr.nodes.menu import Menu
from rexian.control.ivr.nodes.play import Play
from rexian.control.ivr.nodes.query import Query
from rexian.control.ivr.nodes.queue import Queue
from rexian.control.ivr.nodes.rate import Rate
from rexian.control.ivr.nodes.set_values import SetValues
from rexian.control.ivr.nodes.sub_flow import Return, SubFlow
from rexian.control.ivr.nodes.switch import Switch
from rexian.control.ivr.nodes.transfer import Transfer

Node = Annotated[
    Play
    | Menu
    | Choose
    | Collect
    | Identify
    | Query
    | HttpRequest
    | Condition
    | Switch
    | SetValues
    | Loop
    | SubFlow
    | Return
    | Queue
    | Transfer
    | CallBack
    | Rate
    | HangUpNode,
    Field(discriminator="kind"),
]
"""Any node; `kind` tells which."""
