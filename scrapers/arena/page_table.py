"""The visible table of Arena's page: the fallback if its data cannot be found.

Scores and intervals are rounded half up. Generations of the table: eight columns until 2026-02-09, with interval,
organization and licence in columns of their own; five since 02-10, with the interval behind the score (`1504 ±10`, on
asymmetric boards `1631+17/-17`) and the others under the name (`Anthropic · Proprietary`); price and context since
03-11. The table has names and no keys.

An unknown column is reported as unread, and so is an invalid row; the other rows are read. A score, an interval or
votes may be a dash or empty; at least one interval must be there.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.facts import Contender, Score
from models.readings import KeptFacts, Unread
from scrapers.arena.contenders import ContenderRow, PageRows, checked_name
from scrapers.page import PageChanged
from scrapers.parse import CELLS, Tag, UnreadValues, enclosing_tag, inner_tags, parse_html, plain_text, whole_elements

CI = {"95%CI(±)", "95%CI"}
NEEDED = {"Rank", "Model", "Score", "Votes"}
IGNORED = {"RankSpread", "Price$/M", "Context"}
OWN = {"Organization", "License"}
KNOWN = NEEDED | IGNORED | OWN | CI
AMOUNT = r"[0-9]+(?:\.[0-9]+)?"
MARGIN = rf"(?:± ?({AMOUNT})|\+ ?({AMOUNT}) ?/ ?[-−] ?({AMOUNT}))"
SCORE = re.compile(rf"([-−]?) ?({AMOUNT})(?: ?{MARGIN})?(?: ?Preliminary)?")
WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+")
UNDER = re.compile(r"([^·]*?) ?· ?([^·]*)")
NOT_STATED = {"", "-", "–", "—"}
"""Texts of an empty cell ("N/A" is used by prices, which may have moved here)."""
UNSEEN = ("svg", "script", "style", "img")


CellTexts = list[str]
"""The texts of a cell, each normalised and none of them empty."""


def read_table(text: str, source: str) -> PageRows:
    """Return all rows of the page's one table, and its invalid values. Raises PageChanged if most rows are invalid."""
    fragments = list(whole_elements(text, "table"))
    if len(fragments) != 1:
        raise PageChanged(f"{len(fragments)} whole tables on the page instead of one", text[-100:])
    header, *lines = [_cells(row) for row in inner_tags(parse_html(fragments[0]), ("tr",))] or [[]]
    columns = ["".join(texts).replace(" ", "") for texts in header]
    unread, odd, bad = _other_columns(columns), UnreadValues(), 0
    rows: list[ContenderRow] = []
    for place, line in enumerate(lines, start=1):
        wrong = UnreadValues()
        row = _row(columns, line, f"row {place}", source, wrong)
        if row is not None and row.rank is not None and row.rank > len(lines):
            raise PageChanged("a rank beyond the last row", _shown(line))
        rows += [] if row is None else [row]
        bad += bool(wrong)
        odd.add_all(wrong)
    if bad * 2 > len(lines):
        raise PageChanged("most rows cannot be read", odd.named[0].shown)
    if rows and all(row.ci_low is None for row in rows):
        raise PageChanged("no row has an interval", _shown(lines[0]))
    return PageRows(rows, (*unread, *odd.named), len(lines) - len(rows))


def _shown(line: Iterable[CellTexts]) -> str:
    return " | ".join(map(" ".join, line))


def _cells(row: Tag) -> list[CellTexts]:
    """Return the texts of the cells of a row, without those of a table inside."""
    return [_texts(cell) for cell in inner_tags(row, CELLS) if enclosing_tag(cell, ("tr",)) is row]


def _other_columns(columns: list[str]) -> tuple[Unread, ...]:
    """Return the unknown columns. Raises PageChanged if known ones are missing or doubled."""
    if not set(columns) >= NEEDED or len(set(columns)) < len(columns) or len(OWN & set(columns)) == 1:
        raise PageChanged("not the columns of a leaderboard", " | ".join(columns))
    return tuple(Unread(f"column {name}", "a column of the table") for name in sorted({*columns} - KNOWN))


def _row(
    columns: Sequence[str], line: Sequence[CellTexts], place: str, source: str, odd: UnreadValues
) -> ContenderRow | None:
    """Return one contender: without its score if a figure is invalid, None if the contender cannot be read."""
    shown, cells = _shown(line), dict(zip(columns, line, strict=False))
    texts = {column: " ".join(parts) for column, parts in cells.items()}
    try:
        if len(line) != len(columns):
            raise PageChanged("a row with another number of cells than the header has", shown)
        name, organization, license_ = _contender(cells, shown)
    except PageChanged:
        odd.add("rows", shown or repr(""), [KeptFacts.of(kind, source=source) for kind in (Score, Contender)])
        return None
    try:
        score, low, high = _interval(texts["Score"], [texts[label] for label in CI & texts.keys()], shown)
        votes = None if texts["Votes"] in NOT_STATED else _whole(texts["Votes"], shown)
    except PageChanged:
        odd.add("scores", f"{name}: {shown}")
        score = low = high = votes = None
    try:
        rank = _whole(texts["Rank"], shown)
    except PageChanged:
        odd.add("column Rank", f"{name}: {texts['Rank'] or repr('')}")
        rank = None
    return ContenderRow(name, name, organization, license_, score, low, high, votes, rank, place)


def _whole(text: str, shown: str) -> int:
    if not WHOLE.fullmatch(text):
        raise PageChanged("a row without its rank or votes", shown)
    return int(text.replace(",", ""))


def _contender(cells: dict[str, CellTexts], shown: str) -> tuple[str, str | None, str | None]:
    """Return name, organization and licence; the latter two from their own columns or from below the name."""
    name, *under = cells["Model"] or [""]
    if cells.keys() >= OWN:
        organization, license_ = (" ".join(cells[column]) for column in ("Organization", "License"))
        details = None if under else (organization, license_)
    else:
        match = UNDER.fullmatch(" ".join(under)) if under else None
        details = match.groups() if match else None if under else ("", "")
    if details is None:
        raise PageChanged("a contender with more than its name, organization and licence", shown)
    return checked_name(name), details[0] or None, details[1] or None


ScoreInterval = tuple[Decimal | None, Decimal | None, Decimal | None]
"""A score and the ends of its interval."""


def _interval(score: str, margins: list[str], shown: str) -> ScoreInterval:
    """Return the score and its interval, which is behind it or in its own column; each None if not stated."""
    score_match = SCORE.fullmatch(score)
    apart = [re.fullmatch(MARGIN, margin) for margin in margins if margin not in NOT_STATED]
    stated = [match.groups()[-3:] for match in (score_match, *apart) if match and any(match.groups()[-3:])]
    if (score_match is None and score not in NOT_STATED) or None in apart or len(stated) > 1:
        raise PageChanged("not a score with its interval", shown)
    if score_match is None:
        return None, None, None
    middle = Decimal(score_match[2]) * (-1 if score_match[1] else 1)
    if not stated:
        return middle, None, None
    both, up, down = stated[0]
    return middle, middle - Decimal(both or down), middle + Decimal(both or up)


def _texts(cell: Tag) -> CellTexts:
    """Return the texts of a cell. Pictures are skipped, but on the Agent board "Down" is a minus sign."""
    texts, end = CellTexts(), 0
    for place, node in enumerate(cell.inside, cell.start + 1):
        if place < end:
            continue
        if isinstance(node, Tag):
            if node.name in UNSEEN:
                texts += ["-"] if node.name == "svg" and node.get("aria-label") == "Down" else []
                end = node.end
        elif type(node) is str and (text := plain_text(node)):
            texts.append(text)
    return texts
