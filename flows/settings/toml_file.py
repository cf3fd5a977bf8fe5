"""Reads a TOML file that a person wrote, within a size and a depth."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_BYTES = 8 << 20
"""Enough for 40,000 sources. A device, as `/dev/zero`, has no end."""


class BadToml(Exception):
    """A file that is no TOML; the message names the file and the mistake."""


def read_toml(file: Path, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the tables of a file. Raises OSError and BadToml."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadToml(f"{file} is larger than {MOST_BYTES >> 20} MB: name a file with settings, not with data")
    try:
        # Editors on Windows begin a file with the mark of UTF-8, which TOML does not know.
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=parse_float)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadToml(f"{file} is not TOML: {error}") from None
    # Python takes no whole number of 5,000 digits, and Decimal no exponent of 20.
    except (ValueError, ArithmeticError):
        raise BadToml(f"{file} has a number that is too large") from None
    except RecursionError:
        raise BadToml(f"{file} is not TOML for settings: it nests too deep") from None
