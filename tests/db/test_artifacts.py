"""The artifacts of Prefect's UI: equal bytes for equal facts, as of the instant of the run, and page text as text."""

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from sqlalchemy import select, update

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from flows.database import Store
from flows.pipeline.attempts import RunResult
from flows.reports.artifact import DESCRIPTIONS, Artifact, table_artifact
from flows.reports.cost_chart import cost_chart
from flows.reports.health import health_artifact, held_artifact
from flows.reports.markdown import escaped, link, table, table_cell
from flows.reports.pages import cycle_artifacts, own_patterns, price_artifacts, run_artifacts
from flows.reports.prices import changes_artifact, charts_artifact, deadlines_artifact
from flows.reports.summary import run_message
from flows.settings.load import Settings, load
from models.facts import STANDARD
from models.queries import facts_at
from models.queries.billed_lines import billed_lines
from models.queries.price_curves import PriceLine
from models.queries.price_steps import PriceStep, price_steps
from models.schema.tables import ChangeRow, Snapshot
from tests.golden.alert_story import fill_with_story
from tests.support.hostile import PAYLOADS
from tests.support.recordings import Recordings
from tests.support.walks import SOURCE, feed

MAY, HOUR = day("2026-05-08"), timedelta(hours=1)
MARKED = "(1) ![x](http://127.0.0.1:9/a.png) <img src=http://127.0.0.1:9/b.png> [click](javascript:x) `code` | &#95; "
SVG = "{http://www.w3.org/2000/svg}"


def drawings(artifact: Artifact) -> list[ElementTree.Element]:
    found = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", artifact.data)
    return [ElementTree.fromstring(b64decode(each)) for each in found]  # noqa: S314 (drawn by us)


def words(drawing: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in drawing.iter(f"{SVG}text")]


@pytest.mark.both_databases
def test_equal_facts_are_equal_bytes_whatever_the_hour(store: Store, settings: Settings) -> None:
    feed(store, MAY)

    def made(at: datetime) -> list[Artifact]:
        return list(cycle_artifacts(store, [], settings, at))

    before = made(MAY + HOUR)
    assert made(MAY + HOUR) == before == made(MAY + HOUR + timedelta(minutes=47))
    feed(store, MAY + 2 * HOUR, replaced("", ""))
    assert made(MAY + 3 * HOUR) == before
    feed(store, MAY + 4 * HOUR, replaced("$3.48", "$3.47"))
    assert [old.key for old, new in zip(before, made(MAY + 4 * HOUR), strict=True) if old != new] == [
        "prices-now",
        "price-charts",
    ]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_artifacts_are_of_the_instant_of_their_run(recordings: Recordings, store: Store) -> None:
    """What lay ahead on a day of the past: the demo walks through such days."""
    fill_with_story(recordings, store)
    july, today = (deadlines_artifact(store, at).data for at in (day("2026-07-20"), day("2026-11-29")))
    (row,) = [line for line in july.splitlines() if "| deepseek-chat |" in line]
    assert row.startswith("| 2026-07-24 15:59 UTC | retirement | deepseek-chat |")
    assert row.endswith("| DeepSeek |")
    assert "deepseek-chat" not in today
    prices = {at: price_artifacts(store, load(), at) for at in (day("2026-07-20"), day("2026-11-29"))}
    (was, *_), (now, *_) = prices.values()
    assert {row["model"] for row in json.loads(was.data)} != {row["model"] for row in json.loads(now.data)}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_line_of_a_chart_is_what_the_name_was_billed(recordings: Recordings, store: Store) -> None:
    """Side by side with `price_steps`, which asks for each name and instant, for every model of the story."""
    fill_with_story(recordings, store)
    now, compared = day("2026-11-29"), 0
    with store.reading() as session:
        names = [(vendor, model) for vendor, _, model in (n.partition("/") for n in facts_at.full_names(session))]
        lines = billed_lines(session, names, now)
        for vendor, model in names:
            steps = price_steps(session, vendor, model, "output", now, STANDARD)
            own = [line for line in lines if (line.vendor, line.model) == (vendor, model)]
            standard = [line for line in own if (line.meter, line.mode, line.above) == ("output", STANDARD, 0)]
            assert joined(standard) == joined(steps), (vendor, model)
            compared += bool(steps)
    assert compared >= 7


def joined(parts: Iterable[PriceLine | PriceStep]) -> list[tuple[object, ...]]:
    """Pieces of a line that follow one another with one price are one piece."""
    pieces = list[tuple[object, ...]]()
    for each in sorted(parts, key=lambda each: (each.currency, each.band, each.start)):
        piece = (each.currency, each.band, each.amount, each.start, each.end)
        if pieces and pieces[-1][:3] == piece[:3] and pieces[-1][4] == piece[3]:
            pieces[-1] = (*pieces[-1][:4], piece[4])
        else:
            pieces.append(piece)
    return pieces


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_charts_show_my_models_across_renames(recordings: Recordings, store: Store) -> None:
    fill_with_story(recordings, store)
    artifact = charts_artifact(store, ["deepseek-v4-flash", "deepseek/deepseek-flash"], "USD", day("2026-11-29"))
    first, *others = drawings(artifact)
    assert len(others) == 2
    labels = [text for text in words(first) if text.startswith("deepseek")]
    # The old name goes on with the price of the model that answers under it.
    prices = ("off-peak 0.6", "peak 1.2")
    assert {*labels} == {f"{name} {price}" for name in ("deepseek-flash", "deepseek-v4-flash") for price in prices}
    assert "| deepseek-v4-flash | deepseek-flash | deepseek-flash | 2026-09-10 04:00 UTC |" in artifact.data


def line(model: str, amount: str, start: str, end: str | None = None, band: str = "flat") -> PriceLine:
    ends = end and day(end)
    return PriceLine(
        "v", model, "output", band, "USD", STANDARD, 0, "1M tokens", Decimal(amount), day(start), ends or None
    )


def test_announced_changes_are_dashed_and_labels_stand_beside_the_lines() -> None:
    lines = [
        line("a", "2", "2026-05-01", "2026-07-01"),
        line("a", "3", "2026-07-01"),
        line("b", "2", "2026-05-01", "2026-06-20"),
    ]
    drawn = ElementTree.fromstring(cost_chart("t", lines, day("2026-06-01")))  # noqa: S314 (drawn by us)
    dashed = [each for each in drawn.iter(f"{SVG}line") if each.get("stroke-dasharray")]
    assert len(dashed) == 2
    assert {"a 3 from 2026-07-01", "b 2 until 2026-06-20"} <= set(words(drawn))
    later = ElementTree.fromstring(cost_chart("t", lines, day("2026-07-02")))  # noqa: S314 (drawn by us)
    assert not [each for each in later.iter(f"{SVG}line") if each.get("stroke-dasharray")]
    (ground,) = [each.get("fill") for each in drawn.iter(f"{SVG}rect")]
    assert ground == "#ffffff"


def test_no_two_labels_of_a_chart_stand_on_one_another() -> None:
    drawn = ElementTree.fromstring(  # noqa: S314 (drawn by us)
        cost_chart("t", [line(f"m{number}", "2", "2026-05-01") for number in range(8)], day("2026-06-01"))
    )
    places = [float(each.get("y") or 0) for each in drawn.iter(f"{SVG}text") if (each.text or "").startswith("m")]
    assert len(places) == 8
    assert min(after - before for before, after in zip(sorted(places), sorted(places)[1:], strict=False)) >= 17


def test_a_chart_without_a_price_is_none() -> None:
    assert cost_chart("t", [line("free", "0", "2026-05-01")], MAY) == b""


def test_my_models_are_those_that_settings_name(home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    assert own_patterns(load()) == ["deepseek*"]
    monkeypatch.setenv("ALMANAC_USES", "gpt-5*,deepseek*")
    monkeypatch.setenv("ALMANAC_TARGETS", '{"team": {"webhook": "http://127.0.0.1:1/", "models": ["claude*"]}}')
    assert own_patterns(load()) == ["deepseek*", "gpt-5*", "claude*"]


@pytest.mark.both_databases
def test_a_run_says_what_it_found(store: Store) -> None:
    first = feed(store, MAY)
    assert re.fullmatch(
        r"first read: \d+ rows recorded; \d+ prices, .*in force", run_message(store, SOURCE.name, first, MAY)
    )
    same = feed(store, MAY + HOUR)
    assert run_message(store, SOURCE.name, same, MAY + HOUR).startswith("no change; ")
    cheaper = feed(store, MAY + 2 * HOUR, replaced("$3.48", "$3.47"))
    says = run_message(store, SOURCE.name, cheaper, MAY + 2 * HOUR)
    assert says.startswith("1 change: deepseek-v4-pro: ")
    assert says.count("\n") == 0
    refused = feed(store, MAY + 3 * HOUR, "<p>home</p>")
    assert run_message(store, SOURCE.name, refused, MAY + 3 * HOUR) == str(refused)
    held = feed(store, MAY + 4 * HOUR, replaced(">$0.28<", ">$28<"))
    assert run_message(store, SOURCE.name, held, MAY + 4 * HOUR) == str(held)
    with_ui = run_message(store, SOURCE.name, held, MAY + 4 * HOUR, "http://127.0.0.1:4200")
    assert with_ui == f"{held}; to decide: http://127.0.0.1:4200/v2/artifacts/key/held-readings"


@pytest.mark.both_databases
def test_a_held_reading_is_shown_with_what_each_answer_does(store: Store) -> None:
    feed(store, MAY)
    assert "Nothing is held." in held_artifact(store).data
    held = feed(store, MAY + HOUR, replaced(">$0.28<", ">$28<"))
    page = held_artifact(store).data
    assert f"## Snapshot {held.snapshot_id} of deepseek_pricing, held since 2026-05-08 01:00 UTC" in page
    form = f"/deployment/decide-held/run?parameters=%7B%22snapshot%22%3A{held.snapshot_id}%7D"
    assert f"[Decide about snapshot {held.snapshot_id}](/v2/deployments{form})" in page
    assert "**accept**: deepseek-v4-flash: price changed" in page
    assert "**reject**: nothing changes" in page
    (row,) = json.loads(health_artifact(store, MAY + HOUR).data)
    assert (row["source"], row["state"]) == ("deepseek_pricing", "held")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_source_that_stays_broken_is_told_in_the_same_bytes(store: Store) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR, "<p>home</p>")
    before = health_artifact(store, MAY + HOUR)
    feed(store, MAY + 2 * HOUR, "<p>home</p>")
    assert health_artifact(store, MAY + 2 * HOUR) == before


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_pages_that_are_not_about_one_run_are_left_to_a_later_run_or_written_without_news(store: Store) -> None:
    feed(store, MAY)
    page = replaced("(1) ", "(1) New. ")
    changed, same = feed(store, MAY + HOUR, page), feed(store, MAY + 2 * HOUR, page)
    assert changed.changes
    assert not same.changes

    def keys(settled: RunResult, with_pages: bool | None) -> set[str]:
        return {each.key for each in run_artifacts(store, SOURCE, settled, load(), settled.moment, with_pages)}

    own, pages = keys(changed, False), keys(same, True)
    assert own
    assert {"prices-now", "price-charts", "deadlines", "source-health"} <= pages
    assert not own & pages
    assert keys(changed, None) == keys(changed, True) == own | pages
    assert keys(same, None) == keys(same, False) == set()


def artifacts_of(store: Store, settled: RunResult) -> Iterator[Artifact]:
    yield from run_artifacts(store, SOURCE, settled, load(), settled.moment)


@pytest.mark.both_databases
def test_text_of_a_page_is_text_in_every_artifact(store: Store, settings: Settings) -> None:
    """No picture but our own, no markup: neither in Markdown nor in a cell, which the older UI reads as Markdown."""
    assert settings
    feed(store, MAY)
    settled = feed(store, MAY + HOUR, replaced("(1) ", MARKED))
    with store.writing() as session:
        session.execute(update(ChangeRow).where(ChangeRow.id > 0).values(subject=MARKED))
        session.execute(update(Snapshot).where(Snapshot.id == settled.snapshot_id).values(reason=MARKED))
    made = list(artifacts_of(store, settled))
    made.append(table_artifact("source-health", ["says"], [[MARKED]]))
    assert "click" in "".join(artifact.data for artifact in made)
    for artifact in made:
        assert shown_as_text(artifact), artifact.key
        assert "&#" not in artifact.data.replace("&\N{ZERO WIDTH NON-JOINER}#", "").replace("\\&\\#", "")
        assert artifact.description in DESCRIPTIONS.values()
    message = run_message(store, SOURCE.name, settled, settled.moment)
    assert "click" in message
    with store.reading() as session:
        assert session.scalar(select(Snapshot.reason).where(Snapshot.id == settled.snapshot_id)) == MARKED


def shown_as_text(artifact: Artifact) -> bool:
    """True if the only pictures are our charts, and the only links those that we make."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    texts = [artifact.data]
    if artifact.type == "table":
        texts = [cell for row in json.loads(artifact.data) for cell in row.values()]
    found = [token for text in texts for token in reader.parse(text)]
    inline = [child for token in found for child in token.children or ()]
    pictures = [child for child in inline if child.type == "image"]
    links = [child for child in inline if child.type == "link_open"]
    is_link = artifact.key.startswith(("page-", "copy-"))
    assert not [token for token in (*found, *inline) if token.type in {"html_block", "html_inline"}]
    assert len(links) == is_link
    return all(str(each.attrs["src"]).startswith("data:image/svg+xml;base64,") for each in pictures)


def test_escaped_text_is_the_same_text() -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for text in (*PAYLOADS, MARKED, "- a", "1. a", "# a", "a_b_c _d_", "= a", "+ a", "\\| a", "~~a~~", "<!-- a"):
        (inline,) = [token for token in reader.parse(escaped(text) or "-") if token.type == "inline"] or [None]
        if inline is None:
            continue
        shown = "".join(child.content for child in inline.children or ())
        assert {child.type for child in inline.children or ()} <= {"text", "text_special"}, repr(text)
        assert shown.split() == table_cell(text).replace("\N{ZERO WIDTH NON-JOINER}", "").split(), repr(text)
    assert escaped("input_cache_hit") == "input_cache_hit"
    assert escaped("www.evil.example www") == "www\\.evil.example www"
    assert table(["a_b"], [["c_d"]]).splitlines() == ["| a_b |", "| --- |", "| c_d |"]


def test_a_cell_of_a_table_asks_no_address() -> None:
    reader = MarkdownIt("commonmark").enable(["strikethrough"])
    for text in (*PAYLOADS, MARKED, "![a][b]", "<img src=x>", "![](http://127.0.0.1:9/)"):
        inline = [child for token in reader.parseInline(table_cell(text)) for child in token.children or ()]
        assert not {child.type for child in inline} & {"image", "html_inline", "link_open"}, repr(text)
    assert table_cell("claude-opus-4 (list 3)") == "claude-opus-4 (list 3)"


def test_a_link_leads_where_it_says() -> None:
    assert link("a](b", "https://x.example/a b)(c") == "[a\\](b](https://x.example/a%20b%29%28c)"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_run_without_a_change_leaves_the_last_change(store: Store) -> None:
    feed(store, MAY)
    same = feed(store, MAY + HOUR, replaced("", ""))
    assert changes_artifact(store, SOURCE.name, same) is None
    assert changes_artifact(store, SOURCE.name, replace(same, snapshot_id=99)) is None
