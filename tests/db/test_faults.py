"""Small pages that went wrong once, an hour apart on the road: what each of them comes to; on both databases."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.base import Fact
from models.facts.kinds import PeakHours, Price, Promotion, Retirement
from models.readings.reading import Reading
from models.schema.history import HISTORY
from models.schema.tables import ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.conftest import CAPTURES

FAULTS = CAPTURES / "faults"
EN, ZH = "deepseek_pricing", "deepseek_pricing_zh"
MAY = day("2026-05-02")
NOTES = {"notice changed", "notice added", "notice removed"}

pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason=f"no captures of faults in {CAPTURES}")


def page(source: str, name: str, hour: int = 0) -> Page:
    url = f"https://sample{SOURCES[source].path}"
    return Page(source, url, (FAULTS / f"{name}.html").read_bytes(), MAY + hour * timedelta(hours=1))


def read(name: str, source: str = EN) -> Reading:
    return SOURCES[source].reading(page(source, name))


def show(store: Store, before: str, after: str, source: str = EN) -> list[str]:
    """What becomes of a page and then, three times, of another one."""
    pages = [page(source, name, hour) for hour, name in enumerate((before, after, after, after))]
    return [process_attempt(Run(store, SOURCES[source]), lambda shown=shown: shown).outcome for shown in pages]


def changes(store: Store) -> list[str]:
    """The kinds of the changes, but for those of notes."""
    with store.reading() as session:
        kinds = session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)).all()
    return [kind for kind in kinds if kind not in NOTES]


def count(store: Store, fact: type[Fact]) -> int:
    """How many rows of a kind were ever written."""
    with store.reading() as session:
        return len(session.execute(select(HISTORY[fact])).all())


SAME: dict[str, tuple[str, type[Fact]]] = {
    **{f"retirement_after_{n}": ("retirement_before", Retirement) for n in (1, 2, 3, 4)},
    **{f"hours_after_{n}": ("hours_before", PeakHours) for n in (1, 2, 3, 4)},
    **{f"promo_after_{n}": ("promo_before", Promotion) for n in (1, 2)},
}
ROWS: dict[type[Fact], int] = {Retirement: 4, PeakHours: 1, Promotion: 2}


@pytest.mark.parametrize("after", SAME)
def test_the_same_in_other_words_stands(store: Store, after: str) -> None:
    before, fact = SAME[after]
    assert show(store, before, after) == ["facts", "facts", "same", "same"]
    assert (changes(store), count(store, fact)) == ([], ROWS[fact])


def test_an_end_that_moves_in_other_words_moves(store: Store) -> None:
    show(store, "promo_before", "promo_after_3")
    assert changes(store) == ["promotion extended"]


NEW = {
    "zh_1113_web": {"search": "5", "fetch": "5"},
    "zh_1113_ocr": {"ocr": "1.5"},
    "zh_1113_speech": {"tts": "1.5", "asr": "0.39"},
}


@pytest.mark.parametrize("name", NEW)
def test_new_sections_leave_the_token_prices_as_they_are(store: Store, name: str) -> None:
    assert show(store, "zh_base", name, ZH) == ["facts", "facts", "same", "same"]
    assert changes(store).count("model added") == len(NEW[name])
    assert count(store, Price) == 12 + len(NEW[name])
    stated = {f.model: str(f.amount) for f in read(name, ZH).facts if isinstance(f, Price) and f.unit != "1M tokens"}
    assert stated == NEW[name]


@pytest.mark.parametrize("name", ["en_0425_asterisks", "en_0425_numbered", "en_0425_note_only"])
def test_the_pages_of_the_first_promotion_are_read(name: str) -> None:
    facts = read(name).facts
    prices = [fact for fact in facts if isinstance(fact, Price)]
    assert (len(prices), sum(price.list_amount is not None for price in prices)) == (6, 3)
    (promotion,) = [fact for fact in facts if isinstance(fact, Promotion) and not fact.gone]
    assert (promotion.percent_off, promotion.ends_at) == (Decimal(75), day("2026-05-05 15:59"))


def test_a_dash_leaves_the_other_cells() -> None:
    prices = {(fact.model, fact.meter, fact.band) for fact in read("cell_dash").facts if isinstance(fact, Price)}
    assert len(prices) == 11
    assert ("deepseek-flash", "input_cache_miss", "off_peak") not in prices
