"""The leaderboards of official benchmark datasets: `GET /api/datasets/<id>/leaderboard`, several answers as one body.

An entry is one model's score of one benchmark. `verified` says whether Hugging Face has verified it; all others are
what the model's owner reports. The two kinds are on two boards, never on one: `huggingface/hle` and
`huggingface/hle/claimed`.

A leaderboard that is missing, out of order or has a gap in its ranks is reported as unread, and its scores stay as
believed; the others are read. So is an entry with a value of another type.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Contender, Fact, Notice, Score
from models.readings import KeptFacts, Reading, Scope
from scrapers.huggingface.answers import NamedAnswer, answers_by_name
from scrapers.huggingface.sources import ALIASES, DATASETS, LEADERBOARD, Leaderboard, leaderboards
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    Json,
    UnreadValues,
    json_object,
    nonempty_list,
    optional_number,
    parse_json,
    printed,
    required_field,
    unknown_fields,
)

MODEL = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
KNOWN = {
    *("rank", "modelId", "value", "verified", "lower_is_better"),
    *("author", "filename", "notes", "pullRequest", "source"),
}
"""Fields of an entry; those of the second line are not recorded."""
HIGHEST = 100
"""Scores are per cent."""


@dataclass(frozen=True)
class _Entry:
    rank: int
    model: str
    value: Decimal
    verified: bool
    locator: str


def read(page: Page) -> Reading:
    """Read every leaderboard. Raises PageChanged, also if none can be read."""
    body, odd = parse_json(page.body), UnreadValues()
    if isinstance(body, list):
        raise PageChanged("one answer alone does not say which dataset it is of", printed(body[:1]))
    answers = answers_by_name(json_object(body, "the body"), DATASETS, LEADERBOARD)
    facts, models = list[Fact](), dict[str, Contender]()
    for each in leaderboards():
        entries = _entries(page.source, each, answers.get(each.dataset), odd)
        facts += [_score(page.source, each, entry) for entry in entries]
        models |= {entry.model: _contender(page, entry) for entry in entries}
    if not facts:
        raise PageChanged("no leaderboard can be read", odd.named[0].shown if odd else "")
    scopes = {Scope(Score, page.source, category) for each in leaderboards() for category in each.categories.values()}
    unread = (*unknown_fields(_objects(answers.values()), KNOWN, "entry."), *odd.named)
    others = {Scope(Contender, page.source), Scope(Notice, page.source)}
    return Reading(frozenset(scopes | others), (*facts, *models.values()), unread=unread)


def _objects(answers: Iterable[NamedAnswer]) -> Iterator[dict[str, Json]]:
    """Yield the entries of all answers that are objects."""
    lists = (answer.value for answer in answers if isinstance(answer.value, list))
    yield from (entry for entries in lists for entry in entries if isinstance(entry, dict))


def _keeps(source: str, leaderboard: Leaderboard, model: str = "") -> list[KeptFacts]:
    """Return the facts that stay as believed: those of one model, or of all of a leaderboard."""
    of_model = {"contender_key": model} if model else {}
    boards = (leaderboard.board, leaderboard.claimed_board)
    scores = [KeptFacts.of(Score, source=source, board=board, **of_model) for board in boards]
    return [*scores, KeptFacts.of(Contender, source=source, **of_model)]


def _entries(source: str, leaderboard: Leaderboard, answer: NamedAnswer | None, odd: UnreadValues) -> Sequence[_Entry]:
    """Return the entries of one leaderboard; none if it cannot be read, which is recorded."""
    everything = _keeps(source, leaderboard)
    if answer is None or answer.refusal:
        odd.add(leaderboard.dataset, answer.refusal if answer else "no answer about it", everything)
        return ()
    try:
        rows = [json_object(row, "an entry") for row in nonempty_list(answer.value, "the answer")]
        _refuse_disorder(rows)
        models = Counter(printed(row.get("modelId")) for row in rows)
        if twice := [model for model, times in models.items() if times > 1]:
            raise PageChanged("one model twice", ", ".join(twice))
    except PageChanged as refusal:
        odd.add(leaderboard.dataset, str(refusal), everything)
        return ()
    read_entries = [_entry(source, leaderboard, row, f"{answer.place}.answer[{n}]", odd) for n, row in enumerate(rows)]
    entries = [entry for entry in read_entries if entry]
    if len(entries) * 2 < len(rows):
        odd.add(leaderboard.dataset, "most entries cannot be read", everything)
        return ()
    return entries


def _refuse_disorder(rows: Sequence[dict[str, Json]]) -> None:
    """Raise PageChanged unless the ranks follow one another from 1 on, and the values fall with them.

    Entries of one value may share a rank; then the next rank is the next number, or the place on the list.
    """
    rank, value = 0, None
    for place, row in enumerate(rows, 1):
        if row.get("lower_is_better") not in (None, False):
            raise PageChanged("a lower value is better", printed(row))
        after = optional_number(required_field(row, "value", "an entry"), "value", 0, HIGHEST)
        stated = row.get("rank")
        if isinstance(stated, bool) or not isinstance(stated, int) or after is None:
            raise PageChanged("an entry without a rank or a value", printed(row))
        shared = stated == rank and after == value
        if not (shared or (stated in (rank + 1, place) and stated > rank)):
            raise PageChanged("the ranks have a gap, or are in no order", f"{rank}, then {stated}")
        if value is not None and after > value:
            raise PageChanged("the values are not in the order of the ranks", f"{value}, then {after}")
        rank, value = stated, after


def _entry(source: str, leaderboard: Leaderboard, row: dict[str, Json], place: str, odd: UnreadValues) -> _Entry | None:
    """Return an entry; None if a value of it cannot be read, which is recorded."""
    model = row.get("modelId")
    if not isinstance(model, str) or not MODEL.fullmatch(model):
        odd.add(f"{leaderboard.dataset}: modelId", printed(model), _keeps(source, leaderboard))
        return None
    verified, value, rank = row.get("verified"), row["value"], row["rank"]
    if not isinstance(verified, bool) or not isinstance(value, int | Decimal) or not isinstance(rank, int):
        odd.add(f"{leaderboard.dataset}: verified", f"{model}: {printed(verified)}", _keeps(source, leaderboard, model))
        return None
    return _Entry(rank, model, Decimal(value), verified, place)


def _score(source: str, leaderboard: Leaderboard, entry: _Entry) -> Score:
    board = leaderboard.board if entry.verified else leaderboard.claimed_board
    return Score(
        source=source,
        category=leaderboard.categories[board],
        board=board,
        contender_key=entry.model,
        score=entry.value,
        ci_low=None,
        ci_high=None,
        votes=None,
        methodology=None,
        contender_name=entry.model,
        locator=entry.locator,
    )


def _contender(page: Page, entry: _Entry) -> Contender:
    return Contender(
        source=page.source,
        contender_key=entry.model,
        name=entry.model,
        slug=None,
        organization=entry.model.partition("/")[0],
        license=None,
        model=ALIASES.model(entry.model, page.moment),
        locator=entry.locator,
    )
