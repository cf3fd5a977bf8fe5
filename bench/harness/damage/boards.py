"""Damage to leaderboards: their rows dropped, doubled, moved and mistyped in files, data and tables; other boards."""

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.harness.damage.base import BOARDS, BasePage, Damage, bases, exchanged, pick, put, two
from bench.harness.damage.whole import CHALLENGE, ERRORS, LOGIN
from bench.harness.sample_boards import flight
from samples.answers import number
from samples.flight import scripts
from scrapers.http.pagination import join_pages

DamagedRow = dict[str, Any]
BoardRows = list[DamagedRow]
BoardDamage = Callable[[BoardRows, Random], bool | None]
"""Damages rows in their place; False where there is nothing to damage so."""
FILES: Any = pq
TABLES: Any = pa
SOFT_404 = "<html><body><h2>404</h2><p>This leaderboard could not be found.</p></body></html>"
PARTS = ("evaluations", "pricing", "performance", "model_creator")
FOLDS = (10, 100, 1000, 0.1, 0.01, 0.001)
OTHER_TYPES: tuple[object, ...] = (None, 0, "", "1450", "N/A", True, [], {}, [1450], -1, 1e400)
LEADERBOARD = re.compile(r'"leaderboard":(?=\{"arenaSlug")')
MODELS = re.compile(r'"models":(?=\[\{"id")')
STREAM = re.compile(r"<script>\(self.*</script>", re.DOTALL)
LINE = re.compile(r'<tr class="border-b">.*?</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*>.*?</td>", re.DOTALL)
SHOWN = re.compile(r"(?<=<span>)[0-9]+(?=[±+])")


BodyMaker = Callable[[], bytes]
"""Makes a body of the rows as they are now."""


def edited(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The rows of a board, and what makes a body of them again."""
    if base.source == "artificial_analysis":
        return _edited_answer(base)
    if base.source == "huggingface_boards":
        return _edited_leaderboard(base)
    if base.source.startswith("epoch_"):
        return _edited_table(base)
    if base.source.startswith("arena_page") or base.source == "artificial_analysis_page":
        return _edited_page(base)
    return _edited_file(base)


def _edited_answer(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The rows of an API's answer in pages."""
    pages = json.loads(base.body)["pages"]
    whole: BoardRows = [row for page in pages for row in page["data"]]
    sizes = [len(page["data"]) for page in pages]

    def answer() -> bytes:
        at = 0
        for page, size in zip(pages, sizes, strict=True):
            # What is lost or too many shows on the last page, as if the list itself were shorter or longer.
            page["data"] = whole[at : at + size] if page is not pages[-1] else whole[at:]
            at += size
        return join_pages([json.dumps(page).encode() for page in pages])

    return whole, answer


def _edited_page(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The rows in the flight data of a page."""
    data = flight(base.text)
    marker = LEADERBOARD if base.source.startswith("arena") else MODELS
    start = [found.end() for found in marker.finditer(data)][-1]
    decoded: tuple[Any, int] = json.JSONDecoder().raw_decode(data, start)
    value, end = decoded
    rows: BoardRows = value["entries"] if marker is LEADERBOARD else value

    def page() -> bytes:
        new = data[:start] + json.dumps(value, ensure_ascii=False, separators=(",", ":")) + data[end:]
        return STREAM.sub(lambda _: scripts([new], 8000), base.text).encode()

    return rows, page


def _edited_leaderboard(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The entries of the longest of several leaderboards."""
    body: dict[str, Any] = json.loads(base.body)
    longest = max(body["answers"], key=lambda answer: len(answer["answer"]))
    return longest["answer"], lambda: json.dumps(body).encode()


def _edited_table(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The rows of a table in CSV."""
    reader = csv.DictReader(StringIO(base.text, newline=""), restval="")
    rows: BoardRows = list(reader)
    titles = list(reader.fieldnames or ())

    def table() -> bytes:
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        more = list(dict.fromkeys(name for row in rows for name in row if name not in titles))
        writer.writerow([*titles, *more])
        writer.writerows([row.get(name, "") for name in (*titles, *more)] for row in rows)
        return out.getvalue().encode()

    return rows, table


def _edited_file(base: BasePage) -> tuple[BoardRows, BodyMaker]:
    """The rows of a parquet file."""
    table = FILES.read_table(BytesIO(base.body))
    rows: BoardRows = table.to_pylist()

    def file() -> bytes:
        out = BytesIO()
        schema = table.schema
        for name in {name for row in rows for name in row} - set(schema.names):
            schema = schema.append(TABLES.field(name, TABLES.string()))
        FILES.write_table(TABLES.Table.from_pylist(rows, schema=schema), out)
        return out.getvalue()

    return rows, file


def of_rows(change: BoardDamage) -> Damage:
    """Damage to the rows wherever they stand; none where the format cannot hold what became of them."""

    def damage(base: BasePage, rng: Random) -> bytes | None:
        rows, body = edited(base)
        if change(rows, rng) is False:
            return None
        try:
            return body()
        except (pa.ArrowException, TypeError, OverflowError):
            return None

    return damage


def row_dropped(rows: BoardRows, rng: Random) -> None:
    rows.pop(rng.randrange(len(rows)))


def half_dropped(rows: BoardRows, rng: Random) -> None:
    """A third of them at least."""
    rows[:] = rng.sample(rows, rng.randrange(len(rows) * 2 // 3))


def row_doubled(rows: BoardRows, rng: Random) -> None:
    rows.insert(rng.randrange(len(rows)), json.loads(json.dumps(rng.choice(rows))))


def rows_moved(rows: BoardRows, rng: Random) -> None:
    rng.shuffle(rows)


def scored(row: DamagedRow) -> list[tuple[DamagedRow, str]]:
    """The places of the scores of a row: the object and the field."""
    evaluations = row.get("evaluations", row)
    known = ("value", "mean_score", "rating", "intelligenceIndex", "codingIndex", "agenticIndex", "gpqa", "hle")
    names = [name for name in evaluations if name in known or name.startswith("artificial_analysis_")]
    return [(evaluations, name) for name in names if evaluations[name] is not None]


def digits_moved(rows: BoardRows, rng: Random) -> bool:
    places = scored(rng.choice(rows))
    if not places:
        return False
    where, name = rng.choice(places)
    fold = rng.choice(FOLDS)
    ends = [end for end in ("rating_lower", "rating_upper", "ratingLower", "ratingUpper") if end in where]
    # With its interval, which else contradicts it.
    for field in (name, *(ends if rng.random() < 0.7 else ())):
        where[field] = number(f"{float(where[field]) * fold:.6f}")
    return True


def of_another_type(rows: BoardRows, rng: Random) -> bool:
    places = scored(rng.choice(rows))
    if places:
        where, name = rng.choice(places)
        where[name] = rng.choice(OTHER_TYPES)
    return bool(places)


def field_lost(rows: BoardRows, rng: Random) -> None:
    row = rng.choice(rows)
    where: DamagedRow = rng.choice([row, *(row[part] for part in PARTS if part in row)])
    where.pop(rng.choice(list(where)), None)


def field_added(rows: BoardRows, rng: Random) -> None:
    """A field that nobody knows, in some rows."""
    name = rng.choice(("elo", "scoreNew", "Rating", "tier_2", "notes"))
    for row in rng.sample(rows, rng.randrange(1, len(rows) + 1)):
        where: DamagedRow = rng.choice([row, *(row[part] for part in PARTS if part in row)])
        where[name] = rng.choice(("", "1450", "N/A", "$3 per M"))


def scores_exchanged(rows: BoardRows, rng: Random) -> bool:
    """Two contenders with each other's figures."""
    one, other = rng.sample(rows, 2)
    pairs = list(zip(scored(one), scored(other), strict=False))
    for (here, name), (there, its) in pairs:
        here[name], there[its] = there[its], here[name]
    return bool(pairs)


def null_for_all(rows: BoardRows, rng: Random) -> bool:
    names = [name for row in rows for _, name in scored(row)]
    name = rng.choice(names)
    for row in rows:
        for where, its in scored(row):
            where[its] = None if its == name else where[its]
    return True


def of_another_board(base: BasePage, rng: Random) -> bytes:
    """Another board's page, or file; a file of the same votes is nothing that anybody can tell from its own."""
    files, pages = ("arena_vision", "arena_text_style_control"), [name for name in BOARDS if name != base.source]
    return rng.choice(bases(rng.choice(files if base.source == "arena_webdev" else pages))).body


def stranger(_: BasePage, rng: Random) -> str | bytes:
    """A login, a challenge, an error, a page that is not found, or none."""
    return rng.choice((LOGIN, CHALLENGE, SOFT_404, *ERRORS, b"", rng.randbytes(rng.randrange(1, 3000))))


def line_dropped(base: BasePage, rng: Random) -> str | None:
    line = pick(rng, list(LINE.finditer(base.text)))
    return line and put(base.text, line, "")


def line_doubled(base: BasePage, rng: Random) -> str | None:
    line = pick(rng, list(LINE.finditer(base.text)))
    return line and put(base.text, line, line[0] * 2)


def lines_moved(base: BasePage, rng: Random) -> str | None:
    pair = two(rng, list(LINE.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def cell_dropped(base: BasePage, rng: Random) -> str | None:
    cell = pick(rng, list(CELL.finditer(base.text)))
    return cell and put(base.text, cell, "")


def cells_exchanged(base: BasePage, rng: Random) -> str | None:
    """In one row."""
    line = pick(rng, list(LINE.finditer(base.text)))
    pair = line and two(rng, list(CELL.finditer(line[0])))
    return put(base.text, line, exchanged(line[0], *pair)) if line and pair else None


def shown_moved(base: BasePage, rng: Random) -> str | None:
    """The digits of a score in the table."""
    score = pick(rng, list(SHOWN.finditer(base.text)))
    return score and put(base.text, score, f"{int(float(score[0]) * rng.choice(FOLDS))}")


def cell_of_another_type(base: BasePage, rng: Random) -> str | None:
    score = pick(rng, list(SHOWN.finditer(base.text)))
    return score and put(base.text, score, rng.choice(("", "N/A", "0", "-", "1,450.5.1", "null", "1450–1460")))
