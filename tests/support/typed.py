"""What a command of the command line answered."""

import json
from collections.abc import Callable
from typing import Any


class Typed:
    """What a command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Almanac = Callable[..., Typed]
