"""Reading of a sentence in parts: the statements of each part, and those that the parts make together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scrapers.deepseek.small_print.grammar import (
    IT,
    Advice,
    Remark,
    combined_remarks,
    complete_statements,
    continue_promotion,
    is_about_promotion,
    names_other_days,
    read_advice,
    read_remarks,
    route_after_end,
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
    present_in,
    too_long,
)

MOST_CUTS = 12
"""Places at which a clause is cut at most; one with more was made to slow the reader down."""
MOST_PARTS = 3
SUBJECT = Piece(frozenset({"it"}), "it")
Grammar = Callable[[Sequence[Segment], Pieces, Sentence], Sequence[NoteStatement]]
Grammars = Sequence[tuple[Grammar, frozenset[str]]]


@dataclass
class SentenceReading:
    """Statements of parts of a sentence, and the remarks on them."""

    states: list[NoteStatement] = field(default_factory=list[NoteStatement])
    remarks: list[Remark] = field(default_factory=list[Remark])

    def __bool__(self) -> bool:
        return bool(self.states or self.remarks)

    @property
    def models(self) -> tuple[str, ...]:
        """Return the models that a following "it" may stand for."""
        named = [
            statement.models for statement in (*self.states, *self.remarks) if isinstance(statement, Retires | Remark)
        ]
        return next((models for models in named if models not in ((), IT)), ())

    def add(self, other: "SentenceReading") -> None:
        """Add the next part; its "it" stands for the models named so far."""
        for statement in other.states:
            is_it = isinstance(statement, Retires) and statement.models == IT and self.models
            self.states.append(
                replace(statement, models=self.models) if is_it and isinstance(statement, Retires) else statement
            )
        self.remarks += other.remarks


class Composer:
    """Reader of the parts of one sentence by the grammars."""

    def __init__(self, grammars: Grammars, whole: Pieces, sentence: Sentence) -> None:
        self.grammars, self.whole, self.sentence = grammars, whole, sentence
        self.left: list[Sequence[Segment]] = []
        """The clauses that state nothing, once the sentence is read."""

    def read(self, after_an_end: bool) -> SentenceReading:
        """Return the statements of the sentence, clause by clause; none if a clause withdraws all."""
        reading = SentenceReading()
        for clause in clauses(self.whole):
            of_clause = self._clause(clause, after_an_end or bool(reading))
            if not of_clause and self._goes_on(reading, clause):
                continue
            if not of_clause and names_other_days(clause, self.whole, self.sentence):
                reading.states = [statement for statement in reading.states if not isinstance(statement, Peaks)]
            if is_doubted(clause) and not of_clause:
                return SentenceReading()
            if not of_clause and needed_segments(clause):
                self.left.append(clause)
            reading.add(of_clause)
        return reading

    def _goes_on(self, reading: SentenceReading, clause: Sequence[Segment]) -> bool:
        """Return True if a clause is about the promotion before it; complete or withdraw that promotion."""
        last = reading.states[-1] if reading.states else None
        if not isinstance(last, Discounts) or not is_about_promotion(last, clause, self.whole):
            return False
        further = continue_promotion(last, clause, self.whole, self.sentence)
        reading.states[-1:] = [further] if further else []
        return True

    def _clause(self, clause: Sequence[Segment], goes_on: bool) -> SentenceReading:
        alone = self._alone(clause, goes_on)
        if alone or too_long(clause):
            return alone
        return self._in_parts(clause, goes_on, MOST_PARTS)

    def _alone(self, part: Sequence[Segment], goes_on: bool) -> SentenceReading:
        """Read a part as one statement, or as a remark."""
        if goes_on and (then := route_after_end(part, self.whole, self.sentence)):
            return SentenceReading(remarks=[then])
        states = list(self._stated(part))
        if states:
            return SentenceReading(states)
        return SentenceReading(remarks=read_remarks(part, self.whole, self.sentence, goes_on=goes_on))

    def _stated(self, part: Sequence[Segment]) -> Iterator[NoteStatement]:
        present = present_in(part)
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
                or any(isinstance(statement, Discounts) and not statement.models for statement in first.states)
            ):
                continue
            rest = self._alone(after, True) or self._in_parts(after, True, most - 1)
            if not rest and first.models:
                rest = self._alone(_of_it(after), True)
            open_ended = any(isinstance(statement, Discounts) and not statement.models for statement in rest.states)
            if rest and not open_ended and _belong_together(first, rest):
                first.add(rest)
                return first
        return SentenceReading()

    def advised(self) -> Advice | None:
        """Return the model that the sentence tells users to call instead."""
        segments = [segment for clause in clauses(self.whole) for segment in clause]
        return read_advice(segments, self.whole, self.sentence)


def _of_it(part: Sequence[Segment]) -> list[Segment]:
    """Return a part whose subject stands before it: "X is deprecated | and will be removed on …"."""
    first = next((place for place, segment in enumerate(part) if segment.first), 0)
    opened = [piece for piece in part[first].pieces if not piece.may_be("and", "but")]
    return [*part[:first], replace(part[first], pieces=(SUBJECT, *opened)), *part[first + 1 :]]


def _belong_together(first: SentenceReading, rest: SentenceReading) -> bool:
    """Return True if both parts make statements, or their remarks are on names and addresses."""
    both = [*first.states, *rest.states]
    if first.states and rest.states and not (first.remarks or rest.remarks):
        return True
    return not both or any(isinstance(statement, Retires | EndpointEnds) for statement in both)


def together(reading: SentenceReading, advice: Advice | None) -> list[NoteStatement]:
    """Return the statements of a sentence, completed by its remarks and advice."""
    states: list[NoteStatement] = list(reading.states) or list(combined_remarks(reading.remarks))
    states = complete_statements(states, reading.remarks)
    return [with_advice(statement, advice) for statement in states] if advice else states
