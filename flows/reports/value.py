"""The contenders near the top of a leaderboard with what their vendors charge for them, the cheapest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from flows.database import Store
from flows.reports.markdown import escaped, picture, table
from flows.reports.prices import ages_part
from flows.reports.value_chart import value_chart
from models.facts import STANDARD, ModelVersion, in_tier
from models.leaderboards import LeaderboardRow, boards, leaderboard_at, short
from models.pricing import Mix, Quote, Tariffs, quote, rounded
from models.queries import as_of, billing, clocks, facts_of
from models.readings import own_name
from scrapers.registry import REGISTERED, attributions, board_conventions, find_calendar

WITHIN = Decimal(50)
"""The usual distance from the leader in points."""
MIX = Mix(Decimal(3), Decimal(1))
CURRENCY = "USD"
INPUT, OUTPUT = "input_cache_miss", "output"
NO_MODEL, NO_PRICE = "which model it is has not been reviewed", "its vendor's price is unknown"


@dataclass(frozen=True)
class ValueQuestion:
    """The leaderboard, the instants of both clocks, and how prices are compared."""

    board: str
    category: str
    at: datetime
    believed: datetime
    within: Decimal = WITHIN
    mix: Mix = MIX
    currency: str = CURRENCY


@dataclass(frozen=True)
class VendorOffer:
    """The prices of short prompts of a name at an instant, by its vendor, in mode standard."""

    vendor: str
    model: str
    source: str
    input: Quote | None
    output: Quote | None

    def cost(self, mix: Mix) -> Fraction | None:
        """Return the cost of a million tokens of a mix; None if a price that it needs, or its band, is unknown."""
        return mix.cost(self.input and self.input.amount, self.output and self.output.amount)


@dataclass(frozen=True)
class Valued:
    """A contender with the offer of its model, if one is known."""

    standing: LeaderboardRow
    offer: VendorOffer | None
    cost: Fraction | None

    @property
    def why_unknown(self) -> str:
        """The reason why its price is unknown; empty if it is known."""
        if self.cost is not None:
            return ""
        if self.offer is not None:
            return NO_PRICE
        return f"{NO_PRICE}: {self.standing.model}" if self.standing.model else NO_MODEL


def values(session: Session, asked: ValueQuestion) -> list[Valued]:
    """Return the contenders within so many points of the leader, the cheapest first, those without a price last."""
    standings = leaderboard_at(session, asked.board, asked.category, asked.at, asked.believed)
    near = [row for row in standings if standings[0].score - row.score <= asked.within]
    offers = _offers(session, asked, {row.model for row in near if row.model})
    found = [_valued(row, offers.get(row.model or "", ()), asked.mix) for row in near]
    return sorted(found, key=lambda each: (each.cost is None, each.cost or 0, -each.standing.score))


def _valued(row: LeaderboardRow, offers: Sequence[VendorOffer], mix: Mix) -> Valued:
    """Return a contender with its own vendor's offer; of several names the cheapest, and then the model's own."""
    own = [offer for offer in offers if offer.vendor == row.organization] or offers
    costs = {offer: offer.cost(mix) for offer in own}
    offer = min(own, key=lambda each: (costs[each] is None, costs[each] or 0, each.model != row.model), default=None)
    return Valued(row, offer, offer and costs[offer])


def _offers(session: Session, asked: ValueQuestion, models: Iterable[str]) -> Mapping[str, Sequence[VendorOffer]]:
    """Return the offers of canonical models: each name is that of its vendor, by the version behind it."""
    wanted, tariffs = set(models), billing.tariffs(session, asked.at, asked.believed)
    rows = session.execute(as_of(ModelVersion), clocks(asked.at, asked.believed)).all()
    versions = {(_vendor(fact.source), fact.model): fact.version for fact in facts_of(ModelVersion, rows)}
    prices = in_tier([price for price in tariffs.prices if price.currency == asked.currency], STANDARD, 0)
    found = defaultdict[str, list[VendorOffer]](list)
    for source, name in sorted({(price.source, price.model) for price in prices}):
        canonical = REGISTERED[source].canonical_name if source in REGISTERED else own_name
        vendor = _vendor(source)
        model = canonical(name, versions.get((vendor, name)))
        if model in wanted:
            of_name = Tariffs(
                tuple(price for price in prices if (price.source, price.model) == (source, name)), tariffs.hours
            )
            found[model].append(
                VendorOffer(vendor, name, source, _quote(of_name, INPUT, asked.at), _quote(of_name, OUTPUT, asked.at))
            )
    return found


def _vendor(source: str) -> str:
    return REGISTERED[source].vendor if source in REGISTERED else source


def _quote(tariffs: Tariffs, meter: str, at: datetime) -> Quote | None:
    prices = [price for price in tariffs.prices if price.meter == meter]
    return quote(prices, tariffs.hours.get(prices[0].source), at, find_calendar) if prices else None


def value_page(store: Store, board: str, now: datetime) -> str:
    """Return the page of a board: price against score of the contenders near its top."""
    with store.reading() as session:
        categories = boards(session)[board]
        category = board_conventions(next(iter(categories.values()))[0]).main_category(categories)
        asked = ValueQuestion(board, category, now, now)
        found = values(session, asked)
        sources = {each.standing.source for each in found} | {each.offer.source for each in found if each.offer}
        ages = ages_part(session, sources, now)
    priced = [each for each in found if each.cost is not None]
    title = f"{board} {category}: price and score"
    says = (
        f"Contenders within {asked.within} points of the leader, with the price of a million tokens at their vendors "
        f"now: a mix of {asked.mix} of input to output, mode standard, short prompts, {asked.currency}."
    )
    dots = [(each.standing.name, float(each.cost or 0), each.standing.score) for each in priced]
    chart = picture(title, value_chart(title, dots)) if dots else "None of these prices is known."
    parts = [f"# {escaped(title)}", escaped(says), *ages, chart, _table(found), *attributions(sources)]
    return "\n\n".join(parts) + "\n"


def _table(found: Iterable[Valued]) -> str:
    head = ("contender", "score", "price of the mix", "input", "output", "band", "model", "source")
    return table(head, [(*value_cells(each), each.offer and each.offer.source) for each in found])


def value_cells(each: Valued) -> tuple[object, ...]:
    """Return name, score, price of the mix, input, output, band and model; of an unknown price the reason."""
    offer, cost = each.offer, each.cost
    if offer is None or cost is None:
        return each.standing.name, short(each.standing.score), "unknown", None, None, None, each.why_unknown
    amounts = [side and side.amount for side in (offer.input, offer.output)]
    shown = ["" if amount is None else f"{amount:f}" for amount in amounts]
    band = next(side.band for side in (offer.output, offer.input) if side is not None)
    return each.standing.name, short(each.standing.score), f"{rounded(cost, 3):f}", *shown, band, offer.model
