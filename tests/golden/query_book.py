"""The query book with its answers: `python -m tests.golden.query_book` writes docs/queries.md."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.questions.ask import SqlAnswer, SqlQuestion, ask
from flows.run import Run
from models.query_book.book import BookQuery, query_book
from models.query_book.statements import is_of_the_present, literal_sql
from samples.boards.visits import instants
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.asked_home import read_and_load
from tests.support.board_walks import TEXT, board_walk
from tests.support.recordings import Recordings

HEAD = """# The query book

Questions that people ask about the record, as SQL. All run on SQLite and on PostgreSQL; a test runs them and compares
the answers below. The record here has DeepSeek's pages since April 2026, what catalogues saw of seven other vendors,
and two leaderboards. If a query has no `--at`, the answer is that of 30 November 2026.

- `almanac sql` lists the questions. `almanac sql --query NAME --set NAME=VALUE` asks one, `--show` prints its SQL with
  your values.
- `almanac sql "select …"` asks a question of your own: one statement, which can write nothing. It takes `--json`,
  `--csv`, `--limit` and `--timeout`.
- `--at T --believed R` asks [the views of the present](data-dictionary.md) for any two instants: those whose names end
  in `_now`, and `price_resolved`, `price_ratio`, `deadline`. In psql use functions: `price_as_of(T, R)`.
- The database is `~/.almanac/almanac.db` (`almanac doctor` names it). Any tool for SQLite or PostgreSQL can read it.

Made by `python -m tests.golden.query_book` from `models/query_book/sql`, one file each.
"""
DOCUMENT = Path(__file__).parents[2] / "docs" / "queries.md"
CODE = "arena_webdev"
NOW = day("2026-11-30")
MOST_ROWS, MOST_LETTERS = 12, 44


def read_boards(store: Store) -> None:
    """Read two leaderboards into a database."""
    board_walk(store, TEXT)
    for at in instants(CODE):
        page = Page(CODE, SOURCES[CODE].path, page_of(CODE, at), at)
        process_attempt(Run(store, SOURCES[CODE]), lambda page=page: page)


def recorded(recordings: Recordings) -> Path:
    """The record that the book is asked of."""
    return recordings.made(read_boards, after=recordings.made(read_and_load))


def asked(query: BookQuery) -> SqlQuestion:
    """A query of the book with the values that stand in it."""
    values = {each.name: each.value(each.default) for each in query.parameters}
    at, believed = (query.at or NOW, query.believed or NOW) if is_of_the_present(query) else (None, None)
    return SqlQuestion(query.sql, values, at, believed)


def section(query: BookQuery, answer: SqlAnswer) -> str:
    """What the page says of a query."""
    words = ["almanac sql --query", query.name]
    words += [f"--{name} {at:%Y-%m-%dT%H:%MZ}" for name, at in (("at", query.at), ("believed", query.believed)) if at]
    takes = ", ".join(f"`{each.name}`" for each in query.parameters)
    return "\n".join(
        (
            f"## {query.title}\n",
            *([f"{query.about}\n"] if query.about else []),
            f"```sql\n{literal_sql(query)}\n```\n",
            f"`{' '.join(words)}`{f' takes {takes}' if takes else ''}:\n",
            "```",
            *lines(answer),
            "```\n",
        )
    )


def lines(answer: SqlAnswer) -> Iterator[str]:
    """The answer as a table, its first rows."""
    shown = [[cell(value) for value in row] for row in answer.rows[:MOST_ROWS]]
    widths = [max(map(len, column)) for column in zip(answer.columns, *shown, strict=True)]
    for row in (answer.columns, *shown):
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    if len(answer.rows) > MOST_ROWS:
        yield f"… and {len(answer.rows) - MOST_ROWS} more"


def cell(value: object) -> str:
    """A value, the same of both databases."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%MZ}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, 6):g}" if value < 1e6 else f"{value:.2f}"
    text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def page(answers: Sequence[tuple[BookQuery, SqlAnswer]]) -> str:
    return "\n".join((HEAD, *(section(*each) for each in answers)))


def main() -> None:
    """Write the document."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.db"
        store = Store(f"sqlite:///{empty}")
        store.migrate()
        store.close()
        (Path(folder) / "recordings").mkdir()
        made = recorded(Recordings(Path(folder) / "recordings", empty))
        store = Store(f"sqlite:///{made}", read_only=True)
        DOCUMENT.write_text(page([(each, ask(store, asked(each))) for each in query_book().values()]), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main()
