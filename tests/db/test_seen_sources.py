"""Sources are compared only where a comparison can find something, and only open disagreements are read."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from flows.database import Store
from models.agreement.family import AGREE, AGREEMENT, DISAGREE, Disagreement, open_disagreements
from models.agreement.seen_sources import SeenSources
from models.kinds.changes import ChangeKind
from models.schema.tables import ChangeRow, Snapshot
from tests.db.test_agreement import EN, LOG, NEWS, ZH, dated, titles, told
from tests.db.test_crosscheck import ID, OTHER, behind, costs, ends, say
from tests.db.test_crosscheck import reseller as reseller
from tests.support.facts import hour
from tests.support.issued import issued

ITEMS: Sequence[dict[str, Any] | None] = (
    None, {}, {"meter": "output", "currency": "USD"}, {"currency": "USD", "meter": "output"}, {"meter": "input"},
)  # fmt: skip
"""The first two are one item, and so are the next two."""


@pytest.fixture
def copies(templates: Path, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty databases."""
    stores = list[Store]()

    def copied() -> Store:
        stores.append(Store(f"sqlite:///{shutil.copy(templates, tmp_path / f'{len(stores)}.db')}"))
        return stores[-1]

    yield copied
    for each in stores:
        each.close()


def walk_at_random(store: Store, random: Random) -> None:
    """Sources of a family and their checker, each read from a day of its own on, contradict each other at random."""
    speakers = random.sample([EN, ZH, LOG, NEWS, OTHER], 4)
    for number in range(9):
        name = random.choice(speakers[: 1 + number // 2])
        amount, end = random.choice(["1", "1.5", "9"]), random.choice([hour(1000), hour(2000)])
        theirs, ours = (costs(amount, ID), ends(end)), (behind(), costs(amount), *dated(end))
        say(store, 30 * number, name, *(theirs if name == OTHER else ours))


def test_where_sources_are_not_compared_nothing_would_be_found(
    copies: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = set[str]()
    for seed in range(8):
        seldom, always = copies(), copies()
        walk_at_random(seldom, Random(seed))  # noqa: S311 (the same every time)
        with monkeypatch.context() as patch:
            for shortcut in ("may_disagree", "may_contradict"):
                patch.setattr(SeenSources, shortcut, yes)
            walk_at_random(always, Random(seed))  # noqa: S311 (the same every time)
        assert told(seldom) == told(always)
        assert titles(seldom) == titles(always)
        found |= {kind for kind, *_ in told(seldom)}
    assert found == {DISAGREE, AGREE}


def yes(*_: object) -> bool:
    return True


def test_a_source_alone_is_not_compared(store: Store) -> None:
    for at in (0, 30):
        say(store, at, EN, behind(), costs("1"))
    with issued(store) as statements:
        say(store, 60, EN, behind(), costs("1"))
    logs = [statement for statement in statements if "FROM change" in statement]
    assert len(logs) == 2, "the sources that were seen, and the health of this one"


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(4))
def test_open_disagreements_are_those_that_the_whole_log_leaves_open(store: Store, seed: int) -> None:
    random = Random(seed)  # noqa: S311 (the same every time)
    say(store, 0, EN, costs("1"))
    say(store, 0, ZH, costs("1"))
    with store.writing() as session:
        snapshot = session.scalars(select(Snapshot).limit(1)).one()
        session.add_all(logged(random, snapshot) for _ in range(30))
    with store.reading() as session:
        for sources in ([EN], [EN, ZH], [LOG]):
            rows = session.scalars(select(ChangeRow).where(ChangeRow.source.in_(sources)).order_by(ChangeRow.id)).all()
            assert open_disagreements(session, sources) == folded(rows)


def logged(random: Random, snapshot: Snapshot) -> ChangeRow:
    return ChangeRow(
        snapshot_id=snapshot.id,
        kind=random.choice([*AGREEMENT, ChangeKind.PRICE_CHANGED]),
        source=random.choice([EN, ZH]),
        vendor="deepseek",
        subject=random.choice("abc"),
        said_after=f"{random.random()}",
        fact=random.choice([None, "price", "retirement"]),
        item=random.choice(ITEMS),
        seen_at=snapshot.moment,
        stored_at=snapshot.moment,
    )


def folded(rows: Iterable[ChangeRow]) -> dict[tuple[str, str, tuple[tuple[str, Any], ...]], Disagreement]:
    """The open disagreements, found by going through all rows."""
    found = dict[tuple[str, str, tuple[tuple[str, Any], ...]], Disagreement]()
    for row in rows:
        if row.kind in AGREEMENT:
            thing = (row.subject, row.fact or "", tuple(sorted((row.item or {}).items())))
            found.pop(thing, None)
            if row.kind is DISAGREE:
                found[thing] = Disagreement(row.said_after, row.value_after)
    return found
