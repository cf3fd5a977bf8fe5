"""A sentence of a note while the note is being understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.deepseek.small_print.grammar import Advice, Remark
from scrapers.deepseek.small_print.statements import NoteStatement
from scrapers.deepseek.small_print.syntax import Pieces, Segment, Sentence


@dataclass
class ParsedSentence:
    """A sentence, its pieces, what it states, and whether it says more of what was stated before it."""

    sentence: Sentence
    pieces: Pieces
    states: list[NoteStatement] = field(default_factory=list[NoteStatement])
    completes: bool = False
    remarks: list[Remark] = field(default_factory=list[Remark])
    """What it adds to the sentence before, where it states nothing of its own."""
    left: Sequence[Sequence[Segment]] = ()
    """Its clauses that state nothing beside others that do."""
    advice: Advice | None = None
    """The model that it tells users to call instead."""
    foreign: bool = False
    """Whether it stands on a page of the other language: not a sentence that anybody meant to be there."""
