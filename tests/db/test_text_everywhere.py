"""Text of a page is text in all that Prefect's UI shows, in CSV and in a terminal: hostile texts in all of them."""

import csv
import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from sqlalchemy import insert, select, update

from bench.harness.dates import day
from bench.harness.sample_pages import replaced
from cli.printing.show import hint, print_line
from cli.printing.tables import NUMBER, csv_rows, table
from flows.database import Store
from flows.pipeline.attempts import RunResult
from flows.reports.artifact import DESCRIPTIONS, Artifact
from flows.reports.pages import cycle_artifacts, run_artifacts
from flows.reports.summary import run_message
from flows.settings.load import Settings
from models.facts import Price
from models.schema import TABLES
from models.schema.tables import ChangeRow, Snapshot
from tests.db.test_hostile import is_line, seen
from tests.support.hostile import PAYLOADS
from tests.support.walks import SOURCE, feed

MAY = day("2026-05-08")
UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
STORABLE = [text for text in PAYLOADS if text.strip() and len(text) < 1_000 and not UNSTORABLE.search(text)]
OURS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "strong_open", "strong_close"),
    *("softbreak", "image", "link_open", "link_close", "code_inline", "bullet_list_open", "bullet_list_close"),
    *("list_item_open", "list_item_close"),
}
"""What our own Markdown is made of; pictures and links are looked at further."""
SHAPES = {"svg", "g", "rect", "line", "path", "text", "title", "circle", "polyline"}
CELL = {"text", "text_special", "softbreak"}
SVG = re.compile("data:image/svg\\+xml;base64,([\\w+/=]+)")


def fill_with_payloads(store: Store, settled: RunResult) -> None:
    """Put hostile texts where words of pages are kept: in models, notes, reasons, and a change for each text."""
    prices = TABLES[Price].series
    with store.writing() as session:
        like = session.scalars(select(ChangeRow).where(ChangeRow.snapshot_id == settled.snapshot_id)).first()
        assert like is not None
        columns = {name: getattr(like, name) for name in [*ChangeRow.__table__.columns.keys()] if name != "id"}
        session.execute(
            insert(ChangeRow),
            [columns | {"subject": text, "said_before": text, "said_after": text[::-1]} for text in STORABLE],
        )
        models = sorted(set(session.scalars(select(prices.c.model))))
        for number, model in enumerate(models):
            hostile = " ".join(STORABLE[number :: len(models)])
            session.execute(update(prices).where(prices.c.model == model).values(model=hostile))
        session.execute(update(Snapshot).values(reason=" ".join(STORABLE)))


def expect_text(artifact: Artifact) -> None:
    """The only pictures are our charts, the only links those that we make, and nothing else is markup."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    assert artifact.description in DESCRIPTIONS.values()
    if artifact.type == "table":
        for text in (cell for row in json.loads(artifact.data) for cell in row.values()):
            inline = [child for token in reader.parseInline(text) for child in token.children or ()]
            found = {child.type for child in inline} - CELL
            # The older UI reads a cell as Markdown: marks of it remain, which show a text in another way at most.
            assert not found & {"image", "link_open", "html_inline"}, text
        return
    tokens = reader.parse(artifact.data)
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert {token.type for token in every} <= OURS, artifact.key
    sources = [str(token.attrs["src"]) for token in every if token.type == "image"]
    assert all(SVG.fullmatch(source) for source in sources), artifact.key
    for source in sources:
        drawn = ElementTree.fromstring(b64decode(source.partition(",")[2]))  # noqa: S314 (drawn by us)
        assert {each.tag.rpartition("}")[2] for each in drawn.iter()} <= SHAPES
    assert sum(token.type == "link_open" for token in every) == artifact.key.startswith(("page-", "copy-"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_text_of_a_page_is_text_in_every_artifact_and_message(store: Store, settings: Settings) -> None:
    feed(store, MAY)
    settled = feed(store, day("2026-05-08 01:00"), replaced("$3.48", "$3.47"))
    fill_with_payloads(store, settled)
    assert len(STORABLE) > 250
    made = {
        each.key: each
        for each in (
            *run_artifacts(store, SOURCE, settled, settings, settled.moment),
            *cycle_artifacts(store, [], settings, settled.moment),
        )
    }
    changes = made["changes-deepseek-pricing"].data
    assert changes.count("\n| ") > len(STORABLE)
    assert "evil" in made["prices-now"].data
    for artifact in made.values():
        expect_text(artifact)
    said = [run_message(store, SOURCE.name, settled, settled.moment)]
    for outcome in ("refused", "failed", "held"):
        said += [str(replace(settled, outcome=outcome, reason=text)) for text in PAYLOADS]
    assert [line for line in said if not is_line(line)] == []


def test_no_cell_of_csv_is_a_formula_and_numbers_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = ["-0.5", "+3", "-12.5%", "0.87"]
    csv_rows([{"a": text} for text in [*PAYLOADS, *numbers, "\uff1d1+1"]])
    head, *cells = [row[0] if row else "" for row in csv.reader(io.StringIO(capsys.readouterr().out, newline=""))]
    assert head == "a"
    assert [cell for cell in cells if re.match(r"\s*[=+@\-]", cell) and not NUMBER.fullmatch(cell)] == []
    assert cells[-5:] == [*numbers, "'\uff1d1+1"]
    assert "'=1+1" in cells
    assert [cell for cell in cells if not seen(cell)] == []


def test_a_terminal_shows_every_text_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    texts = [text for text in PAYLOADS if len(text) < 1_000]
    table([{"a": text, "b": "x"} for text in texts])
    for text in texts:
        print_line(text)
        hint(text)
    shown = capsys.readouterr()
    assert [line for line in (shown.out + shown.err).split("\n") if not seen(line)] == []
    for text in ("[link=http://evil.example]x[/link]", "[bold red]owned[/]", ":skull: :joy:"):
        assert shown.out.count(text) == 2
