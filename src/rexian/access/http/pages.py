"""The web application's files: hashed assets for ever, the page itself fresh each time, any other path to the page."""

import asyncio
from pathlib import Path

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse

from rexian.access.errors import ApplicationNotBuilt, PathNotFound
from rexian.access.guard import Public
from rexian.access.parts import Parts

ASSET_FOLDER = "assets"
IMMUTABLE = "public, max-age=31536000, immutable"

router = APIRouter(dependencies=[Depends(Public("the sign-in page itself"))])


@router.get("/{path:path}", include_in_schema=False, response_class=FileResponse)
async def page(path: str, parts: Parts) -> FileResponse:
    """A built file, or the page for every address that is the page's own."""
    if path == "api" or path.startswith("api/"):
        raise PathNotFound
    return await asyncio.to_thread(_answer, parts.page_folder, path)


def _answer(folder: Path, path: str) -> FileResponse:
    index = folder / "index.html"
    if not index.is_file():
        raise ApplicationNotBuilt
    asked = (folder / path).resolve()
    if path and asked.is_file() and asked.is_relative_to(folder.resolve()):
        is_hashed = asked.is_relative_to(folder.resolve() / ASSET_FOLDER)
        return FileResponse(asked, headers={"Cache-Control": IMMUTABLE if is_hashed else "no-cache"})
    if path.startswith(f"{ASSET_FOLDER}/"):
        raise PathNotFound
    return FileResponse(index, headers={"Cache-Control": "no-cache"})
