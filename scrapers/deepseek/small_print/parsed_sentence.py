"""A sentence of a note while the note is being read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.deepseek.small_print.grammar import Advice, Remark
from scrapers.deepseek.small_print.statements import NoteStatement
from scrapers.deepseek.small_print.syntax import Pieces, Segment, Sentence


@dataclass
class ParsedSentence:
    """A sentence, its pieces and statements, and whether it completes an earlier statement."""

    sentence: Sentence
    pieces: Pieces
    states: list[NoteStatement] = field(default_factory=list[NoteStatement])
    completes: bool = False
    remarks: list[Remark] = field(default_factory=list[Remark])
    """Additions to the sentence before, if it states nothing of its own."""
    left: Sequence[Sequence[Segment]] = ()
    """Clauses without a statement beside others with one."""
    advice: Advice | None = None
    """The model that it tells users to call instead."""
    foreign: bool = False
    """True if it is in another language than the page: nobody meant it to be there."""
