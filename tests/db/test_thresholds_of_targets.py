"""Targets that take no small changes of prices, and alerts of used models alone: by real deliveries."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.targets import Target
from flows.database import Store
from flows.pipeline.attempts import deliver_due, process_attempt
from flows.run import AlertSettings, Run
from flows.settings.load import BadSettings, load
from models.facts.kinds import Retirement
from models.pricing.load import Load
from models.schema.tables import Alert
from scrapers.page import Failed
from tests.db.test_reminding import NAME, World, at, price
from tests.support.receivers import Receiver, receiving
from tests.support.walks import SOURCE, URL

pytestmark = pytest.mark.both_databases


@dataclass
class Reader:
    """A target with thresholds, on loopback, and the world that it hears of."""

    world: World
    receiver: Receiver

    def gets(self, days: float) -> list[str]:
        """The subjects of what it gets on a day."""
        before = len(self.receiver.got)
        deliver_due(self.world.store, self.world.telling, lambda: at(days))
        return [got.json["subject"] for got in self.receiver.got[before:]]


@contextmanager
def reading(store: Store, *loads: Load, uses: tuple[str, ...] = ("*",), **given: object) -> Generator[Reader]:
    with receiving(Receiver()) as receiver:
        target = Target.model_validate({"webhook": f"http://{receiver.place}/"} | given).within("UTC", uses)
        world = World(store, AlertSettings(targets={"team": target}, loads=loads))
        world.page(0, price("1"), price("1", model="x"))
        yield Reader(world, receiver)


def use(model: str, millions: int = 100) -> Load:
    return Load(model, model, "output", "USD", Decimal(millions * 1_000_000))


def test_a_change_below_so_many_per_cent_is_not_sent(store: Store) -> None:
    with reading(store, min_percent=5) as reader:
        reader.world.page(1, price("1.04"), price("1", model="x"))
        assert reader.gets(1) == []
        reader.world.page(2, price("1.04"), price("0.90", model="x"))
        assert reader.gets(2) == ["x"]
        reader.world.page(3, price("1.092"), price("0.90", model="x"))
        assert reader.gets(3) == ["m"], "5 per cent are enough"
    with store.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 3, "the log has all"


def test_a_small_change_that_is_announced_is_not_sent_and_nobody_is_reminded_of_it(store: Store) -> None:
    with reading(store, min_percent=5) as reader:
        reader.world.page(1, price("1"), price("1.04", since=40), price("1", model="x"), price("2", 42, "x"))
        assert reader.gets(1) == ["x"]
        assert len(reader.world.look(13)) == 2
        assert reader.gets(13) == ["x"]


def test_a_price_that_is_new_has_no_share_and_is_sent(store: Store) -> None:
    with reading(store, min_percent=5) as reader:
        reader.world.page(1, price("1"), price("1", model="x"), price("3", model="new"))
        assert reader.gets(1) == ["new"]


def test_a_change_below_so_much_a_month_is_not_sent(store: Store) -> None:
    with reading(store, use("m"), min_per_month=50) as reader:
        reader.world.page(1, price("1.4"), price("1", model="x"))
        assert reader.gets(1) == [], "40 USD a month"
        reader.world.page(2, price("1.4"), price("5", model="x"))
        assert reader.gets(2) == [], "the workload has no x"
        reader.world.page(3, price("2"), price("5", model="x"))
        assert reader.gets(3) == ["m"]
    with store.reading() as session:
        about = [alert.about or {} for alert in session.scalars(select(Alert).order_by(Alert.id))]
    assert [each["bill_changes"] for each in about] == [{"USD": "40.00"}, {}, {"USD": "60.00"}]


def test_a_change_whose_effect_on_the_bill_is_not_known_is_sent(store: Store) -> None:
    with reading(store, min_per_month=50) as reader:
        reader.world.page(1, price("1.4"), price("1", model="x"))
        assert reader.gets(1) == ["m"], "there is no workload"


def routed(model: str, to: str, state: str = "routed") -> Retirement:
    return Retirement(
        source=NAME,
        model=model,
        state=state,
        retires_at=at(90) if state == "dated" else None,
        replacement=to,
        answers_as=to,
    )


@pytest.mark.parametrize(
    ("state", "uses", "expected"),
    [
        ("routed", ("a",), ["m"]),
        ("dated", (f"{NAME}/a",), ["m"]),
        ("routed", ("m",), ["m"]),
        ("routed", ("x",), ["x"]),
        ("routed", ("claude-*",), []),
    ],
)
def test_alerts_of_used_models_and_of_those_on_a_route_with_them_are_sent(
    store: Store, state: str, uses: tuple[str, ...], expected: list[str]
) -> None:
    with reading(store, uses=uses, used_only=True) as reader:
        reader.world.page(1, price("1"), price("1", model="x"), routed("a", "m", state))
        reader.gets(1)
        reader.world.page(2, price("2"), price("1", model="x"), routed("a", "m", state))
        reader.world.page(3, price("2"), price("2", model="x"), routed("a", "m", state))
        assert reader.gets(3) == expected


def test_an_alert_about_no_model_passes_a_target_of_used_models(store: Store) -> None:
    with reading(store, uses=("claude-*",), used_only=True) as reader:
        fail_often(store, reader.world.telling)
        assert [got.json["subject"] for got in reader.receiver.got] == [NAME]


def fail_often(store: Store, telling: AlertSettings) -> None:
    """Attempts that bring no page, as often as it takes to call the source broken."""
    for days in (1.0, 1.1, 1.2, 1.3):
        failed = Failed(NAME, URL, at(days), "HTTP 503")
        process_attempt(Run(store, SOURCE, lambda days=days: at(days), telling), lambda failed=failed: failed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kinds = ["prise*"]', r"kinds.*no kind matches 'prise\*': did you mean price"),
        ('sources = ["deepsek_pricing"]', "no source matches 'deepsek_pricing': did you mean deepseek_pricing"),
        ("min_per_month = 50", "team min_per_month needs a bill: set `workload`"),
        ('digest = "dayly"', "digest"),
        ('digest_at = "08:00"', "there is no digest"),
        (
            'digest = "daily"\ndigest_at = "8 o\'clock"',
            'digest_at of a daily digest is a local time: digest_at = "08:00"',
        ),
        ('digest = "weekly"\ndigest_at = "08:00"', 'a weekly digest is a local time: digest_at = "monday 08:00"'),
        ('digest = "hourly"\ndigest_at = "08:00"', "an hourly digest is sent at each full hour"),
        ("min_percent = -1", "min_percent"),
    ],
)
def test_a_setting_that_can_match_nothing_is_refused(home: Path, text: str, expected: str) -> None:
    home.mkdir(parents=True)
    (home / "almanac.toml").write_text(f'[targets.team]\nwebhook = "http://127.0.0.1:1/"\n{text}\n')
    with pytest.raises(BadSettings, match=expected):
        load()
