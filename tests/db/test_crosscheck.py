"""What only checks another family: it says where it contradicts, late and once, and changes nothing that is shown."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.agreement.family import AGREE, DISAGREE
from models.facts.base import Fact
from models.facts.kinds import ModelVersion, Price, Retirement
from models.queries import facts_at
from models.readings.aliases import Aliases
from models.readings.reading import Reading, Scope
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_agreement import EN, LOG, PRO, dated, retires, titles, told
from tests.support.facts import hour
from tests.support.views import VIEWS

OTHER = "openrouter"
ID, FIRST_ID = "deepseek/deepseek-v4-pro-0813", "deepseek/deepseek-v4-pro"
"""The weights of August 2026, and those of the launch, which had the name before."""
BEHIND = "DeepSeek-V4-Pro-0813"
END = day("2026-01-20")
SHOWN = ("price_now", "deadline", "promotion_now", "peak_hours_now")


@pytest.fixture(autouse=True)
def reseller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCES, OTHER, checking())


def checking() -> Source:
    """The reseller, as a source that may state facts of every kind."""
    vendor = SOURCES["deepseek_models_api"]
    return replace(
        vendor, name=OTHER, family=OTHER, key=None, trust=1, checks="deepseek", aliases=SOURCES[OTHER].aliases
    )


def say(store: Store, at: float, name: str, *facts: Fact, kinds: tuple[type[Fact], ...] = ()) -> list[str]:
    """What a source states at an hour of January 2026; the titles of the alerts that this made.

    It is read so seldom that nothing is held. A source states all of these kinds completely.
    """
    stated, before = tuple(replace(fact, **{"source": name}) for fact in facts), len(titles(store))
    whole = kinds or (Price, Retirement, ModelVersion)
    scopes = {Scope(kind, name, part) for kind in whole for part in (("USD", "CNY") if kind is Price else ("",))}

    def read(_: Page) -> Reading:
        return Reading(frozenset(scopes), stated)

    source = replace(SOURCES[name], read=read, cron="* * * * *")
    process_attempt(Run(store, source), lambda: Page(name, "https://example.org", f"{at} {stated}".encode(), hour(at)))
    return titles(store)[before:]


def costs(amount: str, model: str = PRO, band: str = "flat", meter: str = "output", **other: str) -> Price:
    return Price(
        source="s",
        model=model,
        meter=meter,
        band=band,
        currency="USD",
        amount=Decimal(amount),
        list_amount=Decimal(other["listed"]) if "listed" in other else None,
        unit=other.get("unit", "1M tokens"),
    )


def behind(version: str | None = BEHIND, model: str = PRO) -> ModelVersion:
    return ModelVersion(source="s", model=model, version=version, context_length="1M", max_output="384K")


def ends(at: datetime | None, model: str = ID) -> Retirement:
    return retires("dated", at, model=model)


def test_a_price_far_from_each_of_the_vendors_is_told_after_a_day_once(store: Store) -> None:
    vendor = (behind(), costs("0.66", band="off_peak"), costs("1.32", band="peak"))
    say(store, 0, EN, *vendor)
    assert say(store, 1, OTHER, costs("3", ID)) == []
    assert say(store, 24.9, EN, *vendor) == []
    assert say(store, 25, EN, *vendor) == [f"{PRO}: sources disagree"]
    assert say(store, 26, OTHER, costs("3", ID)) == []
    said = f"price: output USD 3 ({OTHER}) but off_peak 0.66, peak 1.32 ({EN})"
    assert told(store) == [(DISAGREE, PRO, said)]
    assert say(store, 27, OTHER, costs("1.4", ID)) == [f"{PRO}: sources agree again"]
    say(store, 28, OTHER, costs("1.4", ID))
    assert told(store)[1:] == [(AGREE, PRO, f"price: output USD 1.4 ({OTHER}) and off_peak 0.66, peak 1.32 ({EN})")]


def test_models_are_compared_by_the_table_of_the_reseller_and_the_rule_of_the_vendor(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the key nor the version of the toy names means a model by DeepSeek's tables."""

    def canonical_name(model: str, version: str | None) -> str:
        return f"toy/{model}/{version}"

    for name, source in SOURCES.items():
        if source.family == "deepseek":
            monkeypatch.setitem(SOURCES, name, replace(source, canonical_name=canonical_name))
    table = Aliases.of([{"key": "no 7", "since": "", "model": "toy/big/Release 3", "evidence": "its own page"}])
    monkeypatch.setitem(SOURCES, OTHER, replace(SOURCES[OTHER], aliases=table))
    say(store, 0, EN, behind("Release 3", "big"), costs("1", "big"), behind(), costs("1"))
    for at in (1, 30):
        say(store, at, OTHER, costs("9", "no 7"), costs("9", ID))
    assert told(store) == [(DISAGREE, "big", f"price: output USD 9 ({OTHER}) but 1 ({EN})")]


def test_several_contradictions_of_a_model_are_one_alert(store: Store) -> None:
    say(store, 0, EN, behind(), costs("1"))
    found = [say(store, at, OTHER, costs("9", ID), ends(END)) for at in (1, 30)]
    assert found == [[], [f"{PRO}: sources disagree"]]


def test_a_price_that_moves_every_day_beside_the_vendors_is_told_all_the_same(store: Store) -> None:
    say(store, 0, EN, behind(), costs("1"))
    found = [say(store, 24 * n + 1, OTHER, costs(f"{5 + n}", ID)) for n in range(3)]
    assert found == [[], [f"{PRO}: sources disagree"], []]


@pytest.mark.parametrize(
    ("theirs", "vendor", "apart"),
    [
        (costs("2", ID), costs("1"), False),
        (costs("2.01", ID), costs("1"), True),
        (costs("0.5", ID), costs("1"), False),
        (costs("0.49", ID), costs("1"), True),
        (costs("0", ID), costs("1"), True),
        (costs("0", ID), costs("0"), False),
        (costs("4", ID), costs("1", listed="4"), False),
        (costs("9", ID, unit="1K requests"), costs("1"), False),
        (costs("9", ID), costs("1", meter="input_cache_miss"), False),
        (costs("9", ID), costs("1", model="deepseek-v4-flash"), False),
        (replace(costs("9", ID), currency="CNY"), costs("1"), False),
    ],
)
def test_a_price_is_apart_beyond_twice_or_half(store: Store, theirs: Price, vendor: Price, apart: bool) -> None:
    say(store, 0, EN, behind(), vendor)
    say(store, 0.5, OTHER, theirs)
    say(store, 30, OTHER, theirs)
    assert [kind for kind, *_ in told(store)] == [DISAGREE] * apart


@pytest.mark.parametrize(
    ("version", "key", "apart"),
    [
        pytest.param(BEHIND, ID, True, marks=pytest.mark.both_databases),
        (BEHIND, FIRST_ID, False),
        ("DeepSeek-V4-Pro", FIRST_ID, True),
        ("DeepSeek-V4-Pro", ID, False),
        pytest.param(None, FIRST_ID, True, marks=pytest.mark.both_databases),
        (None, ID, False),
        (BEHIND, "deepseek/deepseek-v4-pro:free", False),
        (BEHIND, PRO, False),
    ],
)
def test_a_key_is_compared_with_the_name_that_its_weights_are_behind(
    store: Store, version: str | None, key: str, apart: bool
) -> None:
    say(store, 0, EN, behind(version), costs("1"))
    say(store, 0.5, OTHER, costs("9", key))
    say(store, 30, OTHER, costs("9", key))
    assert [subject for _, subject, _ in told(store)] == [PRO] * apart


def test_a_name_that_got_other_weights_is_compared_no_more(store: Store) -> None:
    say(store, 0, EN, behind("DeepSeek-V4-Pro"), costs("1"))
    say(store, 0.5, OTHER, costs("9", FIRST_ID))
    say(store, 30, OTHER, costs("9", FIRST_ID))
    say(store, 31, EN, behind(BEHIND), costs("1"))
    assert [(kind, said) for kind, _, said in told(store)] == [
        (DISAGREE, f"price: output USD 9 ({OTHER}) but 1 ({EN})"),
        (AGREE, "price: output USD not both speak of it any more"),
    ]


@pytest.mark.parametrize(
    ("vendor", "said"),
    [
        ((), f"nothing ({EN})"),
        ((retires("announced"),), f"announced ({EN})"),
        ((retires("cancelled"),), f"cancelled ({EN})"),
        (dated(END + timedelta(hours=25)), f"dated 2026-01-21 01:00 UTC ({EN})"),
        (dated(END - timedelta(hours=25)), f"dated 2026-01-18 23:00 UTC ({EN})"),
        (dated(END + timedelta(hours=24)), None),
        (dated(END - timedelta(hours=24)), None),
    ],
)
def test_a_date_that_the_vendor_does_not_state_is_told(
    store: Store, vendor: tuple[Retirement, ...], said: str | None
) -> None:
    for at in (0, 24):
        say(store, at, EN, behind(), costs("1"), *vendor)
        say(store, at + 1, OTHER, ends(END))
    words = f"retirement: dated 2026-01-20 00:00 UTC ({OTHER}) but {said}"
    assert told(store) == ([(DISAGREE, PRO, words)] if said else [])


def test_a_date_of_the_vendors_alone_is_no_contradiction(store: Store) -> None:
    for at in (0, 30):
        say(store, at, EN, behind(), costs("1"), *dated(END))
        say(store, at + 1, OTHER, costs("1", ID))
    assert told(store) == []


def test_a_date_that_is_withdrawn_ends_the_contradiction(store: Store) -> None:
    say(store, 0, EN, behind(), costs("1"))
    for at, facts in ((1, (ends(END),)), (30, (ends(END),)), (31, ()), (32, ())):
        say(store, at, OTHER, *facts)
    assert [(kind, said) for kind, _, said in told(store)] == [
        (DISAGREE, f"retirement: dated 2026-01-20 00:00 UTC ({OTHER}) but nothing ({EN})"),
        (AGREE, "retirement: not both speak of it any more"),
    ]


def test_who_was_not_read_for_retirements_does_not_deny_them(store: Store) -> None:
    for at in (0, 30):
        say(store, at, EN, behind(), costs("1"), kinds=(Price, ModelVersion))
        say(store, at + 1, OTHER, ends(END))
    assert told(store) == []


def test_it_is_compared_with_the_most_trusted_source_of_the_family(store: Store) -> None:
    for at in (0, 30):
        say(store, at, LOG, behind(), costs("1"), *dated(END))
        say(store, at + 0.5, EN, behind(), costs("1"), retires("announced"))
        say(store, at + 1, OTHER, ends(END))
    said = f"retirement: dated 2026-01-20 00:00 UTC ({OTHER}) but announced ({EN})"
    assert [words for _, _, words in told(store) if OTHER in str(words)] == [said]


def test_what_it_changes_is_logged_and_alerts_nobody(store: Store) -> None:
    say(store, 0, OTHER, costs("1", ID), costs("1", "deepseek/x"))
    assert say(store, 1, OTHER, costs("4", ID), ends(END)) == []
    with store.reading() as session:
        log = [(row.kind, row.subject) for row in facts_at.view(session, VIEWS["change_log"])]
    assert sorted(log) == [
        ("model removed", "deepseek/x"),
        ("price changed", ID),
        ("retirement announced", ID),
    ]


def test_that_it_cannot_be_read_is_told(store: Store) -> None:
    say(store, 0, OTHER, costs("1", ID))
    process_attempt(Run(store, SOURCES[OTHER]), lambda: Page(OTHER, "https://example.org", b"", hour(1)))
    assert titles(store) == [f"{OTHER}: source broken"]


def test_nothing_that_it_says_changes_what_is_shown(store: Store) -> None:
    chance, deciding = Random(20260822), (behind(), costs("1"), *dated(END))  # noqa: S311 (no secret)
    say(store, 0, EN, *deciding)
    before = shown(store)
    assert before["price_now"]
    for at in range(1, 40):
        facts = [costs(f"{chance.choice((1, 3, 9))}", key) for key in (ID, FIRST_ID, PRO) if chance.random() < 0.8]
        dates = [ends(END + timedelta(days=chance.randrange(9)), key) for key in (ID, PRO) if chance.random() < 0.5]
        say(store, 3 * at, OTHER, *facts, *dates)
        assert shown(store) == before
    assert {kind for kind, *_ in told(store)} == {DISAGREE, AGREE}


def shown(store: Store) -> dict[str, list[object]]:
    with store.reading() as session:
        rows = {name: facts_at.view(session, VIEWS[name]) for name in SHOWN}
        rows["as of"] = facts_at.prices(session, None, hour(500), None, hour(500))
        return {name: [tuple(row) for row in found] for name, found in rows.items()}
