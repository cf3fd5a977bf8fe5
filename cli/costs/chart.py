"""The command `chart`: prices over time as a chart in the terminal, or as a picture."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from cli.command import Commands, instant, listing, out_file
from cli.commands import DESCRIPTIONS
from cli.costs.chart_text import LETTERS, NOW, SEVERAL, ChartTime, drawn
from cli.names import expect_before, expect_model, expect_name
from cli.output_files import write_output
from cli.printing import ZONE, Problem, hint, json_line, note, print_line, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import MODES, STANDARD, in_order, tier_text
from models.queries import PriceStep, billing, facts_at, price_steps
from scrapers.registry import attributions

OUTPUT = "output"
AHEAD = timedelta(days=14)
"""The time after the last announced change that a chart shows at least."""
ABOUT = (
    "It draws what a call of these names cost, on a logarithmic scale. A name that routes to another model has the"
    " price of the model that is billed. Announced prices are drawn with gaps. The changes are listed below the chart."
)


def add(commands: Commands) -> None:
    parser = listing(
        commands,
        "chart",
        chart,
        DESCRIPTIONS["chart"],
        "JSON Lines, a step of a price a line",
        about=ABOUT,
    )
    parser.add_argument("models", nargs="+", metavar="MODEL", help="names, or vendor/name")
    parser.add_argument(
        "--meter", default=OUTPUT, metavar="METER", help="a meter as in `almanac prices`; default: output"
    )
    parser.add_argument("--mode", choices=MODES, default=STANDARD, metavar="MODE", help=f"one of {', '.join(MODES)}")
    parser.add_argument("--currency", metavar="C", help="USD or CNY; default: the currency of the settings")
    parser.add_argument("--since", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--until", type=instant, metavar="T", help="default: now, or the last announced change")
    parser.add_argument("--out", type=out_file, metavar="FILE", help="a picture instead: FILE.svg or FILE.png")


def chart(settings: Settings, asked: Namespace) -> None:
    if asked.out:
        from cli.costs.chart_picture import expect_form  # the chart in the terminal needs none of it

        expect_form(asked.out)
    now = utc_now()
    with asking(settings.database_url) as session:
        # A model that is named twice has its steps once.
        steps = list(dict.fromkeys(step for name in asked.models for step in _steps(session, name, asked, now)))
        shown = _of_currency(steps, asked, settings.values.currency)
        span = _span(shown, asked, now)
        shown = [step for step in shown if step.start < span.until and (step.end is None or step.end > span.since)]
        if not shown:
            raise Problem(f"no price of {', '.join(asked.models)} between {when(span.since)} and {when(span.until)}")
        missing = list(_missing(steps, shown))
        sources = {step.source for step in shown}
        ages = age_lines(session, sources, min(span.until, now), now, ZONE.get())
    if asked.out:
        from cli.costs.chart_picture import picture

        title = f"{_title(shown[0], asked)}: peak thick, off-peak thin, what is announced dashed"
        write_output(asked.out, picture(title, shown, span, asked.out.suffix.lower()))
        hint(f"the chart is written to {asked.out}")
    for line in _json(shown) if asked.json else () if asked.out else _lines(shown, asked, span):
        print_line(line)
    note([*missing, *ages, *attributions(sources)], asked.json or bool(asked.out))


def _steps(session: Session, name: str, asked: Namespace, now: datetime) -> list[PriceStep]:
    """Return the steps of a name's price, of every vendor that has it. Exits with the reason if there are none."""
    expect_model(session, name)
    full = facts_at.full_names(session)
    of_name = {meter for model, _, _, meter, _ in billing.priced(session) if model == name.rpartition("/")[2]}
    expect_name(asked.meter, in_order(of_name), f"meter of {name}")
    own = [each.partition("/") for each in full if name in (each, each.partition("/")[2])]
    found = [
        step for vendor, _, model in own for step in price_steps(session, vendor, model, asked.meter, now, asked.mode)
    ]
    if not found:
        mode = "" if asked.mode == STANDARD else f" of mode {asked.mode}"
        raise Problem(f"{name} never had a price of {asked.meter}{mode}: `almanac prices {name}` lists what it has")
    return found


def _of_currency(steps: Sequence[PriceStep], asked: Namespace, usual: str) -> list[PriceStep]:
    """Return the steps in the asked currency; else in the one of the settings, or in what there is."""
    there = sorted({step.currency for step in steps})
    if asked.currency is not None and asked.currency not in there:
        raise Problem(f"no price of {', '.join(asked.models)} in {asked.currency}: there is {', '.join(there)}")
    chosen = asked.currency or (usual if usual in there else there[0])
    return [step for step in steps if step.currency == chosen]


def _missing(steps: Sequence[PriceStep], shown: Sequence[PriceStep]) -> Iterator[str]:
    """Yield a line for each model that is asked for and not drawn: for its currencies, or in this time."""
    drawn_models = {(step.vendor, step.model) for step in shown}
    for vendor, model in dict.fromkeys((step.vendor, step.model) for step in steps):
        if (vendor, model) not in drawn_models:
            currencies = sorted({step.currency for step in steps if (step.vendor, step.model) == (vendor, model)})
            others = [currency for currency in currencies if currency != shown[0].currency]
            where = f"in {shown[0].currency}: there is {', '.join(others)}" if others == currencies else "in that time"
            yield f"{model} is not drawn: it has no price {where}."


def _span(steps: Sequence[PriceStep], asked: Namespace, now: datetime) -> ChartTime:
    since = asked.since or min(step.start for step in steps)
    last = max(step.start for step in steps)
    until = asked.until or (now if last <= now else max(last + AHEAD, last + (last - since) / 10))
    expect_before(since, until)
    return ChartTime(since, until, now)


def _by_line(steps: Sequence[PriceStep]) -> Mapping[str, list[PriceStep]]:
    """Return the steps of each line of the chart, a name in a band, by its letter."""
    lines = dict[tuple[str, str, str], list[PriceStep]]()
    for step in steps:
        lines.setdefault((step.vendor, step.model, step.band), []).append(step)
    if len(lines) > len(LETTERS):
        raise Problem(f"{len(lines)} lines are too many for one chart: name at most {len(LETTERS)} models", 2)
    return dict(zip(LETTERS, lines.values(), strict=False))


def _lines(steps: Sequence[PriceStep], asked: Namespace, span: ChartTime) -> Iterator[str]:
    """Yield the chart, what its letters mean, and the dated steps."""
    lines = _by_line(steps)
    yield _title(steps[0], asked)
    yield ""
    picture = list(drawn(lines, span, ZONE.get()))
    yield from picture
    yield ""
    marks = [f"{letter} {of_line[0].model}{_band(of_line[0])}" for letter, of_line in lines.items()]
    marks += [f"{SEVERAL} several"] if any(SEVERAL in line for line in picture) else []
    marks += [f"{NOW} now, announced after it"] if span.since <= span.now < span.until else []
    yield wrapped("; ".join(marks), text_width())
    for (_, name), of_name in groupby(steps, lambda step: (step.vendor, step.model)):
        yield ""
        yield name
        for line in _listed(list(of_name), span):
            yield wrapped(line, text_width(), "  ", "    ")


def _title(first: PriceStep, asked: Namespace) -> str:
    tier = tier_text(asked.mode, 0)
    return f"{asked.meter}{f' ({tier})' if tier else ''} in {first.currency} / {first.unit}, logarithmic"


def _band(step: PriceStep) -> str:
    return "" if step.band == "flat" else f" {step.band.replace('_', '-')}"


def _listed(steps: Sequence[PriceStep], span: ChartTime) -> Iterator[str]:
    """Yield a line for each instant at which the price of a name changes."""
    ends = {step.end for step in steps if step.end is not None and step.end <= span.until}
    for at in sorted({step.start for step in steps} | ends):
        begun = [step for step in steps if step.start == at]
        if not begun:
            if not any(step.start <= at and (step.end is None or step.end > at) for step in steps):
                yield f"{when(at)}  no price"
            continue
        amounts = ", ".join(f"{_band(step)} {step.amount:f}".strip() for step in begun)
        billed = {step.billed_as for step in begun} - {begun[0].model}
        stated = min(step.stated_at for step in begun)
        ahead = f"  announced {when(stated)}" if stated < at else ""
        routed = f"  billed as {', '.join(sorted(billed))}" if billed else ""
        yield f"{when(at)}  {amounts}{routed}{ahead}"


def _json(steps: Sequence[PriceStep]) -> Iterator[str]:
    return (json_line(asdict(step)) for step in steps)
