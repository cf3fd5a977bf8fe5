"""The rules on DeepSeek's hard real events, and each rule of design section 2 by itself."""

import pytest

from models.bitemporal.belief import Amendment, Contradiction, Span, amendment_from_history, amendment_from_page
from models.facts.base import FactValue
from tests.support.facts import hour


def spans(*believed: tuple[float, FactValue]) -> list[Span]:
    return [Span(hour(start), value, hour(start)) for start, value in believed]


def amended(
    believed: list[Span],
    moment: float,
    stated: dict[float | None, FactValue],
    previous: float | None = None,
    seen: float | None = None,
) -> list[tuple[float, FactValue]]:
    """What is believed after a page, as (start, value)."""
    said = {None if at is None else hour(at): value for at, value in stated.items()}
    last = None if previous is None else hour(previous)
    amendment = amendment_from_page(believed, said, hour(moment), last, first_seen=None if seen is None else hour(seen))
    return after(believed, amendment)


def after(believed: list[Span], amendment: Amendment) -> list[tuple[float, FactValue]]:
    kept = [(span.start, span.value) for span in believed if span not in amendment.close]
    told = sorted([*kept, *amendment.insert], key=lambda pair: pair[0])
    return [((start - hour(0)).total_seconds() / 3600, value) for start, value in told]


OLD, NEW, THIRD = ("old",), ("new",), ("third",)


def test_a_value_without_an_instant_holds_from_the_moment_it_was_seen() -> None:
    assert amended(spans((0, OLD)), 5, {None: NEW}, 4) == [(0, OLD), (5, NEW)]


def test_the_same_value_again_writes_nothing() -> None:
    assert amendment_from_page(spans((0, OLD)), {None: OLD}, hour(5), hour(4)) == Amendment()


def test_an_announcement_stands_beside_the_present() -> None:
    assert amended(spans((0, OLD)), 5, {None: OLD, 9: NEW}, 4) == [(0, OLD), (9, NEW)]


def test_an_announcement_that_is_said_no_more_is_withdrawn() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 6, {None: OLD}, 5) == [(0, OLD)]


def test_a_moved_announcement_leaves_its_old_instant() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 6, {None: OLD, 12: NEW}, 5) == [(0, OLD), (12, NEW)]


def test_an_announcement_that_never_took_effect_is_withdrawn_when_the_old_value_shows() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 10, {None: OLD}, 8) == [(0, OLD)]


def test_several_announcements_that_never_took_effect_are_withdrawn_together() -> None:
    assert amended(spans((0, OLD), (8, NEW), (9, THIRD)), 10, {None: OLD}, 7) == [(0, OLD)]


def test_an_announcement_that_took_effect_is_not_withdrawn_by_a_later_return() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 12, {None: OLD}, 10) == [(0, OLD), (9, NEW), (12, OLD)]


def test_a_third_value_after_an_announcement_fell_due_succeeds_it() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 10, {None: THIRD}, 8) == [(0, OLD), (9, NEW), (10, THIRD)]


def test_a_cut_stated_for_the_past_corrects_the_past() -> None:
    assert amended(spans((0, OLD)), 20, {12: NEW}, 10) == [(0, OLD), (12, NEW)]


def test_the_same_past_instant_with_another_value_starts_now() -> None:
    assert amended(spans((0, OLD), (12, NEW)), 30, {12: THIRD}, 25) == [(0, OLD), (12, NEW), (30, THIRD)]


def test_a_lagging_page_does_not_outrank_its_own_announcement() -> None:
    assert amended(spans((0, OLD), (9, NEW)), 10, {None: OLD, 9: NEW}, 8) == [(0, OLD), (9, NEW)]


def test_a_page_with_a_third_value_beside_its_past_announcement_is_refused() -> None:
    with pytest.raises(Contradiction, match="third"):
        amended(spans((0, OLD), (9, NEW)), 10, {None: THIRD, 9: NEW}, 8)


def test_whoever_begins_to_read_after_an_instant_refuses_nothing_that_stands_beside_it() -> None:
    first = amended([], 10, {None: THIRD, 9: NEW})
    assert first == [(9, NEW)]
    assert amended(spans(*first), 11, {None: THIRD, 9: NEW}, 10) == first


def test_a_third_value_at_the_very_instant_of_an_announcement_takes_its_place() -> None:
    assert amended(spans((0, OLD), (5, NEW)), 5, {None: THIRD}, 4) == [(0, OLD), (5, THIRD)]


def test_a_corrected_past_that_repeats_the_value_before_it_is_no_new_start() -> None:
    assert amended(spans((0, OLD), (5, NEW)), 10, {3: OLD}, 8) == [(0, OLD)]


def test_a_new_statement_of_what_is_believed_anyway_moves_nothing() -> None:
    believed = spans((0, OLD), (4, NEW), (6, OLD))
    assert amended(believed, 10, {2: OLD}, 8) == [(0, OLD), (4, NEW), (6, OLD)]


def test_a_held_value_holds_from_its_first_sighting() -> None:
    assert amended(spans((0, OLD)), 6, {None: NEW}, 4, seen=5) == [(0, OLD), (5, NEW)]


def test_silence_ends_a_value() -> None:
    assert amended(spans((0, OLD)), 5, {None: None}, 4) == [(0, OLD), (5, None)]


def test_silence_confirms_an_end_state() -> None:
    settled = amendment_from_page(spans((0, OLD), (9, NEW)), {None: None}, hour(12), hour(10), settled=True)
    assert settled == Amendment()


def test_equal_neighbours_of_an_account_collapse() -> None:
    account = {hour(1): OLD, hour(2): OLD, hour(3): NEW}
    assert after([], amendment_from_history([], account, hour(0))) == [(1, OLD), (3, NEW)]


def test_a_whole_account_over_its_parts_changes_nothing() -> None:
    account = {hour(1): OLD, hour(3): NEW}
    assert amendment_from_history(spans((1, OLD), (3, NEW)), account, hour(0)) == Amendment()


def test_a_restated_day_is_a_correction_at_the_same_instant() -> None:
    assert after(
        spans((1, OLD), (3, NEW)), amendment_from_history(spans((1, OLD), (3, NEW)), {hour(3): THIRD}, hour(3))
    ) == [
        (1, OLD),
        (3, THIRD),
    ]


def test_a_key_that_an_account_lacks_is_gone_from_there() -> None:
    assert after(spans((1, OLD)), amendment_from_history(spans((1, OLD)), {}, hour(4))) == [(1, OLD), (4, None)]
