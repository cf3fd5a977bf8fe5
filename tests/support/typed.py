"""What a command of the command line answered."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.main import main


class Typed:
    """What a command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def text(self) -> str:
        """The answer in one line, as it is read: without line ends and with single spaces."""
        return " ".join(self.out.split())

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Almanac = Callable[..., Typed]


def typing(capsys: pytest.CaptureFixture[str]) -> Almanac:
    """Types commands in this process."""

    def typed(*words: str | Path) -> Typed:
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(str(left.code))
        out, err = capsys.readouterr()
        return Typed(code, out, err)

    return typed
