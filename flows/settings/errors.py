"""Describes validation errors of a file that a person wrote: the place, and a valid value."""

from collections.abc import Sequence
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError


def first_mistake(error: ValidationError, tables: Sequence[type[BaseModel]]) -> str:
    """Describe Pydantic's first error. Places count from 1; an unknown key is shown with similar keys.

    `tables` are the models of the file by depth: the file, its tables, their tables.
    """
    first = error.errors(include_url=False, include_input=False)[0]
    names = [name for name in first["loc"] if isinstance(name, str)]
    where = " ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "missing":
        return f"{where}: is missing"
    if first["type"] != "extra_forbidden":
        return f"{where}: {first['msg'].removeprefix('Value error, ')}"
    keys = list(tables[min(len(names), len(tables)) - 1].model_fields)
    similar = get_close_matches(names[-1], keys, n=1)
    return f"{where}: unknown key; " + (f"did you mean {similar[0]}?" if similar else f"known are {', '.join(keys)}")


def time_zone(name: str) -> str:
    """Return the name of a time zone. Raises ValueError with examples."""
    try:
        ZoneInfo(name)
    # A path or a folder as a name raises OSError or ValueError.
    except (LookupError, OSError, ValueError):
        raise ValueError(
            f"{name!r} is not a time zone: write one such as UTC, Europe/Berlin or Asia/Shanghai"
        ) from None
    return name
