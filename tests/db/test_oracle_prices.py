"""The bench that compares our prices with those of public packages, on a few instants of the recorded story."""

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bench import oracle
from bench.oracle import CHARGED, MODES, PACKAGES, all_names, compare, entries, report
from bench.oracle_causes import Cause
from flows.database import Store
from tests.support.recordings import Recordings
from tests.support.walks import walk_changes

INSTANTS = [
    datetime(year, month, day, hour, tzinfo=UTC)
    for year, month, day, hour in (
        (2024, 9, 6, 0),
        (2025, 3, 1, 18),
        (2025, 8, 26, 3),
        (2025, 10, 1, 0),
        (2026, 5, 1, 3),
        (2026, 7, 1, 12),
        (2026, 8, 22, 3),
        (2026, 9, 10, 0),
        (2026, 9, 10, 12),
        (2026, 10, 1, 3),
        (2026, 11, 2, 3),
    )
]


@pytest.fixture
def walked(store: Store, recordings: Recordings) -> Store:
    """A database in which every pricing page since 2024 has been read."""
    recordings.fill(store, walk_changes)
    return store


def test_every_point_is_counted_once_and_none_is_charged_to_us(walked: Store) -> None:
    with walked.reading() as session:
        found = compare(session, INSTANTS)
    assert [(one.mode, one.package) for one in found] == [(mode, package) for mode in MODES for package in PACKAGES]
    for one in found:
        different = sum(group.count for group in one.groups.values())
        assert one.equal + one.empty + different == len(INSTANTS) * len(all_names())
        assert one.equal >= len(INSTANTS)
        assert one.count(CHARGED) == 0
        assert one.count(Cause.BEFORE_LAUNCH) > 0
    absent = {*Cause} - {cause for one in found for cause, _ in one.groups}
    assert absent == {Cause.ROUTE_LATE}, "the packages have every other fault at one of these instants"


def test_lines_have_at_most_80_characters_and_json_has_the_same_counts(walked: Store) -> None:
    with walked.reading() as session:
        found = compare(session, INSTANTS)
    lines = [*report(found)]
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line.startswith(CHARGED)] == [f"{CHARGED:<52}{0:>14}{0:>14}"]
    assert lines[-2:] == ["As believed at each instant:", "  the same in every line"]
    for one in found:
        counts, *groups = map(json.loads, map(json.dumps, entries(one)))
        points = sum(group["points"] for group in groups)
        assert counts["equal"] + counts["no_price_on_both_sides"] + points == len(INSTANTS) * len(all_names())


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("deepseek-v4-flash", Decimal("1.32")),
        ("deepseek-v4-pro", None),
        ("deepseek-v3.2", Decimal(1)),
        ("ours-alone", Decimal(1)),
    ],
)
def test_a_wrong_price_of_ours_ends_the_command_with_1(
    walked: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    price: Decimal | None,
) -> None:
    """A route that is not followed, a price that is missing, and one of a name that does not exist."""
    monkeypatch.setattr(oracle, "recorded", lambda: nullcontext(walked))
    monkeypatch.setattr(oracle, "all_instants", lambda: iter(INSTANTS[-1:]))
    assert oracle.main(["--json"]) == 0
    ours = oracle.our_prices

    def wrong(session: Session, at: datetime, believed: datetime) -> dict[str, Decimal | None]:
        return {**ours(session, at, believed), name: price}

    monkeypatch.setattr(oracle, "our_prices", wrong)
    capsys.readouterr()
    assert oracle.main(["--json"]) == 1
    groups = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {group["name"] for group in groups if group.get("cause") == CHARGED} == {name}
