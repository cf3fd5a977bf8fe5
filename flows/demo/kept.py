"""The last demo, as it is kept: for commands with `--demo`, and for `almanac demo --open`."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from flows.server import stack_paths
from flows.settings import Settings

FRESH = ("prefect.db", "prefect.db-shm", "prefect.db-wal")
"""The files of the server's database: each demo begins with none of them."""


class NoDemo(Exception):
    """No demo was walked in this home."""


@dataclass(frozen=True)
class KeptDemo:
    """The note of a demo about itself."""

    database: str
    """The address of its database."""
    is_whole: bool = False
    """True if its walk came to its end."""


def note_file(settings: Settings) -> Path:
    return stack_paths(settings, demo=True).prefect_home / "demo.json"


def begin_note(settings: Settings, database: str) -> None:
    """Forget the demo before, and note the database of the one that begins."""
    for name in FRESH:
        note_file(settings).with_name(name).unlink(missing_ok=True)
    _write(note_file(settings), KeptDemo(database))


def finish_note(settings: Settings) -> None:
    """Note that the walk came to its end."""
    _write(note_file(settings), replace(kept_demo(settings), is_whole=True))


def kept_demo(settings: Settings) -> KeptDemo:
    """Return the last demo of this home. Raises NoDemo."""
    try:
        return KeptDemo(**json.loads(note_file(settings).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        raise NoDemo(f"no demo has run in {settings.home} yet: run `almanac demo` (it takes a minute or two)") from None


def with_demo_database(settings: Settings) -> Settings:
    """Return the settings with the database of the last demo. Raises NoDemo."""
    database = SecretStr(kept_demo(settings).database)
    return replace(settings, values=settings.values.model_copy(update={"database_url": database}))


def _write(file: Path, kept: KeptDemo) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"database": kept.database, "is_whole": kept.is_whole}), encoding="utf-8")
