"""Parts of a sentence that complete or repeat a statement about names.

"After that, requests to it are answered by …" states what follows an end, "the other models are not affected" changes
nothing, and "it stays available" fits only a plan that was withdrawn.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.deepseek.small_print.grammar.advice import advises
from scrapers.deepseek.small_print.grammar.retirement_rules import END, GONE, INSTANT, NOT, THEM, TO_R
from scrapers.deepseek.small_print.statements import EndpointEnds, NoteStatement, Retires
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    model_ids,
    needed_segments,
    normalize_order,
    text_of,
    too_long,
)

IT = ("it",)
"""The models of a part that says "it": those of the part or sentence before."""
ANY = frozenset({"announced", "retired", "routing", "routed", "cancelled", "endpoint"})
ENDING, RETIRED = frozenset({"retired", "endpoint"}), frozenset({"retired"})
MODAL = "(?:(?:will|can|be|been|now|stay|to) )*"
SOMETHING = f"(?:and |but )?(?:then )?(?:and |but )?(?:requests )?(?:{THEM})?"
WORDS = (
    "T M it requests that_name the_following affected intact no_action extended other not nolonger cancelled "
    "fails ended ends the_end {} "
    "postponed planned stay usable support use continue will can be been after onward post_after post_before on "
    "from by then to of now and but we you n"
)
REMARKS = Vocabulary(WORDS.format("takes_place announce"))
KEEPS = Vocabulary(WORDS.format("served routed").replace("ended ends the_end", "the_end ended ends"))
ROUTES = Vocabulary(
    "T M it requests that_name routed served points will be been after on from then to by of now and but n"
)


@dataclass(frozen=True)
class Remark:
    """An addition of a part, and the states that it fits."""

    fits: frozenset[str]
    models: tuple[str, ...] = ()
    """The models that it is about; none means those of the statement."""
    of_others: bool = False
    """True if it is about other models than the statement."""
    at: datetime | None = None
    """The instant of an end that was only planned so far."""
    routed_to: str | None = None
    """The model that answers requests after the end."""
    begins: bool = False
    """True if it says that its models are being retired."""

    def takes_back(self, statement: NoteStatement) -> bool:
        """Return True if it denies the statement: "The plan is cancelled.", "It will not be removed." """
        if not isinstance(statement, Retires) or statement.state == "cancelled":
            return False
        return "kept" in self.fits or (self.of_others and self.models == IT)


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    fits: frozenset[str]
    of_others: bool = False
    begins: bool = False


def _rule(pattern: str, fits: frozenset[str], *, of_others: bool = False, begins: bool = False) -> _Rule:
    return _Rule(re.compile(pattern), fits, of_others, begins)


UNDATED = (
    _rule(f"(?:and |but )?(?:other |{THEM})?(?:of )?{MODAL}(?:not affected|intact) ", ANY, of_others=True),
    _rule("(?:and )?(?:(?:we|you|will|can|be) )*no_action ", ANY),
    _rule(f"(?:and |but )?{THEM}{MODAL}not (?:be )?{END}", ANY, of_others=True),
    _rule(f"{THEM}(?:be|been) (?:now )?(?:ended|ends) ", frozenset({"retired", "routed"}), begins=True),
    _rule(
        f"(?:the_end (?:of )?)?{THEM}(?:of )?(?:the_end )?{MODAL}postponed (?:the_end |ends )?", RETIRED, begins=True
    ),
    _rule(f"{SOMETHING}{MODAL}(?:fails|{NOT}(?:be )?{GONE}|ended|ends) (?:then )?", ENDING),
    _rule(f"(?:and |but )?(?:it )?{MODAL}not (?:be )?extended ", ENDING),
    _rule(f"(?:the_end |takes_place )+{MODAL}(?:(?:postponed|planned|announce) )+", frozenset({"announced"})),
)
KEPT = (
    _rule(
        f"(?:and |but )?(?:(?:after|from) T[0-9]+ )?{SOMETHING}{MODAL}(?:(?:stay|continue|usable|support) )+",
        frozenset({"cancelled", "routed"}),
    ),
    _rule(f"requests (?:it )?{MODAL}(?:routed )?(?:served )?(?:to |by )?{THEM}(?:served )?", frozenset({"cancelled"})),
    _rule(
        f"(?:(?:and|planned) )*the_end (?:of )?{MODAL}(?:nolonger )?(?:cancelled|ends|ended|takes_place) ",
        frozenset({"cancelled", "kept"}),
    ),
)
DATED = re.compile("(?:and |but )?(?:planned )?the_end (?:(?:be|will|been|planned|takes_place|on|now|of) )*(T[0-9]+) ")
THEN_ROUTED = re.compile(
    f"(?=(?:.* )?(?:then|will|after) )(?:and |but )?(?:then |after T[0-9]+ )?(?:and )?(?:to )?(?:requests |{THEM})"
    rf"(?:to )?(?P<q>M[0-9]+ |it )?(?:(?:will|be|now|then|been) )*{TO_R}(?:then )?"
)


def read_remarks(clause: Sequence[Segment], whole: Pieces, sentence: Sentence, *, goes_on: bool = True) -> list[Remark]:
    """Return the remark of a part in a list, or []. `goes_on`: there is a part before it."""
    parts = needed_segments(clause)
    if too_long(parts):
        return []
    if parts and advises(parts, whole, sentence):
        return [Remark(frozenset({"announced", "retired"}) if not INSTANT.search(text_of(parts, REMARKS)) else ENDING)]
    if not parts:
        return [Remark(ANY)] if clause else []
    if then := route_after_end(clause, whole, sentence):
        return [then]
    text = normalize_order(text_of(parts, REMARKS), whole, sentence)
    if dated := DATED.fullmatch(text):
        return [Remark(frozenset({"announced", "retired"}), at=sentence.at(whole.value(dated[1])))]
    kept = normalize_order(text_of(parts, KEEPS), whole, sentence)
    for line, rules in ((text, UNDATED), (kept, KEPT)):
        for rule in rules:
            if match := rule.pattern.fullmatch(line):
                fits = rule.fits if goes_on or rule not in KEPT[:1] else rule.fits | ENDING | {"routing"}
                return [
                    Remark(fits, _models(match.groupdict().get("m"), whole), rule.of_others, None, None, rule.begins)
                ]
    return []


def route_after_end(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> Remark | None:
    """Return the remark that another model answers requests once a name has ended."""
    parts = needed_segments(clause)
    match = None if too_long(parts) else THEN_ROUTED.fullmatch(normalize_order(text_of(parts, ROUTES), whole, sentence))
    slot = match and (match.groupdict().get("r") or match.groupdict().get("s"))
    if not match or not slot:
        return None
    models = _models(match["m"] or (match["q"] or "").strip(), whole)
    return Remark(frozenset({"retired"}), models, routed_to=whole.value(slot))


def _models(slot: str | None, whole: Pieces) -> tuple[str, ...]:
    if not slot or slot == "it":
        return IT if slot else ()
    return model_ids(whole.value(slot))


def complete_statements(stated: Sequence[NoteStatement], added: Sequence[Remark]) -> list[NoteStatement]:
    """Return the statements completed by remarks; none if a remark does not fit."""
    done = list(stated)
    for remark in added:
        if remark.fits == ANY and not remark.models:
            continue
        if not any(_fits(remark, statement) for statement in done):
            return []
        if any(_contradicts(remark, statement) for statement in done):
            return []
        done = [_with(remark, statement) if _fits(remark, statement) else statement for statement in done]
    return done


def _state(statement: NoteStatement) -> str:
    if isinstance(statement, Retires):
        return (
            statement.state if statement.state != "dated" else "retired" if statement.then == "retired" else "routing"
        )
    return "endpoint" if isinstance(statement, EndpointEnds) else ""


def _fits(remark: Remark, statement: NoteStatement) -> bool:
    if _state(statement) not in remark.fits:
        return False
    if remark.models in ((), IT) or not isinstance(statement, Retires):
        return not remark.of_others or remark.models != IT
    same = set(remark.models) & set(statement.models)
    return not same if remark.of_others else set(remark.models) <= set(statement.models)


def _contradicts(remark: Remark, statement: NoteStatement) -> bool:
    return (
        remark.at is not None
        and isinstance(statement, Retires)
        and statement.at is not None
        and statement.at != remark.at
    )


def _with(remark: Remark, statement: NoteStatement) -> NoteStatement:
    if not isinstance(statement, Retires):
        return statement
    if remark.routed_to:
        return replace(statement, then="routed", replacement=remark.routed_to)
    if remark.at and statement.state == "announced":
        return replace(statement, state="dated", at=remark.at, then="retired")
    return statement


def combined_remarks(added: Sequence[Remark]) -> Iterator[Retires]:
    """Yield the statement of two remarks together: "X is being retired; the shutdown date is …"."""
    starts = [remark for remark in added if remark.begins and remark.models not in ((), IT)]
    ends = [remark for remark in added if remark.at]
    if len(starts) == len(ends) == 1:
        yield Retires(starts[0].models, "dated", ends[0].at, "retired")
