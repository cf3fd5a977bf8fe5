"""The leaderboard as Arena's page shows it, in a table: the fall-back where its data cannot be found.

Scores are rounded half up, intervals likewise. Generations of the table: eight columns until 2026-02-09, with the
interval, the organization and the licence each in one; five since 02-10, the interval behind the score (`1504 ±10`, on
boards that are not symmetric `1631+17/-17`) and the others under the name (`Anthropic · Proprietary`); price and
context beside them since 03-11. A table has names and no keys. A column that is not known is named as unread, and so is
a row that is odd, without which the others are read. A score, an interval or votes may be a dash or nothing; one
interval there has to be.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bs4.element import NavigableString, Tag

from models.facts import Contender, Score
from models.unread import Keep, Unread
from scrapers.arena.contenders import ContenderRow, PageRows, checked_name
from scrapers.page import PageChanged
from scrapers.parse import UnreadValues, parse_html, plain_text

FRAGMENT = re.compile(r"<table\b.*?</table>", re.DOTALL)
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
"""What a cell shows that has nothing to say ("N/A" is what prices say, which may have moved here)."""
UNSEEN = ("svg", "script", "style", "img")


def read_table(text: str, source: str) -> PageRows:
    """All rows of the page's one table, and what is odd in it. Raises PageChanged, also where most rows are odd."""
    fragments = FRAGMENT.findall(text)
    if len(fragments) != 1:
        raise PageChanged(f"{len(fragments)} whole tables on the page instead of one", text[-100:])
    header, *lines = [_cells(row) for row in parse_html(fragments[0]).find_all("tr")] or [[]]
    columns = ["".join(_parts(cell)).replace(" ", "") for cell in header]
    unread, odd, bad = _other_columns(columns), UnreadValues(), 0
    found: list[ContenderRow] = []
    for place, line in enumerate(lines, start=1):
        wrong = UnreadValues()
        row = _row(columns, line, f"row {place}", source, wrong)
        if row is not None and row.rank is not None and row.rank > len(lines):
            raise PageChanged("a rank beyond the last row", _shown(line))
        found += [] if row is None else [row]
        bad += bool(wrong)
        odd.add_all(wrong)
    if bad * 2 > len(lines):
        raise PageChanged("most rows cannot be read", odd.named[0].shown)
    if found and all(row.ci_low is None for row in found):
        raise PageChanged("no row has an interval", _shown(lines[0]))
    return PageRows(found, (*unread, *odd.named), len(lines) - len(found))


def _shown(line: Iterable[Tag]) -> str:
    return " | ".join(map(_text, line))


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]


def _other_columns(columns: list[str]) -> tuple[Unread, ...]:
    """The columns that nobody knows. Raises PageChanged where others are missing, or one stands there twice."""
    if not set(columns) >= NEEDED or len(set(columns)) < len(columns) or len(OWN & set(columns)) == 1:
        raise PageChanged("not the columns of a leaderboard", " | ".join(columns))
    return tuple(Unread(f"column {name}", "a column of the table") for name in sorted({*columns} - KNOWN))


def _row(
    columns: Sequence[str], line: Sequence[Tag], place: str, source: str, odd: UnreadValues
) -> ContenderRow | None:
    """One contender: without its score where a figure of it is odd, None where it cannot be told who it is."""
    shown, cells = _shown(line), dict(zip(columns, line, strict=False))
    try:
        if len(line) != len(columns):
            raise PageChanged("a row with another number of cells than the header has", shown)
        name, organization, license_ = _contender(cells, shown)
    except PageChanged:
        odd.add("rows", shown or repr(""), [Keep.of(kind, source=source) for kind in (Score, Contender)])
        return None
    try:
        score, low, high = _interval(_text(cells["Score"]), [_text(cells[label]) for label in CI & set(cells)], shown)
        votes = None if _text(cells["Votes"]) in NOT_STATED else _whole(_text(cells["Votes"]), shown)
    except PageChanged:
        odd.add("scores", f"{name}: {shown}")
        score = low = high = votes = None
    try:
        rank = _whole(_text(cells["Rank"]), shown)
    except PageChanged:
        odd.add("column Rank", f"{name}: {_text(cells['Rank']) or repr('')}")
        rank = None
    return ContenderRow(name, name, organization, license_, score, low, high, votes, rank, place)


def _whole(text: str, shown: str) -> int:
    if not WHOLE.fullmatch(text):
        raise PageChanged("a row without its rank or votes", shown)
    return int(text.replace(",", ""))


def _contender(cells: dict[str, Tag], shown: str) -> tuple[str, str | None, str | None]:
    """Name, organization, licence; the latter two in columns of their own, or under the name."""
    name, *under = list(_parts(cells["Model"])) or [""]
    if set(cells) >= OWN:
        organization, license_ = (_text(cells[column]) for column in ("Organization", "License"))
        said = None if under else (organization, license_)
    else:
        found = UNDER.fullmatch(" ".join(under)) if under else None
        said = found.groups() if found else None if under else ("", "")
    if said is None:
        raise PageChanged("a contender with more than its name, organization and licence", shown)
    return checked_name(name), said[0] or None, said[1] or None


ScoreInterval = tuple[Decimal | None, Decimal | None, Decimal | None]
"""A score and the ends of its interval."""


def _interval(score: str, margins: list[str], shown: str) -> ScoreInterval:
    """The score and its interval, which stands behind it or in a column of its own; each where it is stated."""
    found = SCORE.fullmatch(score)
    apart = [re.fullmatch(MARGIN, margin) for margin in margins if margin not in NOT_STATED]
    stated = [match.groups()[-3:] for match in (found, *apart) if match and any(match.groups()[-3:])]
    if (found is None and score not in NOT_STATED) or None in apart or len(stated) > 1:
        raise PageChanged("not a score with its interval", shown)
    if found is None:
        return None, None, None
    middle = Decimal(found[2]) * (-1 if found[1] else 1)
    if not stated:
        return middle, None, None
    both, up, down = stated[0]
    return middle, middle - Decimal(both or down), middle + Decimal(both or up)


def _text(cell: Tag) -> str:
    return plain_text(" ".join(_parts(cell)))


def _parts(cell: Tag) -> Iterator[str]:
    """The texts in a cell. A picture says nothing, but on the Agent board a minus sign is one that says "Down"."""
    for node in cell.children:
        if isinstance(node, Tag):
            if node.name == "svg" and node.get("aria-label") == "Down":
                yield "-"
            elif node.name not in UNSEEN:
                yield from _parts(node)
        elif type(node) is NavigableString and (text := plain_text(node)):
            yield text
