"""The command `why`: show which page stated a price or a model's retirement."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from alerts.texts import CONTROL
from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.evidence.origins import PriceOrEnd, ValueOrigin, WhyQuestion
from cli.evidence.why_json import origin_as_json
from cli.names import expect_model, expect_name, no_price, route_lines
from cli.printing import ZONE, Problem, json_line, note, own_words, print_line, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import BANDS, MODES, Fact, Price, lifecycle_text, meter_text, unit_text
from models.queries import Replaced
from models.schema import Correction
from scrapers.passages import Passage
from scrapers.registry import attributions

RETIREMENT = "retirement"
"""The word for the end of a model in place of a meter."""
LABEL = 13
"""The width of the words before a line."""
EMPTY = "–"
"""An empty cell of a page."""
MOST_ROWS = 8
"""Earlier statements that are printed; the others are counted."""
ABOUT = (
    "It prints the value as its page states it, when it took effect and when it was recorded, the source with the"
    " snapshot and the row of the page, what other sources state, and what the source stated before."
)


def add(commands: Commands) -> None:
    parser = listing(commands, "why", why, DESCRIPTIONS["why"], is_paged=True, about=ABOUT)
    parser.add_argument("model", metavar="MODEL", help="a name, or vendor/name")
    parser.add_argument("meter", metavar="METER", help="a meter as in `almanac prices`, an amount, or `retirement`")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument("--mode", choices=MODES, metavar="MODE", help=f"only this mode: {', '.join(MODES)}")
    parser.add_argument("--band", choices=BANDS, metavar="BAND", help=f"only this band: {', '.join(BANDS)}")
    parser.add_argument(
        "--above", type=int, metavar="N", help="the price for prompts of more than N tokens; 0: for short prompts"
    )
    parser.add_argument("--currency", metavar="C", help="USD or CNY; default: each that has a price")


def why(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    with asking(settings.database_url) as session:
        expect_model(session, asked.model)
        question = WhyQuestion(session, asked, now)
        found = list(_origins(question))
        sources = {each.statement.source for each in found}
        left_out = [] if asked.meter == RETIREMENT else question.unusual()
        ages = age_lines(session, sources, min(question.at, question.believed, now), now, ZONE.get())
        for number, origin in enumerate(found):
            if asked.json:
                print_line(json_line(origin_as_json(origin)))
                continue
            for line in (*([""] if number else []), *_lines(origin)):
                print_line(line.translate(CONTROL))
    if left_out:
        note(["", f"--mode and --above show others: {'; '.join(left_out)}"], asked.json)
    note([*ages, *attributions(sources)], asked.json)


def _origins(question: WhyQuestion) -> Iterator[ValueOrigin]:
    """Yield what is asked for; exit 1 with the reason if there is nothing, 2 for an unknown meter."""
    asked = question.asked
    amount = _amount(asked.meter)
    if asked.meter == RETIREMENT:
        found = list(question.ends())
    elif amount is not None:
        found = list(question.amounts(amount))
    else:
        expect_name(asked.meter, [*question.meters(), RETIREMENT], f"meter of {asked.model}")
        found = list(question.prices())
    if not found:
        raise Problem(_nothing(question, amount))
    yield from found


def _amount(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _nothing(question: WhyQuestion, amount: Decimal | None) -> str:
    asked, session = question.asked, question.session
    at = f" at {when(asked.at)}" if asked.at else ""
    chosen = {name: getattr(asked, name) for name in ("mode", "band", "above", "currency")}
    parts = ", ".join(f"{name} {value}" for name, value in chosen.items() if value is not None)
    of = f" of {parts}" if parts else ""
    if asked.meter == RETIREMENT:
        last = question.last_end()
        then = f"; one last did from {when(last)} on: ask with --at" if last else ""
        return f"no trusted source states anything about the end of {asked.model}{at or ' now'}{then}"
    if amount is not None:
        return (
            f"{asked.model} never had a price of {asked.meter}{of}{at}: `almanac prices {asked.model}` lists its prices"
        )
    if question.has_prices():
        return f"{asked.model} has no price of {asked.meter}{of}{at}: `almanac prices {asked.model}` lists what it has"
    return no_price(session, asked.model, asked.at, asked.believed, question.now, mode=asked.mode)


def _lines(origin: ValueOrigin) -> Iterator[str]:
    """Yield the lines about one value, at most as wide as a terminal."""
    statement, cited = origin.statement, origin.cited
    yield wrapped(_head(origin), text_width(), rest="  ")
    if origin.route is not None:
        for line in route_lines([origin.route], {origin.name[1]}):
            yield wrapped(line, text_width(), "  ", "    ")
    until = f"until {when(statement.effective_to)}" if statement.effective_to else "with no end known"
    ahead = ", which lies ahead" if statement.effective_from > origin.at else ""
    yield _labelled("in effect", f"from {when(statement.effective_from)} {until}{ahead}")
    yield _labelled("stated", _believed(origin))
    yield _labelled("source", f"{statement.source}, {cited.url}")
    yield _labelled("evidence", f"`almanac snapshot {cited.snapshot_id}`, seen {when(cited.seen_at)}: {_place(origin)}")
    if cited.passage is not None:
        yield from _passage(cited.passage)
    for other in origin.others:
        yield _labelled("also" if other.fact.value == statement.fact.value else "but", _other(other, statement))
    yield from _earlier(origin)


def _head(origin: ValueOrigin) -> str:
    fact, (_, name) = origin.statement.fact, origin.name
    billed = "" if origin.billed_as == name else f", billed as {origin.billed_as}"
    if isinstance(fact, Price):
        band = "" if fact.band == "flat" else f" {fact.band.replace('_', '-')}"
        return f"{name} {meter_text(fact)}{band}{billed}: {_value(fact)} {unit_text(fact)}"
    return f"{name} {RETIREMENT}: {own_words(_value(fact))}"


def _value(fact: Fact) -> str:
    """Return the value of a price or of an end; of a price the digits of the page."""
    if fact.gone:
        return "none"
    if isinstance(fact, Price):
        listed = "" if fact.list_amount is None else f" (list {fact.list_amount:f})"
        return f"{fact.amount:f}{listed}"
    return lifecycle_text(fact)  # pyright: ignore[reportArgumentType] (of prices and ends alone)


def _believed(origin: ValueOrigin) -> str:
    statement, replaced = origin.statement, origin.replaced
    first, since = when(origin.first_stated), when(statement.recorded_from)
    stated = f"first seen {first}" + (", believed since then" if first == since else f", in this form since {since}")
    return (
        stated if statement.recorded_to is None else f"{stated}, until {when(statement.recorded_to)}: {_why(replaced)}"
    )


def _why(replaced: Replaced | None) -> str:
    if replaced is None or replaced.why == "unknown":
        return "replaced"
    if replaced.why == "decision":
        return "a person decided (`almanac held`)"
    return f"the page changed (`almanac snapshot {replaced.snapshot_id}`)"


def _place(origin: ValueOrigin) -> str:
    place = origin.statement.locator or "no place is kept"
    problem = origin.cited.problem
    return f"{place} ({problem})" if problem else place


def _passage(passage: Passage) -> Iterator[str]:
    """Yield the heading, the titles of the table and the row, with marks around the cell that states the fact."""
    cells = [f"»{text}«" if number == passage.cell else text for number, text in enumerate(passage.cells)]
    shown = (passage.heading, _row(passage.titles), _row(cells))
    for text in filter(None, shown):
        yield wrapped(text, text_width(), "    | ", "    |   ")


def _row(cells: Sequence[str]) -> str:
    return " | ".join(cell or EMPTY for cell in cells)


def _other(other: PriceOrEnd, statement: PriceOrEnd) -> str:
    """Return what another source states; of one that only checks not the value."""
    is_same = other.fact.value == statement.fact.value
    says = (
        "states the same"
        if is_same
        else "states another value"
        if other.only_checks
        else f"states {_value(other.fact)}"
    )
    since = f"since {when(other.recorded_from)}, `almanac snapshot {other.snapshot_id}`"
    return f"{other.source}{' (only checks)' if other.only_checks else ''} {says}, {since}"


def _earlier(origin: ValueOrigin) -> Iterator[str]:
    """Yield what the same source states for other times, and what it stands by no more."""
    start, priced = origin.statement.effective_from, {origin.statement.effective_from}
    priced |= {row.effective_from for row in origin.same_source if not row.fact.gone}
    # A flat price that becomes two bands is gone from then on, which says nothing beside them.
    others = [row for row in origin.same_source if not row.fact.gone or row.effective_from not in priced]
    times = [("before it", [row for row in others if row.effective_from < start])]
    times.append(("beside it", [row for row in others if row.effective_from == start]))
    times.append(("after it", [row for row in others if row.effective_from > start]))
    for label, rows in times:
        lines = [f"{_banded(row)} from {when(row.effective_from)}, seen {when(row.recorded_from)}" for row in rows]
        yield from _few(label, lines)
    lines = [
        f"{_banded(row)} from {when(row.effective_from)}: believed {when(row.recorded_from)} to "
        f"{when(row.recorded_to)}; {_why(replaced)}"
        for row, replaced in origin.superseded
        if row.recorded_to is not None
    ]
    yield from _few("no longer", lines)
    yield from _few("corrected", [_corrected(each) for each in origin.corrections])


def _few(label: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield the last lines under one label, and how many there are more."""
    for number, line in enumerate(lines[-MOST_ROWS:]):
        yield _labelled("" if number else label, line)
    if len(lines) > MOST_ROWS:
        yield _labelled("", f"and {len(lines) - MOST_ROWS} more before these: --json has all")


def _banded(row: PriceOrEnd) -> str:
    band = getattr(row.fact, "band", "flat")
    return ("" if band == "flat" else f"{band.replace('_', '-')} ") + own_words(_value(row.fact))


def _corrected(row: Correction) -> str:
    before, after = own_words(row.said_before or "nothing"), own_words(row.said_after or "nothing")
    return f"{before} → {after} from {when(row.effective_from)}, on {when(row.stored_at)}: {row.why}"


def _labelled(label: str, text: str) -> str:
    return wrapped(text, text_width(), f"  {label}".ljust(LABEL), " " * (LABEL + 2))
