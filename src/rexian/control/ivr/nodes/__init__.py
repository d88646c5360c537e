"""The node kinds, one file each: the schema of its JSON form and its pure behaviour `turn(state, event)`."""

from typing import Annotated

from pydantic import Field

from rexian.control.ivr.nodes.collect import Collect
from rexian.control.ivr.nodes.condition import Condition
from rexian.control.ivr.nodes.hang_up import HangUpNode
from rexian.control.ivr.nodes.menu import Menu
from rexian.control.ivr.nodes.play import Play
from rexian.control.ivr.nodes.query import Query
from rexian.control.ivr.nodes.queue import Queue

Node = Annotated[Play | Menu | Collect | Query | Condition | Queue | HangUpNode, Field(discriminator="kind")]
"""Any node; `kind` tells which."""
