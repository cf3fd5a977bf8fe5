"""A sentence whose parts complete each other: what each part states, and what the parts say together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scrapers.deepseek.small_print.grammar import (
    IT,
    Advice,
    Remark,
    begun,
    completed,
    continued,
    goes_on,
    read_advice,
    read_remarks,
    tells_days,
    then_routed,
    with_advice,
)
from scrapers.deepseek.small_print.statements import Discounts, EndpointEnds, NoteStatement, Peaks, Retires
from scrapers.deepseek.small_print.syntax import (
    Piece,
    Pieces,
    Segment,
    Sentence,
    clauses,
    halves,
    is_doubted,
    needed_segments,
    too_long,
)

MOST_CUTS = 12
"""Places at which such a clause is cut; a page with more was made to hold its reader up."""
MOST_PARTS = 3
SUBJECT = Piece(frozenset({"it"}), "it")
Grammar = Callable[[Sequence[Segment], Pieces, Sentence], Sequence[NoteStatement]]
Grammars = Sequence[tuple[Grammar, frozenset[str]]]


@dataclass
class SentenceReading:
    """What parts of a sentence state, and the remarks that belong to it."""

    states: list[NoteStatement] = field(default_factory=list[NoteStatement])
    remarks: list[Remark] = field(default_factory=list[Remark])

    def __bool__(self) -> bool:
        return bool(self.states or self.remarks)

    @property
    def models(self) -> tuple[str, ...]:
        """Those that "it" may stand for after this."""
        named = [one.models for one in (*self.states, *self.remarks) if isinstance(one, Retires | Remark)]
        return next((models for models in named if models not in ((), IT)), ())

    def add(self, other: "SentenceReading") -> None:
        """Take in what follows; its "it" is what was named here."""
        for one in other.states:
            is_it = isinstance(one, Retires) and one.models == IT and self.models
            self.states.append(replace(one, models=self.models) if is_it and isinstance(one, Retires) else one)
        self.remarks += other.remarks


class Composer:
    """Reads the parts of one sentence by the grammars."""

    def __init__(self, grammars: Grammars, whole: Pieces, sentence: Sentence) -> None:
        self.grammars, self.whole, self.sentence = grammars, whole, sentence
        self.left: list[Sequence[Segment]] = []
        """The clauses that state nothing, once the sentence is read."""

    def read(self, after_an_end: bool) -> SentenceReading:
        """What the sentence states, clause by clause; nothing where a clause takes all back."""
        reading = SentenceReading()
        for clause in clauses(self.whole):
            of_clause = self._clause(clause, after_an_end or bool(reading))
            if not of_clause and self._goes_on(reading, clause):
                continue
            if not of_clause and tells_days(clause, self.whole, self.sentence):
                reading.states = [one for one in reading.states if not isinstance(one, Peaks)]
            if is_doubted(clause) and not of_clause:
                return SentenceReading()
            if not of_clause and needed_segments(clause):
                self.left.append(clause)
            reading.add(of_clause)
        return reading

    def _goes_on(self, reading: SentenceReading, clause: Sequence[Segment]) -> bool:
        """Whether a clause is about the promotion before it, which it completes or leaves unclear."""
        last = reading.states[-1] if reading.states else None
        if not isinstance(last, Discounts) or not goes_on(last, clause, self.whole):
            return False
        further = continued(last, clause, self.whole, self.sentence)
        reading.states[-1:] = [further] if further else []
        return True

    def _clause(self, clause: Sequence[Segment], goes_on: bool) -> SentenceReading:
        alone = self._alone(clause, goes_on)
        if alone or too_long(clause):
            return alone
        return self._in_parts(clause, goes_on, MOST_PARTS)

    def _alone(self, part: Sequence[Segment], goes_on: bool) -> SentenceReading:
        """A part as one statement, or as a remark."""
        if goes_on and (then := then_routed(part, self.whole, self.sentence)):
            return SentenceReading(remarks=[then])
        states = list(self._stated(part))
        if states:
            return SentenceReading(states)
        return SentenceReading(remarks=read_remarks(part, self.whole, self.sentence, goes_on=goes_on))

    def _stated(self, part: Sequence[Segment]) -> Iterator[NoteStatement]:
        present = frozenset(word for segment in part for piece in segment.pieces for word in piece.words)
        for grammar, needs in self.grammars:
            if not present.isdisjoint(needs):
                yield from grammar(part, self.whole, self.sentence)

    def _in_parts(self, clause: Sequence[Segment], goes_on: bool, most: int) -> SentenceReading:
        cuts = list(halves(clause)) if most > 1 else []
        for before, after in cuts[:MOST_CUTS]:
            first = self._alone(before, goes_on)
            if (
                not first
                or not needed_segments(before)
                or any(isinstance(one, Discounts) and not one.models for one in first.states)
            ):
                continue
            rest = self._alone(after, True) or self._in_parts(after, True, most - 1)
            if not rest and first.models:
                rest = self._alone(_of_it(after), True)
            open_ended = any(isinstance(one, Discounts) and not one.models for one in rest.states)
            if rest and not open_ended and _belong_together(first, rest):
                first.add(rest)
                return first
        return SentenceReading()

    def advised(self) -> Advice | None:
        """The model that the sentence tells users to call instead."""
        segments = [segment for clause in clauses(self.whole) for segment in clause]
        return read_advice(segments, self.whole, self.sentence)


def _of_it(part: Sequence[Segment]) -> list[Segment]:
    """A part whose subject stands before it: "X is deprecated | and will be removed on …"."""
    first = next((place for place, segment in enumerate(part) if segment.first), 0)
    opened = [piece for piece in part[first].pieces if not piece.may_be("and", "but")]
    return [*part[:first], replace(part[first], pieces=(SUBJECT, *opened)), *part[first + 1 :]]


def _belong_together(first: SentenceReading, rest: SentenceReading) -> bool:
    """Whether both state something, or the remarks are on what becomes of names and addresses."""
    both = [*first.states, *rest.states]
    if first.states and rest.states and not (first.remarks or rest.remarks):
        return True
    return not both or any(isinstance(one, Retires | EndpointEnds) for one in both)


def together(reading: SentenceReading, advice: Advice | None) -> list[NoteStatement]:
    """The statements of a sentence with its remarks and its advice."""
    states: list[NoteStatement] = list(reading.states) or list(begun(reading.remarks))
    states = completed(states, reading.remarks)
    return [with_advice(one, advice) for one in states] if advice else states
