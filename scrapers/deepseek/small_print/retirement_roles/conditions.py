"""Clauses that only state a condition of something else."""

from collections.abc import Sequence

from scrapers.deepseek.small_print.syntax import Piece

AT_LAST = frozenset({"时", "的时候", "时候", "之时"})
AT_FIRST = frozenset({"when", "whenever", "while", "before", "after", "once"})
ACTS = ("shift", "move_to", "route", "routed", "end", "ended", "ends", "the_end")


def is_condition(pieces: Sequence[Piece]) -> bool:
    """Return True for such a clause: "when you change X to Y, …", 将 X 改为 Y 时."""
    texts = [piece.text for piece in pieces]
    acts = any(piece.may_be(*ACTS) for piece in pieces)
    return acts and (texts[-1] in AT_LAST or (texts[0] in AT_FIRST and "you" in texts[1:2]))
