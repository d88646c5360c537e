"""Writes a new object's folder: whole or not at all, and never over one that is there."""

import keyword
import re
import shutil
import tempfile
from pathlib import Path
from string import Template
from typing import ClassVar

from rexian.kit.errors import ErrorKind, RexianError

TEMPLATE = Path(__file__).parent
SUFFIX = ".template"
FILES = ("manifest.toml", "business_object.py", "texts/zh-CN.json", "texts/en.json")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class ObjectNameInvalid(RexianError):
    """An object's name is small letters, digits and `_`, begins with a letter and is no word of Python's."""

    code: ClassVar[str] = "object_name_invalid"
    kind: ClassVar[ErrorKind] = ErrorKind.INVALID


class ObjectThereAlready(RexianError):
    """There is a folder of this name already."""

    code: ClassVar[str] = "object_there_already"
    kind: ClassVar[ErrorKind] = ErrorKind.CONFLICT


def write_object(name: str, root: Path) -> Path:
    """Write the folder `name` below `root`; gives it. Raises ObjectNameInvalid, ObjectThereAlready, OSError."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise ObjectNameInvalid(name=name)
    target = root / name
    if target.exists():
        raise ObjectThereAlready(folder=str(target))
    root.mkdir(parents=True, exist_ok=True)
    words = {"name": name, "class_name": "".join(part.capitalize() for part in name.split("_"))}
    draft = Path(tempfile.mkdtemp(prefix=".new-object-", dir=root))
    try:
        for file in FILES:
            written = draft / file
            written.parent.mkdir(exist_ok=True)
            text = (TEMPLATE / f"{file}{SUFFIX}").read_text(encoding="utf-8")
            written.write_text(Template(text).substitute(words), encoding="utf-8")
        draft.chmod(0o755)
        draft.rename(target)  # the host that watches the root sees it whole
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return target
