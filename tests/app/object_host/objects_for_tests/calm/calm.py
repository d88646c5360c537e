"""An object that behaves."""

import os

from rexian.object_api.contract import Outcome, Request, Result
from rexian.object_api.ports import ObjectPorts


class Calm:
    async def open(self, ports: ObjectPorts) -> None: ...

    async def answer(self, request: Request) -> Result:
        return Result(Outcome.OK, {"word": request.arguments["word"], "environment": " ".join(os.environ)})

    async def close(self) -> None: ...
