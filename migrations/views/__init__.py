"""The SQL of every view and function, one file each, as the newest revision leaves it.

`<dialect>/<name>.sql` is the whole statement of today. A revision that changes a view copies that file to
`<name>.until_<revision>.sql` first (so that a downgrade can make the old view again), then edits `<name>.sql`. For a
new view the copy is empty; a view that goes leaves only its copy. The revision itself says

    views.drop("0012")          # as the revision before left them
    …                           # alter the tables
    views.create("0013")

and the other way round to go down. All views go and come together: SQLite alters no table that a view reads.

A view may name the parameters of `INSTANTS`. In the database it has the present time for both; our code asks the same
statement for other instants (`view_query`), so that a rule for the present and for the past is written once.

A view says `believed(span)` for the rows of a table that are believed, and `ends(price_span)` for the end of a row. In
the database that is what the row has; for other instants it is worked out from both clocks.

On SQLite the history has its instants as numbers. There a view may say `iso(…)` for the text of such a number, and
`number(…)` for the number of a text; each stands for the expression in `EXPRESSIONS`.

A `with` before the statement may give other rows the name of a view that it reads: `place_now` computes the places of
whatever scores are called `score_now`. A function of PostgreSQL may say `{price_resolved}` for the query of that view
at its own instants `t` and `r`, so that the rule stands in the view alone.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
INSTANTS = ("effective_at", "believed_at")
"""The parameters of a view: what is in effect at one instant, as it was believed at another."""
NEWEST = "9999"
"""A revision after all."""
NOW = {"postgresql": "now()", "sqlite": "(strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z')"}
"""The present time on each dialect; on SQLite as text of fixed width, in milliseconds."""
FIRST_SECOND = 62_135_596_800
"""Seconds from the year 1 to 1970. From then on numbers are positive: SQLite divides towards zero."""
SINCE_YEAR_1 = f"({{0}} + {FIRST_SECOND * 1_000_000})"
EXPRESSIONS = {
    "iso": f"strftime('%Y-%m-%dT%H:%M:%S', {SINCE_YEAR_1} / 1000000 - {FIRST_SECOND}, 'unixepoch') "
    f"|| printf('.%06dZ', {SINCE_YEAR_1} % 1000000)",
    "number": "(strftime('%s', substr({0}, 1, 19)) * 1000000 + substr({0}, 21, 6))",
}
"""Of a number of microseconds since 1970 and of a text of fixed width. SQLite's functions know milliseconds alone."""
READERS = """
select distinct quote_ident(grantee) from information_schema.role_table_grants
where table_schema = 'public' and table_name = 'alembic_version' and privilege_type = 'SELECT'
    and grantee <> current_user
"""
"""The roles of PostgreSQL that `almanac grant-reader` has made readers: a view that is made again has no grants."""
PRESENT = {
    "believed": {"postgresql": "{0}.recorded_to is null", "sqlite": "{0}.recorded_to is null"},
    "ends": {"postgresql": "span.effective_to", "sqlite": "iso(span.effective_to)"},
}
"""The SQL of these words in the database: `{0}` is the table."""
AT_INSTANTS = {
    "believed": {
        "postgresql": "{0}.recorded_from <= :believed_at "
        "and ({0}.recorded_to is null or {0}.recorded_to > :believed_at)",
        "sqlite": "{0}.recorded_from <= number(:believed_at) "
        "and ({0}.recorded_to is null or {0}.recorded_to > number(:believed_at))",
    },
    "ends": {
        "postgresql": "(select min(effective_from) from {0} as next where next.series_id = series.id "
        "and believed(next) and next.effective_from > :effective_at)",
        "sqlite": "(select iso(start) from (select min(effective_from) as start from {0} as next "
        "where next.series_id = series.id and believed(next) and next.effective_from > number(:effective_at)))",
    },
}
"""The same for other instants."""
ALSO_NOW = ("price_resolved", "price_ratio", "deadline")
"""The views of the present whose names do not say so."""


def statements(dialect: str, revision: str) -> dict[str, str]:
    """The statement of every view and function by its name, as a revision leaves them; those read by others first."""
    return dict(_statements(FOLDER / dialect, dialect, revision))


@lru_cache(maxsize=64)
def _statements(folder: Path, dialect: str, revision: str) -> dict[str, str]:
    """The same of a folder. A migration asks twice: to make the views, and to drop them before the next one."""
    files = sorted(folder.glob("*.sql"))
    found = {name: _text(name, files, revision) for name in sorted({file.name.split(".")[0] for file in files})}
    views = {
        name: _at_present(_with_queries(statement, files, revision), dialect)
        for name, statement in found.items()
        if statement
    }
    read = {name: (views.keys() & _words(statement)) - {name} for name, statement in views.items()}
    depths: dict[str, int] = {}
    return dict(sorted(views.items(), key=lambda view: (_is_function(view[1]), _depth(view[0], read, depths), view[0])))


@cache
def view_query(dialect: str, name: str) -> str:
    """The query of a view of today, with the parameters of `INSTANTS`."""
    statement = (FOLDER / dialect / f"{name}.sql").read_text(encoding="utf-8")
    return _expanded(statement, dialect, AT_INSTANTS).removeprefix(f"create view {name} as\n")


@cache
def views_of_the_present(dialect: str) -> tuple[str, ...]:
    """The names of the views that have a state for any two instants; those read by others first."""
    names = statements(dialect, NEWEST)
    return tuple(name for name in names if name.endswith("_now") or name in ALSO_NOW)


@cache
def views_read_by(dialect: str, name: str) -> tuple[str, ...]:
    """The views of the present that a view of the present reads."""
    words = _words(view_query(dialect, name))
    return tuple(other for other in views_of_the_present(dialect) if other in words and other != name)


def drop(revision: str) -> None:
    """Drop every view and function that a revision leaves."""
    from alembic import op  # takes 0.2 s, and few processes that ask a view have to migrate

    for name, statement in reversed(statements(op.get_bind().dialect.name, revision).items()):
        signature = "(timestamptz, timestamptz)" if _is_function(statement) else ""
        op.execute(f"drop {'function' if signature else 'view'} {name}{signature}")


def create(revision: str) -> None:
    """Create every view and function as a revision leaves them, and let those read them who could before."""
    from alembic import op

    connection = op.get_bind()
    made = statements(connection.dialect.name, revision)
    for statement in made.values():
        op.execute(statement)
    if connection.dialect.name == "postgresql":
        readers = connection.exec_driver_sql(READERS).scalars().all()
        names = [name for name, statement in made.items() if not _is_function(statement)]
        for reader in readers:
            op.execute(f"grant select on {', '.join(names)} to {reader}")


def _with_queries(statement: str, files: Sequence[Path], revision: str) -> str:
    """A function with the queries of the views that it names in braces, at its instants."""

    def query(found: re.Match[str]) -> str:
        text = _text(found[1], files, revision).removeprefix(f"create view {found[1]} as\n")
        text = _expanded(text, "postgresql", AT_INSTANTS)
        for name, parameter in zip(INSTANTS, ("t", "r"), strict=True):
            text = text.replace(f":{name}", parameter)
        return text

    return re.sub(r"\{(\w+)\}", query, statement) if _is_function(statement) else statement


def _words(statement: str) -> set[str]:
    return set(re.findall(r"\w+", statement))


def _expanded(statement: str, dialect: str, rules: Mapping[str, Mapping[str, str]]) -> str:
    """A statement with what its short words stand for."""
    for word in ("ends", "believed"):
        statement = re.sub(rf"\b{word}\((\w+)\)", lambda found: rules[word][dialect].format(found[1]), statement)  # noqa: B023 (used at once)
    if dialect != "sqlite":
        return statement
    return re.sub(r"\b(iso|number)\(([^()]*)\)", lambda found: EXPRESSIONS[found[1]].format(found[2]), statement)


def _at_present(statement: str, dialect: str) -> str:
    statement = _expanded(statement, dialect, PRESENT)
    for name in INSTANTS:
        statement = statement.replace(f":{name}", NOW[dialect])
    return statement


def _text(name: str, files: Sequence[Path], revision: str) -> str:
    """The statement of a view as a revision leaves it: of the copies made later, the first; without one, today's."""
    begins = f"{name}.until_"
    later = [file for file in files if file.name.startswith(begins) and file.stem.removeprefix(begins) > revision]
    today = [file for file in files if file.name == f"{name}.sql"]
    return next((file.read_text(encoding="utf-8") for file in (*later, *today)), "")


def _is_function(statement: str) -> bool:
    return statement.startswith("create function")


def _depth(name: str, read: Mapping[str, set[str]], known: dict[str, int]) -> int:
    """0 for a view that reads no other view, else one more than the deepest that it reads."""
    if name not in known:
        known[name] = max((1 + _depth(other, read, known) for other in read[name]), default=0)
    return known[name]
