"""An observed instant notes its comparisons, and a result that follows from them stays the same until the next one."""

import pickle
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts.kinds import Notice
from models.readings.observed import NEVER, Comparisons, ObservedInstant, instants_in, same_until
from models.readings.reading import Reading, Scope
from scrapers.observed import PickledReading, observe
from scrapers.page import Page, PageChanged

NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "s"
hours = st.integers(-9, 9).map(lambda count: count * HOUR)
Asked = tuple[Callable[..., object], timedelta, timedelta, bool]
comparisons = st.tuples(st.sampled_from([lt, le, gt, ge, eq, ne, max, min]), hours, hours, st.booleans())


def results(moment: datetime, asked: list[Asked]) -> list[bool]:
    """What comparisons of an instant, moved by a duration, with others come to, from either side."""
    found = list[bool]()
    for compare, moved, other, is_first in asked:
        ours, theirs = moment + moved, NOON + other
        result = compare(ours, theirs) if is_first else compare(theirs, ours)
        found.append(result is ours if isinstance(result, datetime) else bool(result))
    return found


@given(st.lists(comparisons), st.integers(0, 20))
def test_a_result_is_the_same_until_the_next_compared_instant(asked: list[Asked], later: int) -> None:
    noted = Comparisons()
    found = results(ObservedInstant.of(NOON, noted), asked)
    assert found == results(NOON, asked)
    until, then = same_until(noted, NOON, NOON), NOON + later * HOUR / 2
    if until is not None and then < until:
        assert results(then, asked) == found


def test_what_was_not_compared_is_never_another() -> None:
    assert same_until(Comparisons(), NOON, NOON) == NEVER


USES: Sequence[Callable[[datetime], object]] = (
    lambda at: at.year,
    lambda at: at.date(),
    lambda at: f"{at:%Y}",
    str,
    repr,
    lambda at: at - NOON,
    lambda at: NOON - at,
    lambda at: at.isoformat(),
    pickle.dumps,
    copy,
    lambda at: at + HOUR < ObservedInstant.of(NOON, Comparisons()),
    lambda at: datetime.combine(at.date(), at.timetz()),
)
HARMLESS = {"__doc__", "__new__"}
"""What makes an instant, and its description."""


def test_every_operation_of_an_instant_is_observed() -> None:
    """An operation of the class below would compare or show the value unseen."""
    operations = {name for each in (datetime, date) for name in vars(each) if name.startswith("__")}
    assert operations - set(vars(ObservedInstant)) <= HARMLESS


@pytest.mark.parametrize("use", USES)
def test_any_other_use_makes_it_unknown(use: Callable[[datetime], object]) -> None:
    noted = Comparisons()
    use(ObservedInstant.of(NOON, noted))
    assert same_until(noted, NOON, NOON) is None


def test_a_key_is_noted_as_one() -> None:
    noted = Comparisons()
    assert {NOON: 1}[ObservedInstant.of(NOON, noted)] == 1
    assert noted.was_key


def test_two_observed_instants_are_in_one_order() -> None:
    noted, others = Comparisons(), Comparisons()
    assert ObservedInstant.of(NOON, noted) < ObservedInstant.of(NOON + HOUR, others)
    assert (same_until(noted, NOON, NOON), same_until(others, NOON, NOON)) == (NEVER, NEVER)


def test_the_instants_of_data_are_found_at_any_depth() -> None:
    notice = replace(Notice.of(SOURCE, "text", "note"), effective_from=NOON)
    assert list(instants_in({Scope(Notice, SOURCE): [(notice, "2026")], "b": {NOON + HOUR}})) == [NOON, NOON + HOUR]


def reading(*facts: Notice) -> Reading:
    return Reading(frozenset({Scope(Notice, SOURCE)}), facts)


def by_comparison(page: Page) -> Reading:
    return reading(Notice.of(SOURCE, "over" if page.moment >= NOON + HOUR else "soon", "note"))


def by_value(page: Page) -> Reading:
    return reading(Notice.of(SOURCE, f"read {page.moment:%Y-%m-%d}", "note"))


def with_moment(page: Page) -> Reading:
    return reading(replace(Notice.of(SOURCE, "text", "note"), effective_from=page.moment))


def by_key(page: Page) -> Reading:
    return reading(Notice.of(SOURCE, "over" if page.moment in {NOON} else "soon", "note"))


@pytest.mark.parametrize(
    ("read", "until"), [(by_comparison, NOON + HOUR), (by_value, None), (with_moment, None), (by_key, None)]
)
def test_a_reading_says_how_long_its_page_is_read_like_this(
    read: Callable[[Page], Reading], until: datetime | None
) -> None:
    page = Page(SOURCE, "u", b"", NOON)
    pickled, plain = observe(read, page), read(page)
    assert isinstance(pickled, PickledReading)
    found = pickled.load()
    assert (found.scopes, found.facts, found.same_until) == (plain.scopes, plain.facts, until)
    assert {type(instant) for instant in instants_in(found.facts)} <= {datetime}


def test_a_reader_that_refuses_its_page_refuses_it_as_before() -> None:
    def refuse(page: Page) -> Reading:
        raise PageChanged("read at", f"{page.moment:%H:%M}")

    with pytest.raises(PageChanged, match="12:00"):
        observe(refuse, Page(SOURCE, "u", b"", NOON))


def test_a_reader_that_takes_no_observed_moment_reads_the_plain_one() -> None:
    def strict(page: Page) -> Reading:
        return reading() if type(page.moment) is datetime else reading(*[Notice.of(SOURCE, "odd", "note")] * 2)

    assert observe(strict, Page(SOURCE, "u", b"", NOON)) == reading()
