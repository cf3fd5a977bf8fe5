"""What becomes of each change of the demo: told, joined, folded, collected, or left to SQL. None is unaccounted for.

`python -m tests.golden.folding` writes the table into docs/alerts.md.
"""

import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.outbox import DIGEST
from flows.database import Store
from models.agreement.family import AGREEMENT
from models.agreement.overruled import FALLING_DUE
from models.changes.change import facts_in
from models.facts.kinds import Price
from models.kinds.changes import ChangeKind, Thing
from models.schema.tables import Alert, AlertChange, ChangeRow
from scrapers.registry import SOURCES
from tests.golden.alert_story import walk_story

DOCUMENT = Path(__file__).parents[2] / "docs" / "alerts.md"
BLOCK = re.compile(r"(?<=<!-- folded -->\n).*?(?=<!-- /folded -->)", re.DOTALL)
"""The place of the table in the document."""
TOLD, JOINED, MENTIONED, COLLECTED, LANGUAGE, CURRENCY, KNOWN, OVERRULED, BOARDS, LOST = (
    "reported under its own name",
    "joined to a message of its page: several models at once, hours with prices, notices with their subjects",
    "also said by another page within a day, noted on the first alert",
    "in the digest of a page and day",
    "a notice in another language than `language`, of a page that exists in `language`",
    "a price in another currency than `currency`, of a model that has prices in `currency`",
    "said by another page more than a day before, and still stated there",
    "fell due by time alone, but a more trusted page has said something else since (`sources disagree` is reported)",
    "of a board: no news, or about a contender that is not watched",
    "not accounted for",
)
KINDS = (TOLD, JOINED, MENTIONED, COLLECTED, LANGUAGE, CURRENCY, KNOWN, OVERRULED, BOARDS, LOST)


@dataclass
class Fate:
    """The changes with one fate, with their pages and subjects: each pair was a message of its own once."""

    changes: int = 0
    messages: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    example: str = ""


def fates(session: Session) -> dict[str, Fate]:
    """The changes of the log by their fate."""
    found = defaultdict[str, Fate](Fate)
    for row in session.scalars(select(ChangeRow).where(ChangeRow.retracted.is_(False)).order_by(ChangeRow.id)):
        fate = found[_fate(session, row)]
        fate.changes += 1
        fate.messages.add((row.snapshot_id, row.subject))
        fate.example = fate.example or f"{row.seen_at:%Y-%m-%d}, {row.source}: {row.subject}: {row.kind}"
    return {kind: found[kind] for kind in KINDS if kind in found}


def _fate(session: Session, row: ChangeRow) -> str:
    links = select(AlertChange.is_mention, Alert.alert_key, Alert.subject).join(Alert, Alert.id == AlertChange.alert_id)
    told = session.execute(links.where(AlertChange.change_id == row.id)).all()
    for is_mention, key, _ in sorted(told):
        if is_mention:
            return MENTIONED
        if DIGEST in key:
            return COLLECTED
        return TOLD if any(row.subject == each.subject for each in told) or row.fact == "score" else JOINED
    if row.kind.thing in _OF_BOARDS:
        return BOARDS
    source = SOURCES[row.source]
    if source.translates and (row.kind.thing is Thing.NOTICE or row.kind is ChangeKind.WORDING_CHANGED):
        return LANGUAGE
    prices = [fact for value in (row.value_before, row.value_after) for fact in facts_in(value)]
    if row.kind.family is Thing.PRICE and {fact.currency for fact in prices if isinstance(fact, Price)} == {"CNY"}:
        return CURRENCY
    agreement = select(ChangeRow.kind).where(
        ChangeRow.kind.in_(AGREEMENT), ChangeRow.subject == row.subject, ChangeRow.seen_at < row.seen_at
    )
    last = session.scalar(agreement.order_by(ChangeRow.id.desc()).limit(1))
    if row.kind.movement in FALLING_DUE and last is ChangeKind.SOURCES_DISAGREE:
        return OVERRULED
    others = select(ChangeRow.id).where(
        ChangeRow.kind == row.kind,
        ChangeRow.subject == row.subject,
        ChangeRow.source != row.source,
        ChangeRow.seen_at < row.seen_at,
        ChangeRow.id.in_(select(AlertChange.change_id)),
    )
    return KNOWN if session.scalar(others.limit(1)) is not None else LOST


_OF_BOARDS = (Thing.SCORE, Thing.CONTENDER, Thing.TOP_PLACE, Thing.SLUG, Thing.CATEGORY, Thing.LEADERBOARD)


def table(session: Session) -> str:
    """The table for docs/alerts.md."""
    lines = [
        f"| {kind} | {fate.changes} | {len(fate.messages)} | {fate.example} |" for kind, fate in fates(session).items()
    ]
    head = ("| what became of a change | changes | pages and subjects | the first of them |", "|---|---|---|---|")
    return "\n".join([*head, *lines]) + "\n"


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'story.db'}")
        store.migrate()
        walk_story(store)
        with store.reading() as session:
            found = table(session)
        store.close()
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(BLOCK.sub(lambda _: found, text), encoding="utf-8")


if __name__ == "__main__":
    main()
