"""The archive's bodies: packed alone or as differences in short chains, each of them back as it came."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.sample_pages import body
from flows.audit.verification import verify
from flows.database import Store
from flows.ingest import BodyLost, archive, archive_body, bodies
from flows.ingest.bodies import MOST_BYTES, MOST_DIFFERENCES, store_body, unpacked
from flows.replay import replay
from flows.run import Run
from models.schema.tables import Body, Snapshot
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Failed, Page
from tests.support.quick import examples
from tests.support.walks import SOURCE, URL, feed, walk_changes

pytestmark = pytest.mark.both_databases

AT, HOUR = day("2026-05-08"), timedelta(hours=1)
PAGES = [pricing(at).encode() for at in change_instants()]
NAMES = count()


def stored(session: Session, pages: list[bytes]) -> list[str]:
    """Store pages, each like the one before; their hashes."""
    hashes = list[str]()
    for page in pages:
        hashes.append(store_body(session, page, hashes[-1] if hashes else None))
    return hashes


def row(session: Session, sha256: str) -> Body:
    return session.get_one(Body, sha256)


def chain(session: Session, sha256: str) -> list[Body]:
    """A body, its base, the base of that one and so on."""
    found = [row(session, sha256)]
    while (base := found[-1].base_sha256) is not None:
        found.append(row(session, base))
    return found


def noise(length: int, seed: int = 0) -> bytes:
    return Random(seed).randbytes(length)  # noqa: S311 (the same every time)


EDITS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 300), st.binary(max_size=300)), max_size=4)
"""Edits of a page: a place, how many bytes go there, and those that come."""


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=st.one_of(st.binary(max_size=5000), st.sampled_from(PAGES)), days=st.lists(EDITS, max_size=25))
def test_bytes_come_back_as_they_came_whatever_is_edited(
    store: Store, first: bytes, days: list[list[tuple[int, int, bytes]]]
) -> None:
    pages = [b"%d %b" % (next(NAMES), first), first]
    for edits in days:
        page = pages[-1]
        for place, gone, came in edits:
            page = page[:place] + came + page[place + gone :]
        pages.append(page)
    with store.writing() as session:
        hashes = stored(session, pages)
        assert [unpacked(session, each) for each in hashes] == pages


def test_changing_pages_are_stored_as_differences_in_short_chains(store: Store) -> None:
    pages = [PAGES[-1].replace(b"DeepSeek", b"DeepSeek %d" % number, 1) for number in range(60)]
    with store.writing() as session:
        hashes = stored(session, pages)
        lengths = [len(chain(session, each)) for each in hashes]
        assert max(lengths) == 1 + MOST_DIFFERENCES
        assert lengths.count(1) == 1, "only the first one is packed alone"
        packed = session.scalar(select(func.sum(func.length(Body.zstd)))) or 0
        assert packed < 4 * len(row(session, hashes[0]).zstd)
        assert {unpacked(session, each) for each in hashes} == set(pages)


def test_a_chain_has_so_many_bytes_at_most(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BYTES", 5 * len(PAGES[-1]))
    pages = [PAGES[-1].replace(b"DeepSeek", b"DeepSeek %d" % number, 1) for number in range(12)]
    with store.writing() as session:
        chains = [chain(session, each) for each in stored(session, pages)]
    assert 3 <= max(len(each) for each in chains) <= 5
    assert all(sum(each.size for each in each_chain) <= bodies.MOST_BYTES for each_chain in chains)


@pytest.mark.parametrize(
    ("base", "page"),
    [
        (noise(5000), noise(5000, 1)),
        (noise(MOST_BYTES // 2), noise(MOST_BYTES // 2) + b"more"),
        (b"", PAGES[0]),
        (PAGES[0], b""),
        (None, PAGES[0]),
    ],
    ids=["unlike", "large", "after nothing", "nothing", "first"],
)
def test_a_body_is_packed_alone_if_a_difference_does_not_pay(store: Store, base: bytes | None, page: bytes) -> None:
    with store.writing() as session:
        like = None if base is None else store_body(session, base)
        found = row(session, store_body(session, page, like))
        assert found.base_sha256 is None
        assert zstandard.decompress(found.zstd) == page == unpacked(session, found.sha256)


def test_a_new_body_is_packed_alone_once_the_page_is_another_one(store: Store) -> None:
    with store.writing() as session:
        hashes = stored(session, [noise(4000), noise(4000)[1:], noise(4000, 1), noise(4000, 1)[1:]])
        assert [len(chain(session, each)) for each in hashes] == [1, 2, 1, 2]


def test_equal_bytes_are_stored_once_also_where_another_source_is_faster(store: Store) -> None:
    page, faster = PAGES[1], {"sha256": "", "size": len(PAGES[1]), "zstd": zstandard.compress(PAGES[1])}

    def store_before(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("insert into body") and not faster["sha256"]:
            faster["sha256"] = bodies.hash_of(page).hexdigest()
            with store.engine.begin() if store.file is None else nullcontext(connection) as other:
                other.execute(insert(Body).values(**faster))

    with store.writing() as session:
        first = store_body(session, PAGES[0])
        event.listen(store.engine, "before_cursor_execute", store_before)
        try:
            digest = store_body(session, page, first)
        finally:
            event.remove(store.engine, "before_cursor_execute", store_before)
        assert digest == faster["sha256"] == store_body(session, page, first) == store_body(session, page)
        assert row(session, digest).base_sha256 is None
        assert session.scalar(select(func.count()).select_from(Body)) == 2


def archived(store: Store, *attempts: bytes | None) -> list[str | None]:
    """Archive attempts hour after hour, None for one that fails; the bases of the bodies, in order."""
    with store.writing() as session:
        register(session, SOURCE.name)
        for hours, content in enumerate(attempts):
            at = AT + hours * HOUR
            attempt = (
                Failed(SOURCE.name, URL, at, "HTTP 500") if content is None else Page(SOURCE.name, URL, content, at)
            )
            archive(session, attempt, at)
        query = select(Body.base_sha256).join(Snapshot, Snapshot.body_sha256 == Body.sha256).order_by(Snapshot.id)
        return list(session.scalars(query))


def test_a_page_is_based_on_the_last_one_of_its_source_also_after_failures(store: Store) -> None:
    hashes = [bodies.hash_of(page).hexdigest() for page in PAGES]
    assert archived(store, PAGES[0], PAGES[1], None, None, PAGES[2]) == [None, hashes[0], hashes[1]]


def test_a_page_that_is_filed_late_is_based_on_the_one_before_it(store: Store) -> None:
    archived(store, PAGES[0], PAGES[4])
    with store.writing() as session:
        late = archive_body(session, Page(SOURCE.name, URL, PAGES[1], AT + HOUR / 2))
        later = archive_body(session, Page(SOURCE.name, URL, PAGES[2], AT + HOUR / 3), like=late)
        assert row(session, late.sha256).base_sha256 == bodies.hash_of(PAGES[0]).hexdigest()
        assert row(session, later.sha256).base_sha256 == late.sha256


def test_a_base_cannot_be_deleted(store: Store) -> None:
    with store.writing() as session:
        base, _ = stored(session, PAGES[:2])
    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(delete(Body).where(Body.sha256 == base))
    with store.reading() as session:
        assert unpacked(session, base) == PAGES[0]


def removed(session: Session, sha256: str) -> None:
    """Delete a body although others need it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("alter table body drop constraint fk_body_base_sha256"))
    else:
        session.execute(text("pragma writable_schema = on"))
        reference = " constraint fk_body_base_sha256 references body (sha256)"
        without = text("update sqlite_master set sql = replace(sql, :reference, '') where name = 'body'")
        session.execute(without, {"reference": reference})
        session.execute(text("pragma writable_schema = reset"))
    session.execute(delete(Body).where(Body.sha256 == sha256))


def spoiled(packed: bytes) -> Callable[[Session, str], None]:
    def spoil(session: Session, sha256: str) -> None:
        session.execute(update(Body).where(Body.sha256 == sha256).values(zstd=packed))

    return spoil


OTHER = bytes(reversed(PAGES[1]))
DAMAGE: dict[str, tuple[Callable[[Session, str], Any], str]] = {
    "broken": (spoiled(b"broken"), "cannot be unpacked: "),
    "endless": (spoiled(zstandard.compress(b"x" * 2**22)), f"are not those that came: {2**22} bytes, "),
    "other": (spoiled(zstandard.compress(OTHER)), f"are not those that came: {len(OTHER)} bytes, SHA-256 "),
    "missing": (removed, "are missing"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_lost_base_is_named_for_each_body_that_needs_it_and_nothing_else_is_lost(store: Store, damage: str) -> None:
    spoil, why = DAMAGE[damage]
    with store.writing() as session:
        whole, lost, needing, next_one = stored(session, PAGES[:4])
        spoil(session, lost)
        for each in (needing, next_one):
            with pytest.raises(BodyLost, match=f"^need those of the body {lost}, which {re.escape(why)}"):
                unpacked(session, each)
        with pytest.raises(BodyLost, match=f"^{re.escape(why)}"):
            unpacked(session, lost)
        assert unpacked(session, whole) == PAGES[0]
        new = store_body(session, PAGES[4], like=next_one)
        assert row(session, new).base_sha256 is None, "nothing is based on bytes that are lost"
        assert unpacked(session, store_body(session, PAGES[5], like=new)) == PAGES[5]


def test_a_difference_that_is_lost_leaves_its_base(store: Store) -> None:
    with store.writing() as session:
        base, lost = stored(session, PAGES[:2])
        spoiled(b"broken")(session, lost)
        with pytest.raises(BodyLost, match=r"^cannot be unpacked: "):
            unpacked(session, lost)
        assert unpacked(session, base) == PAGES[0]


def test_differences_from_each_other_end_with_a_plain_error(store: Store) -> None:
    with store.writing() as session:
        first, second = stored(session, PAGES[:2])
        session.execute(update(Body).where(Body.sha256 == first).values(base_sha256=second))
        with pytest.raises(BodyLost, match="need those of 64 other bodies"):
            unpacked(session, second)
        assert row(session, store_body(session, PAGES[2], like=second)).base_sha256 is None


def nobody(_: str) -> None:
    """Who listens to progress."""


def test_verify_names_every_page_whose_bytes_are_lost_also_where_no_fact_is_from_it(store: Store) -> None:
    for hours in range(4):
        feed(store, AT + hours * HOUR, body(AT).replace("DeepSeek", f"DeepSeek {hours}", 1))
    assert verify(store, [SOURCE], nobody).discrepancies == []
    with store.writing() as session:
        lost = session.scalar(select(Snapshot.body_sha256).where(Snapshot.id == 2)) or ""
        spoiled(b"broken")(session, lost)
    found = {each.snapshot_id: each.why for each in verify(store, [SOURCE], nobody).discrepancies}
    assert sorted(found) == [2, 3, 4]
    assert found[2].startswith("its bytes cannot be unpacked")
    assert found[3].startswith(f"its bytes need those of the body {lost}, which cannot be unpacked")


def test_differences_are_replayed_as_they_were_recorded(store: Store) -> None:
    walk_changes(store)
    with store.reading() as session:
        based = session.scalar(select(func.count()).select_from(Body).where(Body.base_sha256.is_not(None)))
        assert based is not None
        assert based > 20
    replayed = replay(Run(store, SOURCE))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
