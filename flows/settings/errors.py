"""What is wrong in a file that a person wrote, as a sentence that says where and what would do."""

from collections.abc import Sequence
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError


def first_mistake(error: ValidationError, tables: Sequence[type[BaseModel]]) -> str:
    """Pydantic's first error: places count from 1, an unknown key comes with near ones of its table.

    `tables` are the models of the file by depth: the whole, what stands in it, what stands in that.
    """
    first = error.errors(include_url=False, include_input=False)[0]
    names = [name for name in first["loc"] if isinstance(name, str)]
    where = " ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "missing":
        return f"{where}: is missing"
    if first["type"] != "extra_forbidden":
        return f"{where}: {first['msg'].removeprefix('Value error, ')}"
    known = list(tables[min(len(names), len(tables)) - 1].model_fields)
    near = get_close_matches(names[-1], known, n=1)
    return f"{where}: unknown key; " + (f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}")


def time_zone(name: str) -> str:
    """The name of a time zone. Raises ValueError with what would do."""
    try:
        ZoneInfo(name)
    # OSError and ValueError are what a path or a folder as name gives.
    except (LookupError, OSError, ValueError):
        raise ValueError(f"{name!r} is no time zone: UTC, Europe/Berlin, Asia/Shanghai") from None
    return name
