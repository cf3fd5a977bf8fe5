"""`almanac chart`: steps of a price as they are billed, drawn in a terminal's width or written as a picture."""

import re
import struct
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import resvg_py

from bench.harness.dates import day
from cli.costs.chart_picture import picture
from cli.costs.chart_text import ChartTime, drawn
from cli.printing.show import Problem
from flows.database import Store
from models.facts import STANDARD
from models.queries.billing import resolved_prices
from models.queries.price_steps import PriceStep, price_steps
from tests.support.asked_home import asked_home, read_and_load
from tests.support.priced_home import NOW
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import V4

assert asked_home
PRO, FLASH = "deepseek-v4-pro", "deepseek-v4-flash"


def steps(almanac: Almanac, *words: str) -> list[dict[str, Any]]:
    done = almanac("chart", *words, "--json")
    assert done.code == 0, done.err
    return done.rows


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_the_steps_of_a_price_with_what_was_announced_before_them(almanac: Almanac) -> None:
    found = [
        (row["band"], row["amount"], row["start"], row["end"]) for row in steps(almanac, PRO, "--since", "2026-04-24")
    ]
    bands = "2026-08-16T16:00:00Z"
    assert found == [
        ("flat", "3.48", "2026-04-24T00:00:00Z", "2026-04-26T00:00:00Z"),
        ("flat", "0.87", "2026-04-26T00:00:00Z", bands),
        ("off_peak", "1.98", bands, None),
        ("peak", "3.96", bands, None),
    ]
    assert steps(almanac, PRO)[-1]["stated_at"] == "2026-08-13T00:00:00Z"
    assert {row["currency"] for row in steps(almanac, PRO, "--currency", "CNY")} == {"CNY"}


@pytest.mark.both_databases
def test_at_any_instant_a_step_has_the_price_that_is_resolved_then(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, read_and_load)
    with store.reading() as session:
        for model in (PRO, FLASH, "deepseek-chat"):
            found = price_steps(session, "deepseek", model, "output", NOW, STANDARD)
            for at in (V4, day("2026-05-10"), day("2026-08-20"), day("2026-09-12"), NOW):
                held = {
                    (step.currency, step.band, step.amount, step.billed_as)
                    for step in found
                    if step.start <= at and (step.end is None or at < step.end)
                }
                rows = resolved_prices(session, model, at, NOW, NOW, STANDARD)
                expected = {
                    (row.currency, row.band, row.amount, row.billed_as) for row in rows if row.meter == "output"
                }
                assert held == expected, (model, at)


@pytest.mark.usefixtures("asked_home")
def test_a_name_goes_on_with_the_price_of_what_is_billed_until_it_ends(almanac: Almanac) -> None:
    shown = almanac("chart", "deepseek-chat", "--since", "2026-01-01").out
    assert "2026-04-24 00:00Z 0.28 billed as deepseek-v4-flash" in shown
    assert "2026-07-24 15:59Z no price" in shown


@pytest.mark.usefixtures("asked_home")
def test_a_chart_fits_a_terminal_and_has_a_letter_for_each_line(almanac: Almanac) -> None:
    lines = almanac("chart", PRO, FLASH, "--since", "2026-04-24", "--until", "2026-11-01").out.splitlines()
    assert max(map(len, lines)) <= 80
    drawn = [line for line in lines if " |" in line]
    assert len(drawn) == 12
    peak = next(line for line in drawn if line.strip().startswith("3.96 |"))
    assert set(peak.partition("|")[2]) == {" ", "c"}
    assert "c deepseek-v4-pro peak" in " ".join(lines)
    assert "\x1b" not in "".join(lines)


@pytest.mark.usefixtures("asked_home")
def test_what_is_announced_is_drawn_with_gaps_and_listed_with_its_day(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.costs.chart.utc_now", lambda: day("2026-08-14"))
    done = almanac("chart", PRO, "--since", "2026-08-01", "--until", "2026-08-20")
    peak = next(line for line in done.out.splitlines() if line.strip().startswith("3.96 |"))
    assert "c c c" in peak
    assert "cc" not in peak
    assert "2026-08-16 16:00Z off-peak 1.98, peak 3.96 announced 2026-08-13 00:00Z" in done.out
    assert "^ now, announced after it" in " ".join(done.out.split())


@pytest.mark.usefixtures("asked_home")
def test_a_model_that_is_named_twice_is_drawn_once_and_one_without_a_price_there_is_named(almanac: Almanac) -> None:
    once = almanac("chart", "deepseek-v4-pro")
    assert almanac("chart", "deepseek-v4-pro", "deepseek/deepseek-v4-pro").out == once.out
    later = ("chart", "deepseek-reasoner", "deepseek-v4-pro", "--since", "2026-09-01", "--until", "2026-10-01")
    answer = almanac(*later)
    assert answer.code == 0
    assert "deepseek-reasoner is not drawn: it has no price in that time." in answer.text


@pytest.mark.usefixtures("asked_home")
def test_the_picture_has_a_name_beside_each_line_and_the_announced_part_dashed(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("cli.costs.chart.utc_now", lambda: day("2026-08-14"))
    file = tmp_path / "price.svg"
    done = almanac("chart", PRO, "--since", "2026-08-01", "--out", file)
    assert (done.code, done.out) == (0, "")
    assert "the chart is written to" in done.err
    picture = file.read_text(encoding="utf-8")
    assert "output in USD / 1M tokens, logarithmic: peak thick, off-peak thin, what is announced dashed" in picture
    assert "deepseek-v4-pro peak 3.96 from 2026-08-16" in picture
    assert len(re.findall('stroke-width="3" stroke-dasharray', picture)) == 1
    almanac("chart", PRO, "--since", "2026-07-01", "--until", "2026-08-01", "--out", file)
    assert "deepseek-v4-pro 0.87<" in file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("asked_home")
def test_a_png_is_the_same_drawing_at_twice_its_size(almanac: Almanac, tmp_path: Path) -> None:
    drawing, file = tmp_path / "price.svg", tmp_path / "price.PNG"
    assert almanac("chart", PRO, "--until", "2026-11-01", "--out", drawing).code == 0
    assert almanac("chart", PRO, "--until", "2026-11-01", "--out", file).code == 0
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (2 * 800, 2 * 414)
    assert content == resvg_py.svg_to_bytes(svg_string=drawing.read_text(encoding="utf-8"), zoom=2)


def test_png_without_its_extra_or_without_a_font_is_one_line(
    almanac: Almanac, asked_home: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "price.png"
    monkeypatch.setattr("resvg_py.svg_to_bytes", blank)
    done = almanac("chart", PRO, "--out", file)
    assert (done.code, done.err.count("\n"), "fonts-dejavu-core" in done.err) == (1, 1, True)
    monkeypatch.setattr("cli.costs.chart_picture.find_spec", absent)
    done = almanac("chart", PRO, "--out", file)
    assert done.err == "almanac: PNG needs an extra: pip install 'model-almanac[png]'; or write price.svg\n"
    assert (done.code, file.exists()) == (1, False)


def blank(**_: Any) -> bytes:  # noqa: ANN401 (what the library takes)
    return b"no letter is drawn"


def absent(name: str) -> None:
    """No library has this name."""


def test_names_that_two_vendors_share_are_told_apart_in_a_picture() -> None:
    span = ChartTime(day("2026-01-01"), NOW, NOW)
    steps = [step("zai", "0.5"), step("other", "0.7")]
    drawing = picture("output", steps, span, ".svg").decode()
    assert re.findall(r">([^<]+ 0\.[57])<", drawing) == ["other/glm-x 0.7", "zai/glm-x 0.5"]
    with pytest.raises(Problem, match="only prices of 0"):
        picture("output", [step("zai", "0")], span, ".svg")


def step(vendor: str, amount: str) -> PriceStep:
    return PriceStep(
        vendor=vendor,
        model="glm-x",
        billed_as="glm-x",
        meter="output",
        band="flat",
        currency="USD",
        mode=STANDARD,
        above=0,
        unit="1M tokens",
        amount=Decimal(amount),
        start=day("2026-03-01"),
        end=None,
        stated_at=day("2026-03-01"),
        source="zai_pricing",
        snapshot_id=1,
    )


@pytest.mark.both_databases
def test_a_price_of_0_is_on_the_lowest_line_of_a_chart(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, read_and_load)
    with store.reading() as session:
        priced = price_steps(session, "deepseek", FLASH, "output", NOW, STANDARD)
    free = [replace(step, amount=Decimal(0)) for step in priced]
    drawing = list(drawn({"a": priced, "b": free}, ChartTime(V4, NOW, NOW), "UTC"))
    assert [number for number, shown in enumerate(drawing) if "b" in shown] == [11]
    assert drawing[11].strip().startswith("0 |")


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((PRO, "--out", "price.gif"), 2, "pictures are SVG or PNG: write price.svg, or .png"),
        ((PRO, "--out", "no/such/place.svg"), 1, "no such file or directory; make its folder first"),
        (("deepsek-v4-pro",), 2, "did you mean deepseek-v4-pro"),
        ((PRO, "--meter", "inptu"), 2, "did you mean input_cache_hit"),
        ((PRO, "--currency", "EUR"), 1, "there is CNY, USD"),
        ((PRO, "--mode", "batch"), 1, "never had a price of output of mode batch"),
        ((PRO, "--since", "2026-09-01", "--until", "2026-08-01"), 2, "is not before"),
        ((PRO, "--until", "2026-01-01", "--since", "2025-01-01"), 1, "no price of deepseek-v4-pro between"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(almanac: Almanac, words: tuple[str, ...], code: int, says: str) -> None:
    done = almanac("chart", *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert len(done.err.splitlines()) == 1
