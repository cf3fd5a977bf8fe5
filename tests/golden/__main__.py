"""Writes the golden readings that lack, and every change of the story, for a person to review."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from flows.database import Store
from samples.visits import visits
from tests.golden import main
from tests.golden.board_story import GOLDEN as BOARDS
from tests.golden.board_story import is_of_boards
from tests.golden.story import GOLDEN, lines
from tests.support.walks import visit


def write_story() -> None:
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'story.db'}")
        store.migrate()
        for at, source in visits():
            visit(store, at, source)
        with store.reading() as session:
            rows = [dict(row) for row in session.execute(text("select * from change_log order by id")).mappings()]
        store.close()
    BOARDS.write_text(lines(row for row in rows if is_of_boards(row)), encoding="utf-8")
    GOLDEN.write_text(lines(row for row in rows if not is_of_boards(row)), encoding="utf-8")


if code := main():
    sys.exit(code)
write_story()
