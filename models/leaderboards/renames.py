"""Detection of contenders that have another key than before. Pure.

Arena renames a dozen contenders at once (2026-08-12: `…-thinking` became `…-high`). On the next publish a renamed
contender has the score and the votes of the old name. If publishes were missed, it has at least as many votes, an
interval that overlaps, and the same model by the reviewed aliases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.facts import Contender, Score
from models.leaderboards.board import Category


@dataclass(frozen=True)
class Rename:
    """The old and the new key of a contender."""

    old: str
    new: str


def renames(categories: Sequence[Category], was: Mapping[str, Contender], now: Mapping[str, Contender]) -> list[Rename]:
    """Return the renames, each key in at most one; of several candidates the one with the nearest score."""
    candidates = sorted(
        (nearness, old, new) for category in categories for nearness, old, new in _candidates(category, was, now)
    )
    new_keys: dict[str, str] = {}
    for _, old, new in candidates:
        if old not in new_keys and new not in new_keys.values():
            new_keys[old] = new
    return [Rename(old, new) for old, new in new_keys.items()]


def _candidates(
    category: Category, was: Mapping[str, Contender], now: Mapping[str, Contender]
) -> Iterator[tuple[Decimal, str, str]]:
    went = [key for key in category.was if key not in category.now and key not in now]
    came = [key for key in category.now if key not in category.was and key not in was]
    for old in went:
        for new in came:
            before, after = category.was[old], category.now[new]
            if _same(before, after) or (_one_model(was.get(old), now.get(new)) and _goes_on(category, before, after)):
                yield abs((after.score or Decimal()) - (before.score or Decimal())), old, new


def _same(before: Score, after: Score) -> bool:
    return before.votes is not None and (before.score, before.votes) == (after.score, after.votes)


def _one_model(was: Contender | None, now: Contender | None) -> bool:
    return was is not None and now is not None and was.model is not None and was.model == now.model


def _goes_on(category: Category, before: Score, after: Score) -> bool:
    """Return True if the votes did not fall and the intervals overlap."""
    counted = before.votes is not None and after.votes is not None and before.votes <= after.votes
    return counted and not category.are_apart(before, after)
